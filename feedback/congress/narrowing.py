"""What belongs to chapters: things that stand in them or are tied to a paragraph."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from plan_pages.delivery.models import Anchor
from plan_pages.document.models import Division

KINDS = ("indicator", "project", "task")


def chapters_of(user: Any) -> list[Division]:
    """The chapters that the office gave to `user`, in printed order."""
    rows = Division.objects.filter(reviewers__reviewer=user)
    return list(rows.select_related("plan").order_by("path"))


def updates_in(chapters: Iterable[Division], at: str = "update__") -> Q:
    """Everything where there are no chapters; `at` leads to the update."""
    pages = _pages(chapters)
    if pages is None:
        return Q()
    about = Q(**{f"{at}home__page__in": pages})
    return about | _tied(pages, at)


def obligations_in(chapters: Iterable[Division], at: str = "") -> Q:
    """As `updates_in`. A unit's report stands in no chapter."""
    pages = _pages(chapters)
    if pages is None:
        return Q()
    about = _tied(pages, at)
    for kind in KINDS:
        about |= Q(**{f"{at}{kind}__part__page__in": pages})
    return about


def findings_in(chapters: Iterable[Division]) -> Q:
    mine = list(chapters)
    if not mine:
        return Q()
    return updates_in(mine, "version__update__") | obligations_in(mine, "obligation__")


def _tied(pages: QuerySet[Any], at: str) -> Q:
    about = Q()
    for kind in KINDS:
        anchors = Anchor.objects.filter(
            part__page__in=pages, **{f"{kind}__isnull": False}
        )
        about |= Q(**{f"{at}{kind}__in": anchors.values(kind)})
    return about


def _pages(chapters: Iterable[Division]) -> QuerySet[Any] | None:
    within = Q()
    for chapter in chapters:
        within |= Q(path__startswith=chapter.path)
    return Division.objects.filter(within).values("pk") if within else None
