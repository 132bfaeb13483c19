"""Upkeep of the index's files: what was taken out leaves them.

SQLite's full-text index keeps the words of a deleted text in its segments until they
are merged, so a small index is merged some minutes after a change, and a large one in
the nightly comparison.
"""

import logging

from django.db import DatabaseError, connection

from portal.outbox.events import housekeeping

from . import store
from .models import Clock, Entry

log = logging.getLogger(__name__)

#: Merging more than these takes seconds, in which nobody could write.
SMALL = 20_000
_CHECK = "INSERT INTO search_tokens(search_tokens, rank) VALUES ('integrity-check', 1)"
_REMAKE = "INSERT INTO search_tokens(search_tokens) VALUES ('rebuild')"
_STATEMENTS = {
    "sqlite": ["INSERT INTO search_tokens(search_tokens) VALUES ('optimize')"],
    "postgresql": [
        "SELECT gin_clean_pending_list('search_entry_grams'::regclass)",
        "ANALYZE search_entry",
    ],
}


def tidy() -> None:
    """Merge what the writes left behind, and let the planner know the table."""
    with store.locked(), connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor]:
            cursor.execute(statement)
        Clock.objects.update(tidied=store.clock().version)


def mend_full_text() -> bool:
    """Make the index anew where it does not hold exactly the texts' words: was it so?

    Asked of SQLite alone.
    """
    if connection.vendor != "sqlite":
        return False
    try:
        with store.locked(), connection.cursor() as cursor:
            cursor.execute(_CHECK)
    except DatabaseError as error:
        log.error("full-text index damaged (%s): made anew", type(error).__name__)
        remake_full_text()
        return True
    return False


def remake_full_text() -> None:
    """Make the index anew from the texts; it answers meanwhile.

    Seconds for a large one, in which SQLite takes no other write.
    """
    if connection.vendor == "sqlite":
        with store.locked(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_tokens(search_tokens) VALUES ('rebuild')"
            )
        return
    how = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        cursor.execute(f"REINDEX INDEX {how} search_entry_grams")


@housekeeping.register
def tidy_small_index() -> None:
    """Every few minutes, where something changed since."""
    clock = store.clock()
    if clock.tidied != clock.version and Entry.objects.count() <= SMALL:
        tidy()
