"""Everyday words and what they are called in the plan: the shipped list, and editors'.

A line reads `养老院 = 养老服务机构、养老机构`. What an editor writes in the admin
stands for the shipped line of the same word, and every process knows it in seconds.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from .models import SearchWords
from .query import Phrase
from .synonym_lines import Unreadable, said_in, understood
from .words import lines

log = logging.getLogger(__name__)

KEPT_SECONDS = 3.0
Synonyms = Mapping[str, tuple[Phrase, ...]]


@dataclass
class _Kept:
    """What editors wrote, good `until` a moment of this process's clock."""

    written: str = ""
    until: float = 0.0


_kept = _Kept()


def synonyms() -> Synonyms:
    """Everyday word → other ways to say it."""
    if _kept.until <= time.monotonic():
        rows = SearchWords.objects.values_list("synonyms", flat=True)
        _kept.written = rows.first() or ""
        _kept.until = time.monotonic() + KEPT_SECONDS
    return _together(_kept.written)


def forget() -> None:
    """Ask anew; for tests."""
    _kept.until = 0.0


@lru_cache(maxsize=2)
def _together(written: str) -> Synonyms:
    own = [line for _number, line in said_in(written)]
    return {**_shipped(), **_readable(own, "SearchWords")}


@cache
def _shipped() -> Synonyms:
    return _readable(lines("synonyms.txt"), "synonyms.txt")


def _readable(written: Iterable[str], where: str) -> Synonyms:
    """Lines that cannot be used are said in the log and left out; a search goes on."""
    found = {}
    for line in written:
        try:
            word, ways = understood(line)
        except Unreadable as error:
            log.warning("%s: %r is left out: %s", where, line, error)
        else:
            found[word] = ways
    return found
