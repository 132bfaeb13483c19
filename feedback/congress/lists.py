"""The lists of the review pages: which there are, and a page of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plan_pages.disclosure.naming import name_of
from plan_pages.document.models import Division
from plan_pages.obligations.reading import owed
from plan_pages.oversight import queries
from plan_pages.oversight.models import Finding
from plan_pages.oversight.permissions import can_find, can_release, can_release_any

from . import paging, reading
from .naming import address_of, with_subjects


@dataclass(frozen=True)
class Listed:
    """A page of a list. `lines` are what `template` takes; `narrows`: to chapters."""

    key: str
    title: str | Promise
    empty: str | Promise
    template: str
    narrows: bool
    lines: list[Any]
    after: str


@dataclass(frozen=True)
class _List:
    title: Promise
    empty: Promise
    template: str
    read: Callable[[Any, Iterable[Division], str, int], paging.Page]
    narrows: bool = True
    allowed: Callable[[Any], bool] = can_find


def listed(
    key: str, *, user: Any, below: Iterable[Division], after: str = "", most: int
) -> Listed | None:
    """None for a list that there is not, or not for this person."""
    kind = _LISTS.get(key)
    if kind is None or not kind.allowed(user):
        return None
    page = kind.read(user, below, after, most)
    return Listed(
        key=key,
        title=kind.title,
        empty=kind.empty,
        template=f"feedback/congress/{kind.template}.html",
        narrows=kind.narrows,
        lines=page.lines,
        after=page.after,
    )


def everything(user: Any, below: list[Division], most: int) -> list[Listed]:
    """The beginning of each list that this person has."""
    pages = (listed(key, user=user, below=below, most=most) for key in _LISTS)
    return [page for page in pages if page is not None]


def _new(user: Any, below: Iterable[Division], after: str, most: int) -> paging.Page:
    rows = paging.begin_after(reading.unchecked(below), "published_on", after)
    page = paging.cut(
        list(rows[: most + 1]), most, lambda row: (row.published_on, row.pk)
    )
    named = [(row, name_of(row.update.subject)) for row in reading.named(page.lines)]
    return paging.Page(named, page.after)


def _owed(
    rows_of: Callable[[Iterable[Division]], Any],
) -> Callable[[Any, Iterable[Division], str, int], paging.Page]:
    def read(
        user: Any, below: Iterable[Division], after: str, most: int
    ) -> paging.Page:
        rows = paging.begin_after(rows_of(below), "last_day", after)
        lines = owed(rows, most=most + 1)
        return paging.cut(lines, most, lambda row: (row.due_on, row.obligation.pk))

    return read


def _supplements(
    user: Any, below: Iterable[Division], after: str, most: int
) -> paging.Page:
    day = "release__supplement_due_on"
    rows = paging.begin_after(reading.supplements(below), day, after)
    lines = with_subjects(rows, most=most + 1)
    page = paging.cut(
        lines, most, lambda line: (line[0].release.supplement_due_on, line[0].pk)
    )
    shown = queries.shown(
        Finding.objects.filter(pk__in=[row.pk for row, _n in page.lines])
    )
    clocks = {each.finding.pk: each for each in shown}
    return paging.Page(
        [(clocks[row.pk], name, address_of(row)) for row, name in page.lines],
        page.after,
    )


def _internal(rows: Any, user: Any, after: str, most: int) -> paging.Page:
    """[(finding, name, address, whether `user` may release it)], the oldest first."""
    lines = with_subjects(paging.begin_after(rows, "made_on", after), most=most + 1)
    page = paging.cut(lines, most, lambda line: (line[0].made_on, line[0].pk))
    return paging.Page(
        [
            (row, name, address_of(row), can_release(user, row))
            for row, name in page.lines
        ],
        page.after,
    )


def _waiting(user: Any, below: Any, after: str, most: int) -> paging.Page:
    return _internal(queries.waiting_for_release(), user, after, most)


def _own(user: Any, below: Any, after: str, most: int) -> paging.Page:
    rows = queries.waiting_for_release().filter(by=user)
    return _internal(rows, user, after, most)


_LISTS: dict[str, _List] = {
    "release": _List(
        _("等待公开的核查结论"), _("没有等待公开的核查结论。"), "rows_internal",
        _waiting, narrows=False, allowed=can_release_any,
    ),
    "new": _List(
        _("新公开、还没有核查"), _("部门还没有公开新的进展，或者都已核查。"),
        "rows_new", _new,
    ),
    "overdue": _List(
        _("逾期未公开"), _("没有逾期的事项。"), "rows_owed", _owed(reading.late)
    ),
    "due-soon": _List(
        _("将到期"), _("近日没有到期的事项。"), "rows_owed", _owed(reading.due_soon)
    ),
    "supplements": _List(
        _("等待补充"), _("没有等待部门补充的事项。"), "rows_supplements", _supplements
    ),
    "own": _List(
        _("我写的、还没有公开的核查结论"), _("没有等待公开的核查结论。"),
        "rows_internal", _own, narrows=False,
        allowed=lambda user: not can_release_any(user),
    ),
}  # fmt: skip
