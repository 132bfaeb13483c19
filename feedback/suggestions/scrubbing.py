"""After an erasure: what the database's files still hold of the deleted rows goes too.

SQLite overwrites deleted rows (`secure_delete`), but its write-ahead log keeps the
pages of before until it is emptied. PostgreSQL keeps dead rows until a vacuum. The
search index keeps words in its segments until they are merged (portal.search.upkeep):
a small one at once, a large one in the night.
"""

from django.db import connection
from django.db.models import Model

from portal.ledger.models import Salt
from portal.outbox.events import Delivery, Handler, enqueue, handlers
from portal.registry import Point
from portal.search import upkeep
from portal.search.models import Entry, EntryText

from .models import ErasableText, SuggestionContact

TOPIC = "suggestion.scrub"

#: Tables of upper floors from which an erasure takes words: PostgreSQL vacuums them.
stores: Point[type[Model]] = Point("stores of erasable words")


class Busy(Exception):
    """Somebody reads the log at this moment: try again later."""


def owe_scrub() -> None:
    """In the erasing transaction; many erasures in a row are scrubbed once."""
    enqueue(topic=TOPIC, key=TOPIC)


def scrub(delivery: Delivery | None = None) -> None:
    """The index, then the log or the tables. Outside any transaction. Raises Busy."""
    upkeep.tidy_small_index()
    if connection.vendor == "sqlite":
        _empty_write_ahead_log()
    else:
        _vacuum()


def _empty_write_ahead_log() -> None:
    """Without waiting for a reader, because writers would wait with us."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (timeout,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _pages, _moved = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {timeout:d}")
    if busy:
        raise Busy


def _vacuum() -> None:
    erasable: list[type[Model]] = [SuggestionContact, Salt, Entry, EntryText, *stores]
    erasable += ErasableText.__subclasses__()
    tables = ", ".join(sorted(model._meta.db_table for model in erasable))
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {tables}")


handlers.register(Handler(topic=TOPIC, run=scrub))
