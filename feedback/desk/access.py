"""Who may open a page of the staff; and no cache keeps it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from feedback.replies.permissions import can_draft_for
from portal.accounts.roles import roles_of

View = Callable[..., HttpResponse]


def may_see_today(user: Any) -> bool:
    """Anybody with a role."""
    return bool(roles_of(user))


def may_reply(user: Any) -> bool:
    """Editors and heads that have a unit."""
    return can_draft_for(user, user.unit_id)


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
            response = view(request, *args, **kwargs)
            response["Referrer-Policy"] = "no-referrer"
            return response

        return never_cache(login_required(guarded))

    return decorate
