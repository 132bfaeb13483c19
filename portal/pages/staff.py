"""Who may open a page of the staff; no cache keeps it. Floors hang their doors here."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache

from portal.registry import Point

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Door:
    """A page of the staff (`name` of its address), for whom it opens."""

    name: str
    label: str | Promise
    allowed: Callable[[Any], bool]
    order: int
    icon: str = "form"


#: Pages of the staff, in the bar above them and in the admin's menu.
doors: Point[Door] = Point("doors")


@dataclass(frozen=True)
class Duty:
    """Something that waits for this person, for the list of 今天要办.

    Without `due_on` it has no last day of its own and waits since `since`. `url` is
    empty for what another person has to do.
    """

    task: str | Promise
    reference: str
    place: str
    button: str | Promise
    url: str
    due_on: datetime.date | None = None
    since: datetime.date | None = None
    who: str = ""


#: What waits for a user: Callable[[user, most: int], Iterable[Duty]]; at most `most`.
duties: Point[Callable[[Any, int], Iterable[Duty]]] = Point("duties")


def doors_for(user: Any) -> list[Door]:
    """Those that open for `user`, in their order."""
    return sorted(
        (door for door in doors if door.allowed(user)), key=lambda door: door.order
    )


def staff_page(predicate: Callable[[Any], bool]) -> Callable[[View], View]:
    """Signed in, with a password of one's own, and `predicate(user)`; else 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            user: Any = request.user
            if user.password_change_required:
                return redirect("account_change_password")
            if not predicate(user):
                raise PermissionDenied
            setattr(request, "doors", doors_for(user))  # noqa: B010  (typed elsewhere)
            return view(request, *args, **kwargs)

        return never_cache(login_required(guarded))

    return decorate
