"""Upkeep of the index's files: what was taken out leaves them.

SQLite's full-text index keeps the words of a deleted text in its segments until they
are merged, so a small index is merged some minutes after a change, and a large one in
the nightly comparison.
"""

from django.db import connection

from portal.outbox.events import housekeeping

from . import store
from .models import Clock, Entry

#: Merging more than these takes seconds, in which nobody could write.
SMALL = 20_000
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


def stamp(**fields: object) -> None:
    """Note something on the index's clock."""
    with store.locked():
        store.next_version()
        Clock.objects.update(**fields)


@housekeeping.register
def tidy_small_index() -> None:
    """Every few minutes, where something changed since."""
    clock = store.clock()
    if clock.tidied != clock.version and Entry.objects.count() <= SMALL:
        tidy()
