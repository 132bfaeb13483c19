"""Words offered while somebody types: names in pinyin, headings and names that fit."""

from collections.abc import Iterator
from itertools import islice

from .documents import kinds
from .engines.choosing import ask
from .models import EntryText
from .query import WHOLE, Narrowing, Window
from .reading import read
from .words import names

MOST = 8
_SHORTEST_SPELLING = 3


def complete(typed: str) -> list[str]:
    """At most MOST texts, each of which finds something; nothing for nothing."""
    reading = read(typed)
    if not reading.query:
        return []
    offered = (*_names(reading.said), *_headlines(typed))
    return list(islice(dict.fromkeys(offered), MOST))


def _names(said: str) -> Iterator[str]:
    """`kuer` → 库尔勒."""
    begun = said.lower().replace(" ", "")
    if len(begun) >= _SHORTEST_SPELLING and begun.isascii():
        for spelling, ways in names().items():
            if spelling.startswith(begun):
                yield from ("".join(way) for way in ways)


def _headlines(typed: str) -> Iterator[str]:
    """First lines of headings, indicators and items with the words typed so far."""
    window = Window(tuple(kind.key for kind in kinds()), MOST)
    found = ask(read(typed).query, Narrowing(), window).found
    keys = [hit.key for hit in found.hits if hit.tier % WHOLE]
    texts = dict(EntryText.objects.filter(key__in=keys).values_list("key", "text"))
    yield from (texts[key].partition("\n")[0] for key in keys if key in texts)
