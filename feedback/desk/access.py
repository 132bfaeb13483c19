"""Who may open a page of the staff; and no cache keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from feedback.moderation.permissions import can_change_rules, can_moderate
from feedback.replies.permissions import can_draft_for
from feedback.suggestions.permissions import can_enter_paper
from portal.accounts.roles import roles_of

View = Callable[..., HttpResponse]


def may_see_today(user: Any) -> bool:
    """Anybody with a role."""
    return bool(roles_of(user))


def may_reply(user: Any) -> bool:
    """Editors and heads that have a unit."""
    return can_draft_for(user, user.unit_id)


@dataclass(frozen=True)
class Door:
    """A page of the staff, for whom it opens."""

    name: str
    label: str | Promise
    allowed: Callable[[Any], bool]


DOORS = [
    Door("today", _("今天要办"), may_see_today),
    Door("moderation_queue", _("待审核"), can_moderate),
    Door("reply_list", _("答复"), may_reply),
    Door("paper_entry", _("录入书面来信"), can_enter_paper),
    Door("rules_edit", _("审核规则"), can_change_rules),
]


def staff_page(predicate: Callable[[Any], bool]) -> Callable[[View], View]:
    """Signed in, with a password of one's own, and `predicate(user)`; else 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user: Any = request.user
            if user.password_change_required:
                return redirect("account_change_password")
            if not predicate(user):
                raise PermissionDenied
            open_doors = [door for door in DOORS if door.allowed(user)]
            setattr(request, "doors", open_doors)  # noqa: B010  (typed elsewhere)
            return view(request, *args, **kwargs)

        return never_cache(login_required(guarded))

    return decorate
