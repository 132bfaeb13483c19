"""The part that somebody writes about, with its page and its plan, in one query."""

from typing import TypeVar

from django.db.models import F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length, NullIf, Substr
from wagtail.models import Page

from plan_pages.document.current import facts_over, knowing
from plan_pages.document.models import Division, Part, Plan
from portal.prepared import Prepared

M = TypeVar("M", bound=Model)

#: What the pages show of a part: its page and plan have eighty columns more.
_OF_PART = ("public_id", "page_id", "plan_id", "kind", "number", "text", "status")
_OF_PAGE = ("path", "depth", "title", "url_path")
_OF_PLAN = (
    *("path", "title", "url_path", "live"),
    *("key", "phase", "period_start", "period_end", "is_current"),
)


#: 篇, 章, 节 at most, and the plan or the home above them; from the top.
_LEVELS = range(3, -1, -1)


def find(public_id: str) -> Part | None:
    """None where the page is not live. A part that left the text may be spoken of."""
    part = _published.first(public_id)
    if part is not None:
        part.page = _joined(Page, part, "page", _OF_PAGE)
        part.plan = knowing(_joined(Plan, part, "plan", _OF_PLAN), part)
    return part


def _rows(public_id: str) -> QuerySet[Part]:
    rows: QuerySet[Part] = Part.objects.filter(public_id=public_id, page__live=True)
    joined = {f"page_of_{name}": F(f"page__{name}") for name in _OF_PAGE}
    joined |= {f"plan_of_{name}": F(f"plan__{name}") for name in _OF_PLAN}
    facts = facts_over("plan_id")
    return rows.only(*_OF_PART).annotate(**joined, **_above(), **facts)


def divisions_of(part: Part) -> str:
    """第十二章 第四节, "" for the plan's own; one query, none for what `find` gave."""
    row = part if hasattr(part, "above_0") else _named.first(part.pk)
    named = [getattr(row, f"above_{level}") for level in _LEVELS]
    return " ".join(filter(None, named))


def _above() -> dict[str, Subquery]:
    return {f"above_{level}": _words_above(level) for level in _LEVELS}


def _words_above(level: int) -> Subquery:
    """What the page so many levels above the part's is called, where it is a division
    of the plan.
    """
    upwards = Length(OuterRef("page__path")) - level * Page.steplen
    path = Substr(OuterRef("page__path"), 1, upwards)
    words = Coalesce(NullIf("number", Value("")), "title")
    return Subquery(Division.objects.filter(path=path).order_by().values(words=words))


_published = Prepared(_rows, str)
_named = Prepared(
    lambda pk: Part.objects.filter(pk=pk).only("pk").annotate(**_above()), int
)


def _joined(model: type[M], part: Part, role: str, names: tuple[str, ...]) -> M:
    """The page or plan of `part`, from the columns that came with it."""
    key = model._meta.pk.attname
    values = {name: getattr(part, f"{role}_of_{name}") for name in names}
    values |= {"id": getattr(part, f"{role}_id"), key: getattr(part, f"{role}_id")}
    in_order = [f.attname for f in model._meta.concrete_fields if f.attname in values]
    return model.from_db(part._state.db, in_order, [values[name] for name in in_order])
