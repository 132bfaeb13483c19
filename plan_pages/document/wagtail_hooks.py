"""The admin says no, and why, where a page at or above a plan's text is in danger."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .errors import TextGuarded
from .guarding import holds_plan_text

BULK_ACTIONS = ("delete", "move", "unpublish")


def refuse(request: HttpRequest, pages: Iterable[Page], action: str) -> Any:
    """A redirect with the reason when one of the pages holds plan text, else None."""
    for page in pages:
        if holds_plan_text(page):
            messages.error(request, str(TextGuarded.MESSAGES[action]))
            return redirect("wagtailadmin_explore", (page.get_parent() or page).pk)
    return None


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse(request, [page], "delete")


@hooks.register("before_move_page")
def refuse_move(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    return refuse(request, [page], "move")


@hooks.register("before_copy_page")
def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse(request, [page], "copy")


@hooks.register("before_unpublish_page")
def refuse_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse(request, [page], "unpublish")


@hooks.register("before_bulk_action")
def refuse_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], *args: Any
) -> HttpResponse | None:
    if action_type not in BULK_ACTIONS:
        return None
    pages = [each for each in objects if isinstance(each, Page)]
    return refuse(request, pages, action_type)
