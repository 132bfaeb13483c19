"""Rebuild and comparison: walks over everything, a batch and a transaction at a time.

Queries are answered meanwhile. A walk that is killed leaves entries old and new, each
of them whole, and the next one does the rest.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils import timezone

from . import freshness, store, upkeep
from .documents import all_scopes
from .engines.lazily import mirror
from .models import Entry
from .tokens import VERSION

BATCH = 100
#: Between batches, so that other writers get their turn.
_PAUSE = 0.005

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Compared:
    """How many entries were wrong, missing or too many, and have been put right."""

    entries: int
    repaired: int


def rebuild(progress: Progress) -> int:
    """Write every entry anew and take out what nobody provides: how many stand."""
    began = store.clock().version
    total = sum(1 for _ in all_scopes())
    done = 0
    for batch in batches(all_scopes()):
        freshness.bring_up(batch, anew=True)
        done += len(batch)
        progress(done, total)
        time.sleep(_PAUSE)
    left = Entry.objects.filter(version__lte=began).values_list("scope", flat=True)
    for batch in batches(sorted(set(left))):
        freshness.bring_up(batch)
    upkeep.tidy()
    upkeep.stamp(tokens=VERSION)
    return Entry.objects.count()


def compare(progress: Progress) -> Compared:
    """Put right what differs from the rows; what is right is only read."""
    upkeep.stamp(compared_at=timezone.now())
    total = sum(1 for _ in all_scopes()) + Entry.objects.count()
    done = repaired = 0
    for batch in batches(_scopes_without_entries()):
        repaired += freshness.bring_up(batch)
        progress(done := done + len(batch), total)
    for batch in batches(_scopes_of_entries()):
        repaired += freshness.bring_up(batch)
        progress(done := done + len(batch), total)
    progress(total, total)
    upkeep.tidy()
    upkeep.stamp(repaired=repaired)
    return Compared(entries=Entry.objects.count(), repaired=repaired)


def compare_mirror() -> int:
    """Put right what Elasticsearch has otherwise than the entries: how many.

    Both lists are read by key, side by side. Raises EngineUnavailable.
    """
    wrong = 0
    for batch in batches(_differing_keys()):
        wrong += len(batch)
        with store.locked():
            version = store.next_version()
            Entry.objects.filter(key__in=batch).update(version=version)
        mirror.mirror(batch, gone_at=version)
    mirror.expunge()
    return wrong


def is_stale() -> bool:
    """The index was never built, or by another rule of tokens."""
    return store.clock().tokens != VERSION


def batches(things: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch


def _scopes_without_entries() -> Iterator[str]:
    for batch in batches(all_scopes(), 500):
        known = Entry.objects.filter(scope__in=batch).values_list("scope", flat=True)
        yield from sorted(set(batch) - set(known))


def _scopes_of_entries() -> Iterator[str]:
    """Each at least once; entries of one scope were mostly written together."""
    last, before = 0, ""
    entries = Entry.objects.order_by("id").values_list("id", "scope")
    while rows := list(entries.filter(id__gt=last)[:1000]):
        for _id, scope in rows:
            if scope != before:
                yield scope
            before = scope
        last = rows[-1][0]


def _differing_keys() -> Iterator[str]:
    """Keys that only one side has, or both with different fingerprints."""
    ours, theirs = _entry_fingerprints(), mirror.fingerprints()
    one, other = next(ours, None), next(theirs, None)
    while one or other:
        if one == other:
            one, other = next(ours, None), next(theirs, None)
        elif other is None or (one is not None and one[0] < other[0]):
            yield one[0]  # type: ignore[index]
            one = next(ours, None)
        elif one is None or other[0] < one[0]:
            yield other[0]
            other = next(theirs, None)
        else:
            yield one[0]
            one, other = next(ours, None), next(theirs, None)


def _entry_fingerprints() -> Iterator[tuple[str, str]]:
    last = ""
    rows = Entry.objects.order_by("key").values_list("key", "fingerprint")
    while page := list(rows.filter(key__gt=last)[:1000]):
        yield from page
        last = page[-1][0]
