"""What the page offers for narrowing: values with counts and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.utils.translation import gettext as _

from .documents import kinds
from .naming import names_of
from .query import Narrowing
from .results import Results

#: A list of all departments would be longer than the results.
UNITS = 10


@dataclass(frozen=True)
class Choice:
    """`query` is the query string that chooses it, or takes it off if it is chosen."""

    name: Any
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True)
class Facet:
    """`plan_words`: the names of its choices are the plan's own."""

    name: str
    plan_words: bool
    choices: list[Choice]


def facets(results: Results) -> Iterator[Facet]:
    """Those in which there is something to choose."""
    titles = {
        "kind": _("类别"),
        "chapter": _("章"),
        "unit": _("单位"),
        "year": _("年份"),
    }
    for facet, title in titles.items():
        counts = results.found.counts.get(facet, {})
        chosen = str(results.narrowing.chosen().get(facet, ""))
        if len(counts) > 1 or chosen in counts:
            yield Facet(
                title,
                facet == "chapter",
                list(_choices(results, facet, counts, chosen)),
            )


def query_string(said: str, narrowing: Narrowing, **changes: Any) -> str:
    """`q=养老&kind=plan`, encoded; a page number is given in `changes`."""
    values = {"q": said, **narrowing.chosen(), **changes}
    return urlencode({name: value for name, value in values.items() if value})


def _choices(
    results: Results, facet: str, counts: dict[str, int], chosen: str
) -> Iterator[Choice]:
    counts = _foremost(counts, chosen) if facet == "unit" else counts
    names = _names(facet, list(counts))
    order = _kind_order() if facet == "kind" else {}
    without = query_string(results.reading.said, results.narrowing, **{facet: ""})
    for value in sorted(counts, key=lambda value: (order.get(value, 0), _sort(value))):
        is_chosen = value == chosen
        query = without if is_chosen else f"{without}&{facet}={quote_plus(value)}"
        yield Choice(names.get(value, value), counts[value], is_chosen, query)


def _foremost(counts: dict[str, int], chosen: str) -> dict[str, int]:
    """The units with the most hits, and the chosen one."""
    most = sorted(counts, key=lambda value: (-counts[value], value))[:UNITS]
    return {v: counts[v] for v in counts if v in most or v == chosen}


def _names(facet: str, values: list[str]) -> dict[str, Any]:
    if facet == "kind":
        return {kind.key: kind.label for kind in kinds()}
    return dict(names_of(facet, values))


def _kind_order() -> dict[str, int]:
    return {kind.key: at for at, kind in enumerate(kinds())}


def _sort(value: str) -> tuple[str, int, str]:
    """`korla-14.9` before `korla-14.10`, years from the newest."""
    stem, _dot, number = value.rpartition(".")
    if value.isdigit():
        return "", -int(value), ""
    return stem, int(number) if number.isdigit() else 0, number
