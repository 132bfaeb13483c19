"""What the plan's text refuses, in words for the person who tried."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class ReasonRequired(Exception):
    """The text of an adopted plan would change and nobody said why."""

    def __init__(self) -> None:
        super().__init__(_("规划文本已经批准，更改文字须写明理由。"))


class TextGuarded(PermissionDenied):
    """Pages of a plan are not deleted, moved, copied or unpublished."""

    MESSAGES = {
        "delete": _("规划文本的页面不能删除：社会各界的意见和公开事项都指向它。"),
        "move": _("规划文本的页面不能移动：章节的网址长期不变。"),
        "copy": _("规划文本的页面不能复制：规划只能从规划文本导入。"),
        "unpublish": _("规划文本的页面不能撤下：已公开的规划须持续公开。"),
    }

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(self.MESSAGES[action])
