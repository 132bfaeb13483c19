"""The items of a box's paragraph, as spans of its text.

A sentence is cut at the strongest separator in it, ； before ， before 、; a weaker
one stays inside the item, unless both sides end in 项目. In a sentence of 、 alone a
bare place or institution stays with the right side whose tail it shares. Where no
rule without knowledge decides, the item says so and names the other reading.
"""

import re
from dataclasses import dataclass

from plan_pages.importer.headings import list_head
from plan_pages.importer.source import BoxItem

SEPARATORS = "；，、"
LABEL = re.compile(r"[^：。；，]{1,30}：\s*")
WORKS = (
    *("项目", "工程", "建设", "设施", "改造", "治理", "修复", "行动", "计划"),
    *("中心", "基地", "平台", "园区", "示范区"),
)
BARE_NAME = re.compile(r"\S{0,5}(?:[河湖沟渠湾山泉泊乡村院馆所站校]|街道|(?<!小)镇)")
WORK_TAIL = re.compile(r"(?:项目|工程|设施|建设|改造)")
SHARED_TAIL = re.compile(r"(?:招商引资|建设|改造|治理|提升|开发)*(?:项目|工程)")
LONGEST_PHRASE = 20


@dataclass(frozen=True)
class Span:
    """text[start:end] of a paragraph."""

    start: int
    end: int


def label_of(text: str) -> tuple[str | None, int]:
    """The label before ： and where the text after it begins; (None, 0) if none."""
    found = LABEL.match(text)
    return (found[0].rstrip().rstrip("："), found.end()) if found else (None, 0)


def cut(text: str, span: Span, marks: str) -> list[Span]:
    """The span cut at these marks, outside brackets and quotes; blank pieces fall."""
    pieces, start, depth = [], span.start, 0
    for at in range(span.start, span.end):
        if text[at] in "（(“《【":
            depth += 1
        elif text[at] in "）)”》】":
            depth = max(depth - 1, 0)
        elif text[at] in marks and depth == 0:
            pieces.append(trim(text, Span(start, at)))
            start = at + 1
    pieces.append(trim(text, Span(start, span.end)))
    return [piece for piece in pieces if piece.start < piece.end]


def trim(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    piece = text[span.start : span.end]
    start = span.end - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))


def sentences(text: str, start: int = 0) -> list[Span]:
    """The sentences from here on, without what ends them."""
    return cut(text, Span(start, len(text)), "。！？")


def separator(text: str, span: Span) -> str:
    """The strongest separator in the span: ；, ，, 、, or "" if there is none."""
    for mark in SEPARATORS:
        if len(cut(text, span, mark)) > 1:
            return mark
    return ""


def is_list(text: str) -> bool:
    """Whether the paragraph reads as a list of items and not as running text."""
    found = sentences(text, label_of(text)[1])
    return bool(found) and all(_lists(text, span) for span in found)


def _lists(text: str, span: Span) -> bool:
    mark = separator(text, span)
    pieces = [text[s.start : s.end] for s in cut(text, span, mark)]
    if mark == "；":
        return not any("，" in piece for piece in pieces)
    if mark == "，":
        if is_cut_off(text, span):
            pieces = pieces[:-1]
        return all(piece.endswith(("项目", "工程")) for piece in pieces)
    return 2 * sum(piece.endswith(WORKS) for piece in pieces) >= len(pieces)


def is_cut_off(text: str, span: Span) -> bool:
    """Whether the source stops in mid-item: no full stop, and an ending of its own.

    An unfinished list that ends as its items do (…项目) only lacks its full stop.
    """
    if text[span.end :].strip():
        return False
    pieces = [text[s.start : s.end] for s in cut(text, span, separator(text, span))]
    if len(pieces) < 2 or pieces[-1].endswith(WORKS):
        return False
    return pieces[-1][-2:] != pieces[-2][-2:]


def items_of(text: str, paragraph: int, *, listed: bool) -> list[BoxItem]:
    """The items of the box's paragraph of this index; `listed` if it is a list."""
    label, start = label_of(text)
    if not listed:
        return _named_opening(text, paragraph)
    found = [
        item
        for sentence in sentences(text, start)
        for item in _items_of_sentence(text, sentence, paragraph, label)
    ]
    described = not any(item.name.endswith(WORKS) for item in found)
    if label and label.endswith(("工程", "项目")) and described:
        return [BoxItem(paragraph, 0, len(label), label)]
    return found


def _named_opening(text: str, paragraph: int) -> list[BoxItem]:
    """`1.科学研究。…` and `新质发展。…` name an item; what follows describes it."""
    head = list_head(text)
    start = len(text) - len(head.title) if head else 0
    end = text.find("。", start)
    longest = LONGEST_PHRASE * 2 if head else LONGEST_PHRASE
    if not 0 < end - start <= longest or (not head and end + 1 >= len(text)):
        return []
    name = text[start:end]
    if not head and re.search("[，：；]", name):
        return []
    return [BoxItem(paragraph, start, end, name)]


def _items_of_sentence(
    text: str, sentence: Span, paragraph: int, label: str | None
) -> list[BoxItem]:
    mark = separator(text, sentence)
    spans = cut(text, sentence, mark)
    if mark and is_cut_off(text, sentence):
        spans = spans[:-1]
    if mark == "、":
        spans = _keep_bare_names(text, spans)
    else:
        spans = [part for span in spans for part in _cut_projects(text, span)]
    return [_item(text, span, paragraph, label) for span in spans]


def _keep_bare_names(text: str, spans: list[Span]) -> list[Span]:
    """天鹅河、鸿雁河景区更新…设施: a bare place is no item where the next is works."""
    kept: list[Span] = []
    for span in reversed(spans):
        bare = BARE_NAME.fullmatch(text[span.start : span.end])
        if bare and kept and WORK_TAIL.search(text[: kept[-1].end][-2:]):
            kept[-1] = Span(span.start, kept[-1].end)
        else:
            kept.append(span)
    return kept[::-1]


def _cut_projects(text: str, span: Span) -> list[Span]:
    """The span cut at weaker separators whose both sides end in 项目."""
    if not text[span.start : span.end].endswith("项目"):
        return [span]
    parts, start = [], span.start
    for piece in cut(text, span, SEPARATORS):
        if text[piece.start : piece.end].endswith("项目"):
            parts.append(Span(start, piece.end))
            start = trim(text, Span(piece.end + 1, span.end)).start
    return parts or [span]


def _item(text: str, span: Span, paragraph: int, label: str | None) -> BoxItem:
    name = text[span.start : span.end]
    sides = [text[s.start : s.end] for s in cut(text, span, "、")]
    if len(sides) != 2:
        return BoxItem(paragraph, span.start, span.end, name, label)
    other = (_other_reading(*sides),)
    return BoxItem(paragraph, span.start, span.end, name, label, True, other)


def _other_reading(left: str, right: str) -> tuple[str, str]:
    """The two items this one may be; 红光湾、回水湾招商引资项目 shares its tail."""
    at = right.find(left[-1])
    if at >= 0 and SHARED_TAIL.fullmatch(right, at + 1):
        return left + right[at + 1 :], right
    return left, right
