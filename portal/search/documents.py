"""What can be found: documents, their kinds, and who provides them.

A source names its scopes, the smallest things that are read again at once (a page of a
plan, one suggestion), and gives the published documents of some of them.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.registry import Point

from .tokens import VERSION


@dataclass(frozen=True)
class Document:
    """`key` is permanent (`part:0a1b2c3d`); `text` is what is searched and shown.

    `title` says where it stands and is not searched. A document with a `boost`
    (headings 2, names 1, others 0) comes first and is called by its text's first line.
    `path` stands below the language's root. `chapter` is `<plan key>.<number>`. `label`
    is one of its kind's forms. What has no `date` of its own is `put_here` on a day, by
    which feeds know it as new.
    """

    key: str
    scope: str
    kind: str
    title: str
    text: str
    path: str
    label: str = ""
    plan: str = ""
    chapter: str = ""
    unit: str = ""
    state: str = ""
    date: datetime.date | None = None
    boost: int = 0
    put_here: datetime.date | None = None

    @property
    def year(self) -> int | None:
        return self.date.year if self.date else None

    @property
    def day(self) -> datetime.date | None:
        """Where it stands in a feed."""
        return self.date or self.put_here

    @property
    def fingerprint(self) -> str:
        """Differs whenever the entry would."""
        said = json.dumps([VERSION, asdict(self)], default=str, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Kind:
    """A group of results: `label` is its heading, `forms` name a document's `label`."""

    key: str
    label: Any
    order: int
    forms: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Source:
    """`name` is what its scopes begin with: `page` has `page:12`.

    `scopes` yields all of them, in an order of its own; `documents` gives what is
    published of some and nothing of what is not, in a fixed number of queries.
    `derived` names its scopes whose documents say something of other scopes, as an
    update says its project's name: what becomes of those is to be read again there.
    """

    name: str
    scopes: Callable[[], Iterator[str]]
    documents: Callable[[Sequence[str]], Iterable[Document]]
    derived: Callable[[Sequence[str]], Iterable[str]] = lambda _scopes: ()


#: Upper floors hang what can be found here.
search_sources: Point[Source] = Point("search sources")
search_kinds: Point[Kind] = Point("search kinds")
#: Names of a facet's values: Callable[[str (chapter, unit), values], {value: name}].
facet_names: Point[Callable[[str, Sequence[str]], dict[str, str]]] = Point("facets")


def kinds() -> list[Kind]:
    """In the order of the results page."""
    return sorted(search_kinds, key=lambda kind: kind.order)


def documents_of(scopes: Sequence[str]) -> list[Document]:
    """What is published of these scopes, whoever provides them."""
    found: list[Document] = []
    for source in search_sources:
        own = [scope for scope in scopes if scope.partition(":")[0] == source.name]
        if own:
            found += source.documents(own)
    return found


def all_scopes() -> Iterator[str]:
    for source in search_sources:
        yield from source.scopes()


def derived_from(scopes: Sequence[str]) -> Iterator[str]:
    """Scopes of any source whose documents say something of these."""
    for source in search_sources:
        yield from source.derived(scopes)


def ids_in(scopes: Iterable[str], name: str) -> list[str]:
    """What stands after `name:` in those that begin with it."""
    return [s.partition(":")[2] for s in scopes if s.partition(":")[0] == name]
