"""The comparison: the index with the rows, Elasticsearch with the index.

A walk in steps; each puts right what differs in its batch and says how far it came, so
that a walk may be cut anywhere and go on from there. What is right is only read. It is
noted as done when it is done, and how much was wrong with it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.utils import timezone

from . import freshness, store, upkeep
from .documents import all_scopes
from .engines.lazily import mirror
from .models import Entry, EntryText
from .rebuilding import Progress, batches

log = logging.getLogger(__name__)

BATCH = 500
#: (how far: a count, an id or a key; how many were read; how many were wrong)
Step = tuple[int | str, int, int]


@dataclass(frozen=True)
class Place:
    """How far a walk came. `after` is what `stage` says of its last step."""

    stage: str
    after: int | str = 0
    read: int = 0
    repaired: int = 0


def walk(place: Place) -> Iterator[Place]:
    """Go on from `place` to the end of what it compares."""
    stages = list(DATABASE if place.stage in DATABASE else MIRROR)
    for stage in stages[stages.index(place.stage) :]:
        if stage != place.stage:
            place = replace(place, stage=stage, after=0)
        for after, read, repaired in STAGES[stage](place.after):
            place = replace(
                place,
                after=after,
                read=place.read + read,
                repaired=place.repaired + repaired,
            )
            yield place


def finish_database(place: Place) -> None:
    upkeep.tidy()
    store.note(compared_at=timezone.now(), repaired=place.repaired)
    log.info("search index compared: %d read, %d repaired", place.read, place.repaired)


def finish_mirror(place: Place) -> None:
    """Raises EngineUnavailable."""
    mirror.expunge()
    store.note(mirror_compared_at=timezone.now(), mirror_repaired=place.repaired)
    log.info("Elasticsearch compared: %d read, %d repaired", place.read, place.repaired)


def compare(progress: Progress) -> int:
    """Put right what differs from the rows, in one go: how many did."""
    total = sum(1 for _ in all_scopes())
    total += Entry.objects.count() + EntryText.objects.count()
    place = _all(Place(DATABASE[0]), progress, total)
    finish_database(place)
    return place.repaired


def compare_mirror(progress: Progress) -> int:
    """Put right what Elasticsearch has otherwise than the entries: how many.

    Raises EngineUnavailable.
    """
    place = _all(Place(MIRROR[0]), progress, Entry.objects.count())
    finish_mirror(place)
    return place.repaired


def _all(start: Place, progress: Progress, total: int) -> Place:
    place = start
    for place in walk(start):
        progress(min(place.read, total), total)
    progress(total, total)
    return place


def _full_text(after: int | str) -> Iterator[Step]:
    """First, because a damaged index refuses every write."""
    if not after:
        yield 1, 0, int(upkeep.mend_full_text())


def _unknown(after: int | str) -> Iterator[Step]:
    """Scopes that have no entry; most of them have nothing to be found either."""
    count = int(after)
    for batch in batches(islice(all_scopes(), count, None), BATCH):
        known = Entry.objects.filter(scope__in=batch).values_list("scope", flat=True)
        repaired = _bring_up(sorted(set(batch) - set(known)))
        count += len(batch)
        yield count, len(batch), repaired


def _standing(after: int | str) -> Iterator[Step]:
    """Scopes of the entries; those of one scope were mostly written together."""
    entries = Entry.objects.order_by("id").values_list("id", "scope")
    while rows := list(entries.filter(id__gt=after)[:BATCH]):
        repaired = _bring_up(list(dict.fromkeys(scope for _id, scope in rows)))
        after = rows[-1][0]
        yield after, len(rows), repaired


def _astray(after: int | str) -> Iterator[Step]:
    """Texts whose entry is gone: nothing may be left of them."""
    texts = EntryText.objects.order_by("id").values_list("id", flat=True)
    while ids := list(texts.filter(id__gt=after)[:BATCH]):
        astray = EntryText.objects.filter(id__in=ids).astray()
        repaired = 0
        if astray.exists():
            with store.locked():
                repaired, _of = astray.delete()
        after = ids[-1]
        yield after, len(ids), repaired


def _bring_up(scopes: list[str]) -> int:
    return sum(freshness.bring_up(batch) for batch in batches(scopes))


def _mirrored(after: int | str) -> Iterator[Step]:
    """Both lists by key, side by side."""
    for pairs in _paired(str(after or "")):
        wrong = [key for key, ours, theirs in pairs if ours != theirs]
        for keys in batches(wrong):
            with store.locked():
                version = store.next_version()
                Entry.objects.filter(key__in=keys).update(version=version)
            mirror.mirror(keys, gone_at=version)
        yield pairs[-1][0], len(pairs), len(wrong)


Pair = tuple[str, str, str]


def _paired(after: str) -> Iterator[list[Pair]]:
    """(key, our fingerprint, theirs), in batches; empty where one side has none."""
    ours, theirs = _entry_fingerprints(after), mirror.fingerprints(after)
    one, other = next(ours, None), next(theirs, None)
    pairs: list[Pair] = []
    while one or other:
        key = min(side[0] for side in (one, other) if side)
        our = their = ""
        if one and one[0] == key:
            our, one = one[1], next(ours, None)
        if other and other[0] == key:
            their, other = other[1], next(theirs, None)
        pairs.append((key, our, their))
        if len(pairs) == BATCH:
            yield pairs
            pairs = []
    if pairs:
        yield pairs


def _entry_fingerprints(after: str) -> Iterator[tuple[str, str]]:
    rows = Entry.objects.order_by("key").values_list("key", "fingerprint")
    while page := list(rows.filter(key__gt=after)[:1000]):
        yield from page
        after = page[-1][0]


DATABASE = ("full_text", "unknown", "standing", "astray")
MIRROR = ("mirrored",)
STAGES: dict[str, Callable[[int | str], Iterator[Step]]] = {
    "full_text": _full_text,
    "unknown": _unknown,
    "standing": _standing,
    "astray": _astray,
    "mirrored": _mirrored,
}
