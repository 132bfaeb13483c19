"""Who may open which page of this desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.moderation.permissions import can_change_rules, can_moderate
from feedback.replies.permissions import can_draft_for
from feedback.suggestions.permissions import can_enter_paper
from portal.accounts.roles import roles_of
from portal.pages.staff import Door, doors, staff_page

__all__ = ["may_reply", "may_see_today", "register", "staff_page"]


def may_see_today(user: Any) -> bool:
    """Anybody with a role."""
    return bool(roles_of(user))


def may_reply(user: Any) -> bool:
    """Editors and heads that have a unit."""
    return can_draft_for(user, user.unit_id)


def register() -> None:
    for door in (
        Door("today", _("今天要办"), may_see_today, 10, "date"),
        Door("moderation_queue", _("待审核"), can_moderate, 20, "clipboard-list"),
        Door("reply_list", _("答复"), may_reply, 30, "comment"),
        Door("paper_entry", _("录入书面来信"), can_enter_paper, 40),
        Door("rules_edit", _("审核规则"), can_change_rules, 50, "doc-full-inverse"),
    ):
        doors.register(door)
