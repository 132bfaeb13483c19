"""How an upper floor lends a hand to a lower one.

A lower floor declares a point; the upper app registers providers in `ready()`.
Providers work in batches: a panel is asked once for a whole page, never once a
paragraph.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

P = TypeVar("P")


class Point(Generic[P]):
    """Where upper floors hang providers of type P, in order of arrival."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._providers: list[P] = []

    def register(self, provider: P) -> P:
        """Add `provider` once; usable as a decorator. A second time changes nothing."""
        if provider not in self._providers:
            self._providers.append(provider)
        return provider

    def __iter__(self) -> Iterator[P]:
        return iter(tuple(self._providers))

    def __len__(self) -> int:
        return len(self._providers)


#: Context for every page: Callable[[HttpRequest], dict[str, object]].
page_context: Point[Callable[..., dict[str, object]]] = Point("page context")


@dataclass(frozen=True)
class NavigationEntry:
    """A link of the frame. A column of which nothing exists yet is absent, not empty.

    `path` stands below the language's root (`indicators/`); `also` are further paths
    under which the entry is the current one; `shown` is asked once a page.
    """

    label: Any
    path: str
    order: int
    area: Literal["main", "tools", "footer"] = "main"
    also: tuple[str, ...] = ()
    shown: Callable[[Any], bool] | None = None


#: Entries of main navigation (规划 10, 指标 20, 项目 30, 公开 40, 建议与答复 50, 我这儿
#: 60), tools beside it and footer, sorted by `order`.
navigation: Point[NavigationEntry] = Point("navigation")


@dataclass(frozen=True)
class Note:
    """A short remark beside the plan's text, or one fact of a page's line of state.

    `title` is linked where there is a `url`; `text` follows it. `plan_words` says that
    title and text are the plan's own Chinese. A tone colours the title, never alone.
    """

    title: Any
    url: str = ""
    text: Any = ""
    tone: Literal["", "late", "done"] = ""
    plan_words: bool = False


#: Notes beside parts: Callable[[HttpRequest, page, parts], Mapping[id, Iterable]]
#: of Note or of safe HTML, by public id. Asked once a page with all its parts.
part_panels: Point[Callable[..., Any]] = Point("part panels")

#: The one control of a part instead of its permalink, as safe HTML with a full
#: accessible name: Callable[[HttpRequest, page, parts], Mapping[id, SafeString]].
part_controls: Point[Callable[..., Any]] = Point("part controls")

#: Facts for the line of state under a heading:
#: Callable[[HttpRequest, page, parts], Iterable[Note]].
page_facts: Point[Callable[..., Any]] = Point("page facts")

#: What stands after the text of a page, as safe HTML:
#: Callable[[HttpRequest, page, parts], Iterable[SafeString]].
page_endnotes: Point[Callable[..., Any]] = Point("page endnotes")


#: What further stands on the page of a thing (an indicator, project, task, plan item, a
#: unit), as safe HTML in order: Callable[[HttpRequest, thing], Iterable[SafeString]].
thing_panels: Point[Callable[..., Any]] = Point("thing panels")

#: What stands beside published versions of updates, as safe HTML:
#: Callable[[HttpRequest, versions], Mapping[key of a version, Iterable[SafeString]]].
#: Asked once for all versions that a page shows.
version_panels: Point[Callable[..., Any]] = Point("version panels")


@dataclass(frozen=True)
class HomePanel:
    """A piece of the front door: its template is given `panel`, the context here.

    `top` takes the place of what the plan promises, once there is something to count.
    Inside a slot the lower `order` comes first.
    """

    slot: Literal["top", "search", "aside"]
    template: str
    context: Any = None
    order: int = 50


#: Pieces of the front door: Callable[[HttpRequest], list[HomePanel]].
home_panels: Point[Callable[[Any], list[HomePanel]]] = Point("home panels")
