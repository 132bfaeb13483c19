"""Two texts side by side at one depth, and what of them is matched so far."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from .models import PartKind

CHILDREN = frozenset({PartKind.BOX_ITEM, PartKind.TABLE_ROW})


@dataclass(frozen=True)
class Piece:
    """One piece of text. `home` is its page; `parent` the index of its box or table."""

    home: Hashable
    kind: str
    block_id: str
    text: str
    parent: int | None = None


class Level:
    """Pieces of one depth, and what of them is matched so far."""

    def __init__(
        self,
        old: Sequence[Piece],
        new: Sequence[Piece],
        *,
        inside: bool,
    ) -> None:
        self.old, self.new = old, new
        self.old_at = _indices(old, inside)
        self.new_at = _indices(new, inside)
        self.same: dict[int, int] = {}
        self.taken: set[int] = set()
        self.successors: dict[int, list[int]] = {}
        self.begun: set[int] = set()

    def run(self, steps: Iterable[Callable[["Level"], None]]) -> None:
        for step in steps:
            step(self)

    def pair(self, new: int, old: int) -> None:
        self.same[new] = old
        self.taken.add(old)

    def supersede(self, olds: Sequence[int], news: Sequence[int]) -> None:
        for old in olds:
            self.successors[old] = list(news)
        self.taken.update(olds)
        self.begun.update(news)

    def open_old(self) -> list[int]:
        return [at for at in self.old_at if at not in self.taken]

    def open_new(self) -> list[int]:
        return [
            at for at in self.new_at if at not in self.same and at not in self.begun
        ]

    def pair_by(self, key: Callable[[Piece], Hashable]) -> None:
        """Pair what shares a key: as many on either side, in order. None is no key."""
        olds, news = defaultdict(list), defaultdict(list)
        for at in self.open_old():
            olds[key(self.old[at])].append(at)
        for at in self.open_new():
            news[key(self.new[at])].append(at)
        for shared, places in news.items():
            if shared is not None and len(olds.get(shared, ())) == len(places):
                for new, old in zip(places, olds[shared], strict=True):
                    self.pair(new, old)

    def anchors(self) -> list[tuple[int, int]]:
        """(new, old) of the pairs that kept their order, in order."""
        pairs = sorted(self.same.items())
        return [pairs[at] for at in longest_increasing([old for _, old in pairs])]

    def moved(self) -> set[int]:
        """New indices of pairs that changed page, box or order."""
        kept = {
            new
            for new, old in self.anchors()
            if self.old[old].home == self.new[new].home
        }
        return set(self.same) - kept


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Indices of a longest increasing subsequence of distinct values."""
    tails: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(heads[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        heads[place : place + 1] = [at]
    chain, at = [], heads[-1] if heads else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _indices(pieces: Sequence[Piece], inside: bool) -> list[int]:
    return [at for at, piece in enumerate(pieces) if (piece.kind in CHILDREN) is inside]
