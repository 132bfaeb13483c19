"""How an upper floor lends a hand to a lower one.

A lower floor declares a point; the upper app registers providers in `ready()`. Providers
work in batches: a panel is asked once for a whole page, never once a paragraph.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

P = TypeVar("P")


class Point(Generic[P]):
    """A named place where upper floors hang providers of type P, in order of arrival."""

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
