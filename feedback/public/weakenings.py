"""What this site's live settings take away from the protections; none, if it is well.

The same list stands above the form and on the page 留下什么.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.suggestions.models import FeedbackSettings
from feedback.suggestions.states import PublicationMode

from .writing import takes_contact


def weakenings(site: FeedbackSettings) -> list[str]:
    found = []
    if settings.DEBUG:
        found.append(_("本站开着调试：出错时错误页可能显示您写的内容。"))
    if takes_contact(site):
        found.append(
            _("本站可以收联系方式：留了就不再是匿名，密封后由专人在另一台机器上打开。")
        )
    if settings.INTAKE_PSEUDONYM_HEADER:
        found.append(
            _("前置服务器给来访者一个临时代号，只在内存里用来控制快慢，十分钟一换。")
        )
    if site.publication_mode == PublicationMode.SELECTION:
        found.append(_("本站选登：审核通过的也可能不登原文。"))
    if site.publication_mode == PublicationMode.NUMBERS_ONLY:
        found.append(_("本站不登原文：只公开数量和答复。"))
    if not settings.SESSION_COOKIE_SECURE and not settings.DEBUG:
        found.append(
            _("本站没有要求加密连接（HTTPS）：网络线路上的人可能看到您写的内容。")
        )
    return found
