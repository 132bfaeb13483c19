"""Which reviewer follows which chapter: the office says."""

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Division, DivisionLevel
from plan_pages.oversight.permissions import can_find
from portal.accounts.models import User
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import ChapterAssignment
from .permissions import can_run_the_office


def assign(*, reviewer: User, chapter: Division, by: User) -> ChapterAssignment:
    """Give a chapter to a reviewer; again changes nothing.

    Raises Refused (not_office, not_reviewer, not_chapter).
    """
    _refuse_others(by)
    if not can_find(reviewer):
        raise Refused("not_reviewer", _("只能分给人大审查人员。"))
    if chapter.level != DivisionLevel.CHAPTER:
        raise Refused("not_chapter", _("请选择一章。"))
    with write_transaction():
        row, _made = ChapterAssignment.objects.get_or_create(
            reviewer=reviewer, chapter=chapter, defaults={"by": by}
        )
    return row


def release(*, assignment: ChapterAssignment, by: User) -> None:
    """Take the chapter back. Raises Refused (not_office)."""
    _refuse_others(by)
    with write_transaction():
        ChapterAssignment.objects.filter(pk=assignment.pk).delete()


def _refuse_others(by: User) -> None:
    if not can_run_the_office(by):
        raise Refused("not_office", _("由人大办公室分工。"))
