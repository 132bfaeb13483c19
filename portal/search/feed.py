"""The newest hits of a query, whatever their kind: what a feed of a search shows.

Asked of the database in any case: a feed is fetched seldom, and is to be right.
"""

import datetime
from dataclasses import dataclass

from .engines.choosing import database_engine
from .query import Narrowing
from .reading import clean, read
from .showing import texts_of

MOST = 50
_SUMMARY = 400


@dataclass(frozen=True)
class Item:
    """`title` and `summary` hold nothing that XML cannot say."""

    key: str
    path: str
    title: str
    summary: str
    day: datetime.date


def newest(typed: str, narrowing: Narrowing) -> list[Item]:
    """The hits of the very query, never of a wider one, the newest first."""
    query = read(typed).query
    if not query:
        return []
    dated = database_engine().newest(query, narrowing, MOST)
    texts = texts_of([key for key, _day in dated])
    return [
        Item(
            key=key,
            path=texts[key].path,
            title=clean(texts[key].title or texts[key].text.partition("\n")[0]),
            summary=clean(texts[key].text)[:_SUMMARY],
            day=day,
        )
        for key, day in dated
        if key in texts
    ]
