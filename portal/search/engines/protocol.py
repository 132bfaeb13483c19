"""What an engine can do. It answers with keys; the entries say what a reader sees."""

from typing import Protocol

from ..query import Found, Narrowing, Query, Window


class EngineUnavailable(Exception):
    """The engine does not answer, not in time, or not rightly; nothing is known."""


class Engine(Protocol):
    """Order of hits: the whole query first, then boost, the shorter text, the key."""

    name: str

    def search(self, query: Query, narrowing: Narrowing, window: Window) -> Found:
        """Raise EngineUnavailable when there is no answer."""

    def count(self) -> int:
        """How many entries can be found. Raises EngineUnavailable."""
