"""GuardedPage: what holds a plan's text stays where it is."""

from typing import Any, NoReturn

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.locks import BaseLock
from wagtail.models import Page, PagePermissionTester

from portal.pages.unscheduled import Unscheduled

from ..errors import TextGuarded
from .served import ServedPage


class AdoptedTextLock(BaseLock):
    """Nobody edits an adopted text in the admin, whatever their rights."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        return _("规划文本已经批准，不能在后台修改；更正须经“导入更正”并写明理由。")

    def get_locked_by(self, user: Any) -> Any:
        return _("已批准文本")

    def get_description(self, user: Any) -> Any:
        return _("已批准的规划文本在开始新的修订之前保持锁定")


class GuardedPermissionTester(PagePermissionTester):
    """Lets refused actions through to their hook, which says why they are refused."""

    def can_unpublish(self) -> bool:
        may_publish = self.user.is_superuser or "publish" in self.permissions
        return self.user.is_active and self.page.live and may_publish

    def can_reorder_children(self) -> bool:
        return False


class GuardedPage(Unscheduled, ServedPage):
    """No delete, move, copy, unpublish or schedule; made by the import alone."""

    #: Not in the admin: the address is for good, and a plan does not expire by date.
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    private_page_options: list[str] = []

    #: A plan's text refers to nothing that could be deleted.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @property
    def is_locked_text(self) -> bool:
        """Whether the text is adopted, so that the admin may not change it."""
        return False

    def get_lock(self) -> BaseLock | None:
        return AdoptedTextLock(self) if self.is_locked_text else super().get_lock()

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:  # noqa: ARG003
        return False

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return GuardedPermissionTester(user, self)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """In one transaction with the reconciliation that follows on page_published."""
        with transaction.atomic():
            return super().publish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextGuarded("delete")

    def move(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextGuarded("move")

    def copy(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextGuarded("copy")

    def create_alias(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextGuarded("copy")

    def unpublish(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextGuarded("unpublish")
