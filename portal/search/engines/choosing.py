"""Which engine answers: the one in the settings, or the database when it cannot."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from ..query import Found, Narrowing, Query, Window
from .breaker import Breaker
from .lazily import elastic
from .postgres import PostgresEngine
from .protocol import Engine, EngineUnavailable
from .sqlite import SQLiteEngine

log = logging.getLogger(__name__)

breaker = Breaker()


@dataclass(frozen=True)
class Answer:
    """`instead` says that the chosen engine did not answer and another one did."""

    found: Found
    engine: str
    instead: bool = False


def uses_elasticsearch() -> bool:
    return settings.SEARCH_ENGINE == "elasticsearch"


def database_engine() -> Engine:
    """Always kept, whatever the settings say."""
    return SQLiteEngine() if connection.vendor == "sqlite" else PostgresEngine()


def ask(query: Query, narrowing: Narrowing, window: Window) -> Answer:
    """An answer in any case; raises DatabaseError when the database is away."""
    if uses_elasticsearch() and breaker.lets_through():
        try:
            found = elastic.ElasticEngine().search(query, narrowing, window)
        except EngineUnavailable as error:
            breaker.failed(error)
            log.warning("search: Elasticsearch does not answer (%s)", error)
        else:
            breaker.succeeded()
            return Answer(found, elastic.ElasticEngine.name)
    engine = database_engine()
    found = engine.search(query, narrowing, window)
    return Answer(found, engine.name, instead=uses_elasticsearch())
