"""Which piece of the old text each piece of the new text is. Pure: no database.

From certain to less certain: the same block with the same text, the same text elsewhere
(moved), an exact split or merge, the same block, and last a clearly similar text at the
same place, when it is the only one. What none of these finds is honestly new.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from .alignment import CHILDREN, Level, Piece
from .models import PartKind

#: At or above this a text at the same place counts as the same text, amended (0–100).
CLEARLY_SIMILAR = 70.0
#: Larger gaps are not compared: so much new text is another text.
LARGEST_GAP = 250_000
RUNNING = frozenset({PartKind.HEADING, PartKind.PARAGRAPH, PartKind.NOTE})
DIVISION_NUMBER = re.compile(r"第[^章节篇编部\s]{1,8}(?:章|节|篇|编|部分)\s*")


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
    top = Level(old, new, inside=False)
    top.run(_TOP_STEPS)
    result = Matching(top.same, top.successors)
    result.moved |= top.moved()
    below = _children(old, new, top.same)
    below.run(_CHILD_STEPS)
    result.same |= below.same
    result.moved |= below.moved()
    result.restored = _restored(new, gone, set(result.same))
    return result


def division_name(text: str) -> str:
    """A division's heading without its number."""
    return DIVISION_NUMBER.sub("", text, count=1).strip()


def squeeze(text: str) -> str:
    return "".join(text.split())


def _own_page(level: Level) -> None:
    """A plan's page is that plan; a division that keeps its name keeps its page."""
    level.pair_by(lambda p: p.home if p.kind == PartKind.PLAN else None)
    level.pair_by(
        lambda p: (
            (p.home, division_name(p.text)) if p.kind == PartKind.DIVISION else None
        )
    )


def _division_elsewhere(level: Level) -> None:
    """A renumbered division is known by its name; a renamed one by its page."""
    level.pair_by(
        lambda p: division_name(p.text) if p.kind == PartKind.DIVISION else None
    )
    level.pair_by(lambda p: p.home if p.kind == PartKind.DIVISION else None)


def _same_block_and_text(level: Level) -> None:
    def key(piece: Piece) -> Hashable:
        block = _block(piece)
        return block and (*block, piece.text)

    level.pair_by(key)


def _same_text(level: Level) -> None:
    level.pair_by(lambda p: (p.home, p.kind, p.text) if p.text else None)
    level.pair_by(lambda p: (p.kind, p.text) if p.text else None)


def _same_block(level: Level) -> None:
    level.pair_by(_block)


def _block(piece: Piece) -> tuple[Hashable, str, str] | None:
    if piece.kind in (PartKind.PLAN, PartKind.DIVISION):
        return None
    return (piece.home, piece.kind, piece.block_id)


def _split_and_merged(level: Level) -> None:
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


def _similar_in_place(level: Level) -> None:
    """Between the same kept neighbours: equal texts in order, then sole likenesses."""
    for olds, news in _gaps(level):
        _pair_equal(level, olds, news)
        olds = [at for at in olds if at not in level.taken]
        news = [at for at in news if at not in level.same]
        if olds and news and len(olds) * len(news) <= LARGEST_GAP:
            _pair_likeness(level, olds, news)


def _gaps(level: Level) -> list[tuple[list[int], list[int]]]:
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


def _pair_equal(level: Level, olds: Sequence[int], news: Sequence[int]) -> None:
    for new in news:
        for old in olds:
            if old not in level.taken and level.old[old].text == level.new[new].text:
                level.pair(new, old)
                break


def _pair_likeness(level: Level, olds: Sequence[int], news: Sequence[int]) -> None:
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
) -> Level:
    """Items and rows, at home in their box or table instead of their page."""

    def new_home(parent: int | None) -> Hashable:
        return None if parent is None else same.get(parent, ("new", parent))

    olds = [
        replace(piece, home=piece.parent) if piece.kind in CHILDREN else piece
        for piece in old
    ]
    news = [
        replace(piece, home=new_home(piece.parent)) if piece.kind in CHILDREN else piece
        for piece in new
    ]
    return Level(olds, news, inside=True)


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
