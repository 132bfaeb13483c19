"""Which engine answers: the one in the settings, or the database when it cannot."""

import logging
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import connection

from ..query import Found, Narrowing, Query, Window
from .behind import is_behind
from .breaker import Breaker
from .lazily import elastic
from .postgres import PostgresEngine
from .protocol import DatabaseEngine, EngineUnavailable
from .sqlite import SQLiteEngine

log = logging.getLogger(__name__)

breaker = Breaker()


class Instead(StrEnum):
    """Why the database answers where Elasticsearch was chosen."""

    NOT = ""
    AWAY = "away"
    BEHIND = "behind"


@dataclass(frozen=True)
class Answer:
    """`from_mirror`: by Elasticsearch, whose hits are not read from the entries."""

    found: Found
    engine: str
    instead: Instead = Instead.NOT

    @property
    def from_mirror(self) -> bool:
        return self.engine == "elasticsearch"


def uses_elasticsearch() -> bool:
    return settings.SEARCH_ENGINE == "elasticsearch"


def database_engine() -> DatabaseEngine:
    """Always kept, whatever the settings say."""
    return SQLiteEngine() if connection.vendor == "sqlite" else PostgresEngine()


def ask(query: Query, narrowing: Narrowing, window: Window) -> Answer:
    """An answer in any case; raises DatabaseError when the database is away."""
    if not uses_elasticsearch():
        return ask_database(query, narrowing, window, instead=Instead.NOT)
    if is_behind():
        return ask_database(query, narrowing, window, instead=Instead.BEHIND)
    if breaker.lets_through():
        try:
            found = elastic.ElasticEngine().search(query, narrowing, window)
        except EngineUnavailable as error:
            breaker.failed(error)
            log.warning("search: Elasticsearch does not answer (%s)", error)
        else:
            breaker.succeeded()
            return Answer(found, elastic.ElasticEngine.name)
    return ask_database(query, narrowing, window, instead=Instead.AWAY)


def ask_database(
    query: Query, narrowing: Narrowing, window: Window, *, instead: Instead
) -> Answer:
    """The database's answer; `instead` is why it is asked."""
    engine = database_engine()
    return Answer(engine.search(query, narrowing, window), engine.name, instead)
