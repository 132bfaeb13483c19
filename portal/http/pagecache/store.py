"""Store: pages by key, the least recently used leave first; forgotten by tag.

Reading takes no lock (a dictionary's own steps are whole); everything that changes
what is there does.
"""

import threading
from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from portal.outbox.purges import EVERYTHING

from .page import Page

#: secure, host, path, elder view, query.
Key = tuple[bool, str, str, bool, str]
#: Purges that are remembered for the renderings under way.
REMEMBERED = 1000
#: Pages with query words get this share: their number is up to the askers.
WORDED_SHARE = 4


@dataclass
class Shelf:
    """Pages up to `capacity` bytes."""

    capacity: int
    weight: int = 0

    def __post_init__(self) -> None:
        self.pages: OrderedDict[Key, Page] = OrderedDict()


class Store:
    """`add` refuses what was purged since its rendering began (`since`)."""

    def __init__(self, capacity: int) -> None:
        worded = capacity // WORDED_SHARE
        self._plain, self._worded = Shelf(capacity - worded), Shelf(worded)
        self._tagged: dict[str, set[Key]] = defaultdict(set)
        self._purges: deque[tuple[int, frozenset[str]]] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()
        #: Grows with every purge; a rendering notes it before it begins.
        self.moment = 0
        self.evicted = 0

    def get(self, key: Key) -> Page | None:
        pages = self._shelf(key).pages
        page = pages.get(key)
        if page is not None:
            try:
                pages.move_to_end(key)
            except KeyError:  # forgotten a moment ago
                return None
        return page

    def add(self, key: Key, page: Page, *, since: int) -> bool:
        """False where the page is too large, or one of its tags was purged."""
        shelf = self._shelf(key)
        with self._lock:
            if page.weight > shelf.capacity or self._purged(page.tags, since):
                return False
            self._remove(key)
            shelf.pages[key] = page
            shelf.weight += page.weight
            for tag in page.tags:
                self._tagged[tag].add(key)
            while shelf.weight > shelf.capacity:
                self._left(shelf, *shelf.pages.popitem(last=False))
                self.evicted += 1
        return True

    def forget(self, tags: Iterable[str]) -> None:
        purged = frozenset(tags)
        if not purged:
            return
        with self._lock:
            self.moment += 1
            self._purges.append((self.moment, purged))
            if EVERYTHING in purged:
                self._clear()
            for tag in purged:
                for key in tuple(self._tagged.get(tag, ())):
                    self._remove(key)

    def __len__(self) -> int:
        return len(self._plain.pages) + len(self._worded.pages)

    @property
    def weight(self) -> int:
        return self._plain.weight + self._worded.weight

    def _shelf(self, key: Key) -> Shelf:
        return self._worded if key[4] else self._plain

    def _purged(self, tags: frozenset[str], since: int) -> bool:
        """Whether one of `tags` went after `since`, or so much that nobody knows."""
        if self.moment - since > len(self._purges):
            return True
        later = (purged for moment, purged in self._purges if moment > since)
        return any(EVERYTHING in purged or purged & tags for purged in later)

    def _remove(self, key: Key) -> None:
        shelf = self._shelf(key)
        page = shelf.pages.pop(key, None)
        if page is not None:
            self._left(shelf, key, page)

    def _left(self, shelf: Shelf, key: Key, page: Page) -> None:
        shelf.weight -= page.weight
        for tag in page.tags:
            keys = self._tagged[tag]
            keys.discard(key)
            if not keys:
                del self._tagged[tag]

    def _clear(self) -> None:
        for shelf in (self._plain, self._worded):
            shelf.pages.clear()
            shelf.weight = 0
        self._tagged.clear()
