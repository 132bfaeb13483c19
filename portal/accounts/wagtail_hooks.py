"""What a list of ticked users may not do that a single form refuses."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks


@hooks.register("before_bulk_action")
def refuse_bulk_on_oneself(
    request: HttpRequest, action_type: str, objects: Iterable[Any], *args: Any
) -> None:
    """Nobody gives themselves a role; nobody but one changes a superuser."""
    user = request.user
    for each in objects:
        if not isinstance(each, get_user_model()):
            return
        if each == user or (each.is_superuser and not user.is_superuser):
            raise PermissionDenied
