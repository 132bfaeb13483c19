"""Rebuild: every entry written anew, a batch and a transaction at a time.

Queries are answered meanwhile. A walk that is killed leaves entries old and new, each
of them whole, and the next one does the rest.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from . import freshness, store, upkeep
from .documents import all_scopes
from .models import Entry
from .tokens import VERSION

BATCH = 100
#: Between batches, so that other writers get their turn.
_PAUSE = 0.005

Progress = Callable[[int, int], None]


def rebuild(progress: Progress, *, mirrored_next: bool = False) -> int:
    """Write every entry anew and take out what nobody provides: how many stand.

    Elasticsearch is owed all of it, unless it is `mirrored_next` by the caller.
    """
    owing = not mirrored_next
    upkeep.mend_full_text()  # damaged, it refuses every write
    began = store.clock().version
    total = sum(1 for _ in all_scopes())
    done = 0
    for batch in batches(all_scopes()):
        freshness.bring_up(batch, anew=True, owing=owing)
        done += len(batch)
        progress(done, total)
        time.sleep(_PAUSE)
    left = Entry.objects.filter(version__lte=began).values_list("scope", flat=True)
    for batch in batches(sorted(set(left))):
        freshness.bring_up(batch, owing=owing)
    upkeep.remake_full_text()
    upkeep.tidy()
    store.note(tokens=VERSION)
    return Entry.objects.count()


def is_stale() -> bool:
    """The index was never built, or by another rule of tokens."""
    return store.clock().tokens != VERSION


def batches(things: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch
