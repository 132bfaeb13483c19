"""Plan items: their list and the page of each."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from plan_pages.document.controls import control_of
from plan_pages.document.permalinks import anchor
from plan_pages.document.scope import Scope, of_own_plan, of_plan
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on

from .downloads import ITEM_HEAD
from .models import PlanItem
from .queries import boxes_of_items, item_in_box, siblings


@of_plan
def items(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/items/`: what the plan's boxes list, by box; `?chapter=<no>` narrows it."""
    boxes = boxes_of_items(scope.plan)
    contents = scope.contents
    by_chapter = [
        (chapter, sum(box.total for box in run))
        for chapter, run in groupby(boxes, lambda b: contents.chapter_of(b.box.page_id))
        if chapter is not None
    ]
    shown = [box for box in boxes if scope.covers(box.box.page_id)]
    context = {
        "meta": scope.meta(_("规划项目"), _("项目"), "items"),
        "boxes": [
            (
                box,
                contents.by_page.get(box.box.page_id),
                f"{contents.url_of(box.box.page_id)}#{anchor(box.box)}",
            )
            for box in shown
        ],
        "total": sum(box.total for box in shown),
        "all": sum(box.total for box in boxes),
        "by_chapter": by_chapter,
    }
    return _page(request, scope, "plan_pages/items/list.html", context, "items")


@of_plan
def items_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/items.csv`: a line for each plan item, narrowed as the list is."""
    boxes = [box for box in boxes_of_items(scope.plan) if scope.covers(box.box.page_id)]
    rows = (
        (
            item.part.public_id, item.name, box.number, box.title, label,
            scope.contents.place_of(box.box.page_id),
            request.build_absolute_uri(scope.canonical("item", item.part.public_id)),
        )
        for box in boxes
        for label, listed in box.groups
        for item in listed
    )  # fmt: skip
    depends_on(request, f"plan:{scope.plan.pk}", "items", words=["chapter"])
    return csv_response("items", ITEM_HEAD, rows)


@of_own_plan("items__part__public_id")
def item(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """`/items/<id>/`: an item in the words around it."""
    found = get_object_or_404(
        PlanItem.objects.current().select_related("part", "box"),
        plan=scope.plan,
        part__public_id=public_id,
    )
    of_box = siblings(found)
    page_id = found.part.page_id
    page_url = scope.contents.url_of(page_id)
    context = {
        "meta": scope.meta(found.name, _("项目"), "item", public_id),
        "item": found,
        "siblings": of_box,
        "box_heading": found.box.text.split("\n")[0],
        "box_lines": item_in_box(found, of_box),
        "entry": scope.contents.by_page.get(page_id),
        "item_url": f"{page_url}#{anchor(found.part)}",
        "box_url": f"{page_url}#{anchor(found.box)}",
        "control": control_of(request, scope.plan, found.part),
    }
    return _page(
        request, scope, "plan_pages/items/item.html", context, f"item:{public_id}"
    )


def _page(
    request: HttpRequest,
    scope: Scope,
    template: str,
    context: dict[str, Any],
    *tags: str,
) -> HttpResponse:
    depends_on(request, f"plan:{scope.plan.pk}", *tags, words=["chapter"])
    return render(request, template, {"scope": scope, "plan": scope.plan, **context})
