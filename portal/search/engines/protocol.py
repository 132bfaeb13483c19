"""What an engine can do. It answers with keys; the entries say what a reader sees."""

import datetime
from typing import Protocol

from ..query import Found, Narrowing, Query, Window

#: A hit's key and its day.
Dated = tuple[str, datetime.date]


class EngineUnavailable(Exception):
    """The engine does not answer, not in time, or not rightly; nothing is known.

    Said by a code or the name of a class: `status.py` has words for them.
    """


class Unfit(EngineUnavailable):
    """It answers, and will never take this entry."""


class Engine(Protocol):
    """Order of hits: the whole query first, then boost, the shorter text, the key."""

    name: str

    def search(self, query: Query, narrowing: Narrowing, window: Window) -> Found:
        """Raise EngineUnavailable when there is no answer."""

    def count(self) -> int:
        """How many entries can be found. Raises EngineUnavailable."""


class DatabaseEngine(Engine, Protocol):
    """The database's own index is always there, and is asked a little more."""

    def finds(self, query: Query) -> bool:
        """Whether anything at all is a hit; stops at the first."""

    def newest(self, query: Query, narrowing: Narrowing, most: int) -> list[Dated]:
        """The hits with a day, the newest first, whatever their kind."""
