"""Which piece of the old text each piece of the new text is. Pure: no database.

From certain to less certain: the same block with the same text, the same text elsewhere
(moved), an exact split or merge, the same block, and last a clearly similar text at the
same place, when it is the only one. What none of these finds is honestly new.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from .models import PartKind

#: At or above this a text at the same place counts as the same text, amended (0–100).
CLEARLY_SIMILAR = 70.0
#: Larger gaps are not compared: so much new text is another text.
LARGEST_GAP = 250_000
CHILDREN = frozenset({PartKind.BOX_ITEM, PartKind.TABLE_ROW})
RUNNING = frozenset({PartKind.HEADING, PartKind.PARAGRAPH, PartKind.NOTE})
DIVISION_NUMBER = re.compile(r"第[^章节篇编部\s]{1,8}(?:章|节|篇|编|部分)\s*")


@dataclass(frozen=True)
class Piece:
    """One piece of text. `home` is its page; `parent` the index of its box or table."""

    home: Hashable
    kind: str
    block_id: str
    text: str
    parent: int | None = None


@dataclass
class Matching:
    """By index: `same` new → old, `successors` old → new, `restored` new → gone."""

    same: dict[int, int] = field(default_factory=dict)
    successors: dict[int, list[int]] = field(default_factory=dict)
    restored: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)


def match(
    old: Sequence[Piece], new: Sequence[Piece], gone: Sequence[Piece] = ()
) -> Matching:
    """Match two texts, each in printed order; `gone` are pieces that left it before."""
    top = _Level(old, new, inside=False)
    top.run(_TOP_STEPS)
    result = Matching(top.same, top.successors)
    result.moved |= top.moved()
    below = _children(old, new, top.same)
    below.run(_CHILD_STEPS)
    result.same |= below.same
    result.moved |= below.moved()
    result.restored = _restored(new, gone, set(result.same))
    return result


class _Level:
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

    def run(self, steps: Iterable[Callable[["_Level"], None]]) -> None:
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


def division_name(text: str) -> str:
    """A division's heading without its number."""
    return DIVISION_NUMBER.sub("", text, count=1).strip()


def squeeze(text: str) -> str:
    return "".join(text.split())


def _indices(pieces: Sequence[Piece], inside: bool) -> list[int]:
    return [at for at, piece in enumerate(pieces) if (piece.kind in CHILDREN) is inside]


def _own_page(level: _Level) -> None:
    """A plan's page is that plan; a division that keeps its name keeps its page."""
    level.pair_by(lambda p: p.home if p.kind == PartKind.PLAN else None)
    level.pair_by(
        lambda p: (
            (p.home, division_name(p.text)) if p.kind == PartKind.DIVISION else None
        )
    )


def _division_elsewhere(level: _Level) -> None:
    """A renumbered division is known by its name; a renamed one by its page."""
    level.pair_by(
        lambda p: division_name(p.text) if p.kind == PartKind.DIVISION else None
    )
    level.pair_by(lambda p: p.home if p.kind == PartKind.DIVISION else None)


def _same_block_and_text(level: _Level) -> None:
    level.pair_by(lambda p: _block(p) and (*_block(p), p.text))  # type: ignore[misc]


def _same_text(level: _Level) -> None:
    level.pair_by(lambda p: (p.home, p.kind, p.text) if p.text else None)
    level.pair_by(lambda p: (p.kind, p.text) if p.text else None)


def _same_block(level: _Level) -> None:
    level.pair_by(_block)


def _block(piece: Piece) -> tuple[Hashable, str, str] | None:
    if piece.kind in (PartKind.PLAN, PartKind.DIVISION):
        return None
    return (piece.home, piece.kind, piece.block_id)


def _split_and_merged(level: _Level) -> None:
    """An old text that is exactly some new ones in a row, or the other way round."""
    cut = _concatenations(level.old, level.open_old(), level.new, level.open_new())
    for whole, pieces in cut:
        level.supersede([whole], pieces)
    joined = _concatenations(level.new, level.open_new(), level.old, level.open_old())
    for whole, pieces in joined:
        level.supersede(pieces, [whole])


