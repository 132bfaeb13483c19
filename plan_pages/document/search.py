"""The plan's text as search documents: every current Part of the pages that are live.

A box's items are no documents here: their words stand in the box's own text.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from portal.clock import BEIJING
from portal.outbox.purges import purge_everything
from portal.search import freshness
from portal.search.documents import (
    Document,
    Kind,
    Source,
    facet_names,
    ids_in,
    search_kinds,
    search_sources,
)

from .contents import Contents
from .models import Division, DivisionLevel, Part, PartKind, Plan
from .permalinks import anchor

SCOPE = "page"
KIND = Kind("plan", _("规划文本"), 10, dict(PartKind.choices))
_TITLES = (PartKind.PLAN, PartKind.DIVISION)
_BOOST = {PartKind.PLAN: 2, PartKind.DIVISION: 2, PartKind.HEADING: 1}


class Whereabouts:
    """Where pages of plans stand, as documents name it; one query a plan."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        self._root = site.root_page.url_path
        self._contents = {
            plan.pk: Contents(plan, plan.url_path.removeprefix(self._root))
            for plan in plans
        }

    def path(self, plan_id: int, page_id: int) -> str:
        """Below the language's root: `plan/korla-14/15/2/`."""
        return self._contents[plan_id].url_of(page_id)

    def title(self, plan_id: int, page_id: int) -> str:
        """`第十五章 第二节 健全社会保障体系`, or the plan's title."""
        contents = self._contents[plan_id]
        entry = contents.by_page.get(page_id)
        if entry is None or not entry.number:
            return contents.place_of(page_id)
        return f"{entry.place} {entry.name}"

    def above(self, plan_id: int, page_id: int) -> str:
        """`第十五章 加强党的领导，保障规划顺利实施`, or the plan's title."""
        contents = self._contents[plan_id]
        entry = contents.by_page.get(page_id)
        parent = entry.parent if entry else None
        return parent.title if parent else contents.plan.title

    def chapter(self, plan_id: int, page_id: int) -> str:
        """`korla-14.15`; empty outside the chapters."""
        contents = self._contents[plan_id]
        chapter = contents.chapter_of(page_id)
        return f"{contents.plan.key}.{chapter.ordinal}" if chapter else ""

    def key(self, plan_id: int) -> str:
        return self._contents[plan_id].plan.key


def page_scopes(pages: Iterable[int]) -> list[str]:
    return [f"{SCOPE}:{page}" for page in pages]


def text_changed(pages: Iterable[int]) -> None:
    """Owe the index a new look at these pages and all below them.

    In the caller's transaction. Their titles stand in the contents and beside every
    other page of the plan, and a chapter's over its sections.
    """
    if scopes := page_scopes(_with_all_below(pages)):
        purge_everything()
        freshness.changed(scopes)


def _with_all_below(pages: Iterable[int]) -> list[int]:
    paths = Page.objects.filter(pk__in=set(pages)).values_list("path", flat=True)
    below = [Q(path__startswith=path) for path in paths]
    if not below:
        return []
    found = Page.objects.filter(reduce(or_, below)).order_by("path")
    return list(found.values_list("pk", flat=True))


def pages_in(scopes: Sequence[str]) -> list[int]:
    """Ids of the pages among the scopes that changed."""
    return [int(page) for page in ids_in(scopes, SCOPE)]


def open_pages() -> PageQuerySet:
    """Pages that anybody may read."""
    return Page.objects.live().public()


def open_plans(plan_ids: Iterable[int]) -> list[Plan]:
    return list(Plan.objects.live().public().filter(pk__in=set(plan_ids)))


def scopes() -> Iterator[str]:
    """Every page of a plan, published or not, in printed order."""
    pages = (
        Page.objects.type(Plan, Division).order_by("path").values_list("pk", flat=True)
    )
    yield from page_scopes(pages)


def documents(wanted: Sequence[str]) -> Iterator[Document]:
    """What these pages say, if they are open."""
    ids = [int(scope.partition(":")[2]) for scope in wanted]
    parts = list(
        Part.objects.current()
        .filter(page__in=open_pages().filter(pk__in=ids).values("pk"))
        .exclude(kind=PartKind.BOX_ITEM)
        .select_related("page")
        .in_order()
    )
    plans = open_plans(part.plan_id for part in parts)
    whereabouts = Whereabouts(plans)
    open_ids = {plan.pk for plan in plans}
    return (_document(part, whereabouts) for part in parts if part.plan_id in open_ids)


def _document(part: Part, whereabouts: Whereabouts) -> Document:
    place = (part.plan_id, part.page_id)
    is_title = part.kind in _TITLES
    path = whereabouts.path(*place)
    return Document(
        key=f"part:{part.public_id}",
        scope=f"{SCOPE}:{part.page_id}",
        kind=KIND.key,
        label=part.kind,
        title=whereabouts.above(*place) if is_title else whereabouts.title(*place),
        text=part.text,
        path=path if is_title else f"{path}#{anchor(part)}",
        plan=whereabouts.key(part.plan_id),
        chapter=whereabouts.chapter(*place),
        put_here=published_on(part.page),
        boost=_BOOST.get(PartKind(part.kind), 0),
    )


def published_on(page: Page) -> datetime.date | None:
    """The Beijing date on which the page last went out as it stands."""
    at = page.last_published_at
    return at.astimezone(BEIJING).date() if at else None


def chapter_names(facet: str, values: Sequence[str]) -> dict[str, str]:
    """`{"korla-14.15": "第十五章 …"}`, one query."""
    if facet != "chapter" or not values:
        return {}
    chapters = Division.objects.live().filter(
        level=DivisionLevel.CHAPTER,
        plan__key__in={v.rpartition(".")[0] for v in values},
    )
    said = chapters.values_list("plan__key", "ordinal", "title")
    names = {f"{key}.{ordinal}": title for key, ordinal, title in said}
    return {value: names[value] for value in values if value in names}


def register(*_args: Any) -> None:
    """Hang the plan's text into the search; called once, when the app is ready."""
    search_kinds.register(KIND)
    search_sources.register(Source(SCOPE, scopes, documents))
    facet_names.register(chapter_names)
