"""What else to try when nothing was found: words that sound or look alike.

The vocabulary is what headings, indicators and items say, and the list of names. Each
process keeps it and looks for new words now and then: one that is some minutes old
offers what it knows, and no reader waits for thousands of words to be spelled again.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

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
KEPT_SECONDS = 600.0


@dataclass(frozen=True)
class Vocabulary:
    """`sounds` of each word, and the words of each sound."""

    sounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_sound: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class _Kept:
    """`version` is the index's clock at reading, `until` a moment of the process."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    version: int = -1
    until: float = 0.0


_kept = _Kept()


def instead_of(said: str) -> list[str]:
    """Words that a whole query sounds like: `塔什点` → 塔什店."""
    known = vocabulary()
    joined = "".join(tokens(said))
    heard = [sound for sound in spellings(joined) if sound in known.by_sound]
    alike = dict.fromkeys(other for sound in heard for other in known.by_sound[sound])
    return [other for other in alike if other != joined][:MOST]


def corrections(query: Query, missing: Sequence[str]) -> Iterator[str]:
    """Other queries, the likeliest first; each changes one of the words `missing`."""
    known = vocabulary()
    said = ["".join(term.ways[0]) for term in query.terms]
    for at, word in enumerate(said):
        if word in missing:
            for other in _alike(word, known):
                yield _joined([*said[:at], other, *said[at + 1 :]])


def vocabulary() -> Vocabulary:
    """Read again after KEPT_SECONDS if the index changed; only new words are spelled.

    Whoever asks in that moment gets the old one.
    """
    if _kept.until <= time.monotonic():
        _kept.until = time.monotonic() + KEPT_SECONDS
        version = store.clock().version
        if version != _kept.version:
            _kept.vocabulary = _read(_kept.vocabulary.sounds)
            _kept.version = version
    return _kept.vocabulary


def forget() -> None:
    """Read anew; for tests."""
    vars(_kept).update(vars(_Kept()))


def _joined(words: Sequence[str]) -> str:
    return ("" if all(map(is_han, "".join(words))) else " ").join(words)


def _alike(word: str, known: Vocabulary) -> list[str]:
    if word.isascii():
        heard = [word] if word in known.by_sound else _close(word, known.by_sound)
    else:
        heard = [sound for sound in spellings(word) if sound in known.by_sound]
    sounding = [other for sound in heard for other in known.by_sound[sound]]
    looking = _close(word, known.sounds) if len(word) > 2 else []
    alike = dict.fromkeys([*sounding, *looking])
    return [other for other in alike if other != word][:MOST]


def _close(word: str, words: Iterable[str]) -> list[str]:
    found = process.extract(
        word, list(words), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MOST
    )
    return [other for other, _score, _at in found]


def _read(spelled: dict[str, tuple[str, ...]]) -> Vocabulary:
    """The words that stand now; `spelled` are those whose sounds are known."""
    words = dict.fromkeys([*_names(), *_title_words()])
    sounds = {word: spelled.get(word) or spellings(word) for word in words}
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for word, heard in sounds.items():
        for sound in heard:
            by_sound[sound].append(word)
    return Vocabulary(sounds, dict(by_sound))


def _names() -> Iterator[str]:
    for line in lines("names.txt"):
        yield line.split()[0]


def _title_words() -> Iterator[str]:
    """Words of first lines: a name, never the text that follows it."""
    ids = Entry.objects.filter(boost__gt=0).order_by("id").values("id")[:_TITLES]
    for text in EntryText.objects.filter(id__in=ids).values_list("text", flat=True):
        first = text.partition("\n")[0]
        run = "".join(token for token in tokens(first) if is_han(token))
        for word in cut(run):
            if len(word) > 1 and word not in stopwords():
                yield word