def _concatenations(
    whole: Sequence[Piece],
    whole_at: Sequence[int],
    parts: Sequence[Piece],
    parts_at: Sequence[int],
) -> Iterable[tuple[int, list[int]]]:
    """(whole, its parts): texts equal but for white space; each part used once."""
    running = [at for at in parts_at if parts[at].kind in RUNNING]
    texts = [squeeze(parts[at].text) for at in running]
    used: set[int] = set()
    for at in whole_at:
        text = squeeze(whole[at].text)
        if whole[at].kind not in RUNNING or not text:
            continue
        for start, first in enumerate(texts):
            if start in used or not first or not text.startswith(first):
                continue
            end = _run_to(text, texts, start)
            places = range(start, end)
            one_page = len({parts[running[i]].home for i in places}) == 1
            if len(places) > 1 and one_page and used.isdisjoint(places):
                used.update(places)
                yield at, [running[i] for i in places]
                break


def _run_to(text: str, texts: Sequence[str], start: int) -> int:
    """The end of texts[start:end] that make up `text`; `start` if none does."""
    done, end = 0, start
    while done < len(text) and end < len(texts) and texts[end]:
        if not text.startswith(texts[end], done):
            return start
        done += len(texts[end])
        end += 1
    return end if done == len(text) else start


def _similar_in_place(level: _Level) -> None:
    """Between the same kept neighbours: equal texts in order, then sole likenesses."""
    for olds, news in _gaps(level):
        _pair_equal(level, olds, news)
        olds = [at for at in olds if at not in level.taken]
        news = [at for at in news if at not in level.same]
        if olds and news and len(olds) * len(news) <= LARGEST_GAP:
            _pair_likeness(level, olds, news)


def _gaps(level: _Level) -> list[tuple[list[int], list[int]]]:
    """Unmatched pieces between neighbouring anchors, of one kind at a time."""
    anchors = level.anchors()
    new_ends, old_ends = [n for n, _ in anchors], [o for _, o in anchors]
    gaps: dict[tuple[int, str], tuple[list[int], list[int]]] = defaultdict(
        lambda: ([], [])
    )
    for at in level.open_old():
        gaps[bisect_left(old_ends, at), level.old[at].kind][0].append(at)
    for at in level.open_new():
        gaps[bisect_left(new_ends, at), level.new[at].kind][1].append(at)
    return [gap for gap in gaps.values() if gap[0] and gap[1]]


def _pair_equal(level: _Level, olds: Sequence[int], news: Sequence[int]) -> None:
    for new in news:
        for old in olds:
            if old not in level.taken and level.old[old].text == level.new[new].text:
                level.pair(new, old)
                break


def _pair_likeness(level: _Level, olds: Sequence[int], news: Sequence[int]) -> None:
    """Pair two texts that are each other's only likeness in the gap."""
    likes_of_new, likes_of_old = defaultdict(list), defaultdict(list)
    for new in news:
        for old in olds:
            score = fuzz.ratio(
                level.old[old].text,
                level.new[new].text,
                score_cutoff=CLEARLY_SIMILAR,
            )
            if score:
                likes_of_new[new].append(old)
                likes_of_old[old].append(new)
    for new, likes in likes_of_new.items():
        if len(likes) == 1 and len(likes_of_old[likes[0]]) == 1:
            level.pair(new, likes[0])


def _children(
    old: Sequence[Piece], new: Sequence[Piece], same: dict[int, int]
) -> _Level:
    """Items and rows, at home in their box or table instead of their page."""

    def at_home(piece: Piece, home: Hashable) -> Piece:
        return replace(piece, home=home) if piece.kind in CHILDREN else piece

    olds = [at_home(piece, piece.parent) for piece in old]
    news = [
        at_home(piece, same.get(piece.parent, ("new", piece.parent)))  # type: ignore[arg-type]
        for piece in new
    ]
    return _Level(olds, news, inside=True)


def _restored(
    new: Sequence[Piece], gone: Sequence[Piece], matched: set[int]
) -> dict[int, int]:
    """New pieces whose very text had left before; only where it is the only one."""
    candidates, open_new = defaultdict(list), defaultdict(list)
    for at, piece in enumerate(gone):
        candidates[piece.kind, piece.text].append(at)
    for at, piece in enumerate(new):
        if at not in matched and piece.text:
            open_new[piece.kind, piece.text].append(at)
    return {
        places[0]: candidates[key][0]
        for key, places in open_new.items()
        if len(places) == 1 and len(candidates.get(key, ())) == 1
    }


_TOP_STEPS = (
    _own_page,
    _same_block_and_text,
    _division_elsewhere,
    _same_text,
    _split_and_merged,
    _same_block,
    _similar_in_place,
)
_CHILD_STEPS = (_same_block_and_text, _same_text, _same_block, _similar_in_place)
