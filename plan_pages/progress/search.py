"""Indicators and plan items as search documents; a plan's are read again together."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part, Plan
from plan_pages.document.search import (
    Whereabouts,
    open_pages,
    open_plans,
    pages_in,
    published_on,
)
from portal.search import freshness
from portal.search.documents import (
    Document,
    Kind,
    Source,
    search_kinds,
    search_sources,
)

from .models import Indicator, IndicatorRow, PlanItem

INDICATORS, ITEMS = "indicators", "items"
INDICATOR = Kind("indicator", _("指标"), 20)
ITEM = Kind("item", _("规划项目"), 30)


def plan_changed(plan: Plan) -> None:
    """Owe the index a new look at the plan's indicators and items."""
    freshness.changed([f"{INDICATORS}:{plan.pk}", f"{ITEMS}:{plan.pk}"])


def _scopes_of(name: str) -> Callable[[], Iterator[str]]:
    def scopes() -> Iterator[str]:
        for plan_id in Plan.objects.order_by("pk").values_list("pk", flat=True):
            yield f"{name}:{plan_id}"

    return scopes


def _derived_of(name: str) -> Callable[[Sequence[str]], Iterator[str]]:
    """A plan's, when one of its pages changed: they are there while the page is."""

    def derived(scopes: Sequence[str]) -> Iterator[str]:
        if pages := pages_in(scopes):
            plans = Part.objects.filter(page__in=pages).order_by("plan_id")
            for plan_id in plans.values_list("plan_id", flat=True).distinct():
                yield f"{name}:{plan_id}"

    return derived


def indicators(wanted: Sequence[str]) -> Iterator[Document]:
    plans, whereabouts = _plans(wanted)
    rows = (
        IndicatorRow.objects.filter(
            indicator__plan__in=plans,
            indicator__number__isnull=False,
            code__isnull=False,
            indicator__part__page__in=open_pages().values("pk"),
        )
        .select_related("part", "indicator__part__page")
        .order_by("indicator__plan", "indicator__number", "order")
    )
    grouped: dict[Indicator, list[Part]] = {}
    for row in rows:
        grouped.setdefault(row.indicator, []).append(row.part)
    for indicator, parts in grouped.items():
        text = "\n".join([indicator.name, *(part.text for part in parts)])
        yield _document(
            INDICATORS,
            INDICATOR,
            indicator.part,
            whereabouts,
            title=f"{indicator.number} {indicator.name}",
            text=text,
            path=f"indicators/{indicator.number}/",
        )


def items(wanted: Sequence[str]) -> Iterator[Document]:
    plans, whereabouts = _plans(wanted)
    found = (
        PlanItem.objects.current()
        .filter(plan__in=plans, part__page__in=open_pages().values("pk"))
        .select_related("part__page")
        .order_by("plan", "order")
    )
    for item in found:
        yield _document(
            ITEMS,
            ITEM,
            item.part,
            whereabouts,
            title=f"{item.box_title or item.box_number}",
            text="\n".join(filter(None, [item.name, item.label])),
            path=f"items/{item.part.public_id}/",
        )


def _plans(wanted: Iterable[str]) -> tuple[list[Plan], Whereabouts]:
    plans = open_plans(int(scope.partition(":")[2]) for scope in wanted)
    return plans, Whereabouts(plans)


def _document(
    scope: str,
    kind: Kind,
    part: Part,
    whereabouts: Whereabouts,
    *,
    title: str,
    text: str,
    path: str,
) -> Document:
    plan_key = whereabouts.key(part.plan_id)
    return Document(
        key=f"{kind.key}:{part.public_id}",
        scope=f"{scope}:{part.plan_id}",
        kind=kind.key,
        title=title,
        text=text,
        path=f"plan/{plan_key}/{path}",
        plan=plan_key,
        chapter=whereabouts.chapter(part.plan_id, part.page_id),
        put_here=published_on(part.page),
        boost=1,
    )


def register() -> None:
    """Hang indicators and items into the search; called once, when the app is ready."""
    search_kinds.register(INDICATOR)
    search_kinds.register(ITEM)
    for name, documents in ((INDICATORS, indicators), (ITEMS, items)):
        source = Source(name, _scopes_of(name), documents, _derived_of(name))
        search_sources.register(source)
