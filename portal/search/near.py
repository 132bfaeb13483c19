"""What else to try when nothing was found: words that sound or look alike.

The vocabulary is what headings, indicators and items say, and the list of names; each
process reads it again when the index has changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from . import store
from .models import Entry, EntryText
from .query import Query
from .reading import cut
from .tokens import is_han, tokens
from .words import lines, spellings, stopwords

#: Titles read for the vocabulary; a word that matters stands in one of the first.
_TITLES = 3000
_ALIKE = 74
MOST = 3


@dataclass(frozen=True)
class Vocabulary:
    words: tuple[str, ...]
    by_sound: dict[str, tuple[str, ...]]


def instead_of(said: str) -> list[str]:
    """Words that a whole query sounds like: `塔什点` → 塔什店."""
    known = _vocabulary(store.clock().version)
    joined = "".join(tokens(said))
    heard = [sound for sound in spellings(joined) if sound in known.by_sound]
    alike = dict.fromkeys(other for sound in heard for other in known.by_sound[sound])
    return [other for other in alike if other != joined][:MOST]


def corrections(query: Query, missing: Sequence[str]) -> Iterator[str]:
    """Other queries, the likeliest first; each changes one of the words `missing`."""
    known = _vocabulary(store.clock().version)
    said = ["".join(term.ways[0]) for term in query.terms]
    for at, word in enumerate(said):
        if word in missing:
            for other in _alike(word, known):
                yield _joined([*said[:at], other, *said[at + 1 :]])


def _joined(words: Sequence[str]) -> str:
    return ("" if all(map(is_han, "".join(words))) else " ").join(words)


def _alike(word: str, known: Vocabulary) -> list[str]:
    if word.isascii():
        heard = [word] if word in known.by_sound else _close(word, known.by_sound)
    else:
        heard = [sound for sound in spellings(word) if sound in known.by_sound]
    sounding = [other for sound in heard for other in known.by_sound[sound]]
    looking = _close(word, known.words) if len(word) > 2 else []
    alike = dict.fromkeys([*sounding, *looking])
    return [other for other in alike if other != word][:MOST]


def _close(word: str, words: Iterable[str]) -> list[str]:
    found = process.extract(
        word, list(words), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MOST
    )
    return [other for other, _score, _at in found]


@lru_cache(maxsize=1)
def _vocabulary(version: int) -> Vocabulary:
    """`version` is the index's clock, so that a changed index is read anew."""
    words = dict.fromkeys([*_names(), *_title_words()])
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for sound in spellings(word):
            by_sound[sound].append(word)
    return Vocabulary(
        tuple(words), {sound: tuple(alike) for sound, alike in by_sound.items()}
    )


def _names() -> Iterator[str]:
    for line in lines("names.txt"):
        yield line.split()[0]


def _title_words() -> Iterator[str]:
    ids = Entry.objects.filter(boost__gt=0).order_by("id").values("id")[:_TITLES]
    for text in EntryText.objects.filter(id__in=ids).values_list("text", flat=True):
        run = "".join(token for token in tokens(text) if is_han(token))
        for word in cut(run):
            if len(word) > 1 and word not in stopwords():
                yield word
