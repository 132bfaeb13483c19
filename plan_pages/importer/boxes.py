"""专栏: how far a box reaches, and its items."""

from collections.abc import Sequence
from dataclasses import dataclass

from plan_pages.importer.headings import box_head, list_head
from plan_pages.importer.items import (
    cut,
    is_cut_off,
    is_list,
    items_of,
    label_of,
    sentences,
    separator,
)
from plan_pages.importer.lines import MARK
from plan_pages.importer.paragraphs import paragraph
from plan_pages.importer.source import Box, BoxItem, Doubt, Paragraph
from plan_pages.importer.tokens import Token


@dataclass(frozen=True)
class ReadBox:
    """A box, how many tokens it took (its title included), and its doubts."""

    box: Box
    taken: int
    doubts: list[Doubt]


def read_box(tokens: Sequence[Token], at: int) -> ReadBox:
    """The box whose title is tokens[at]."""
    title = tokens[at]
    body = _texts(tokens, at + 1)
    taken, clear = extent(body)
    paragraphs = tuple(paragraph(token) for token in body[:taken])
    heading = title.text.replace(MARK, "")
    number, name = box_head(heading) or ("", heading)
    items = tuple(_items(paragraphs, clear))
    lines = title.lines + tuple(no for p in paragraphs for no in p.lines)
    box = Box(number, name, heading, paragraphs, items, tuple(dict.fromkeys(lines)))
    return ReadBox(box, taken + 1, _doubts(box, clear))


def extent(body: Sequence[Token]) -> tuple[int, bool]:
    """How many of these texts belong to the box, and whether the text shows it.

    What is printed in one line belongs together. Numbered paragraphs (1. 2. …,
    after at most one introduction) belong as far as their numbers run; lists of
    items as far as lists follow; so running text after them stays outside. A box
    of plain prose has no printed end: it is taken to reach to the next head.
    """
    if not body:
        return 0, True
    first = sum(token.lines == body[0].lines for token in body)
    for introduced in (0, 1):
        numbered = _numbered(body[introduced:])
        if numbered:
            return introduced + numbered, True
    if not all(is_list(token.text) for token in body[:1]):
        return len(body), len(body) == 1
    taken = first
    while taken < len(body) and is_list(body[taken].text):
        taken += 1
    return taken, True


def _numbered(body: Sequence[Token]) -> int:
    taken = 0
    for token in body:
        head = list_head(token.text)
        if head is None or head.level != 3 or head.ordinal != taken + 1:
            break
        taken += 1
    return taken


def _texts(tokens: Sequence[Token], start: int) -> list[Token]:
    """The texts from here to the next head, also one that opens a paragraph."""
    texts: list[Token] = []
    for token in tokens[start:]:
        if token.kind != "text" or (token.head and token.head.level != 3):
            break
        texts.append(token)
    return texts


def _items(paragraphs: Sequence[Paragraph], clear: bool) -> list[BoxItem]:
    """The items; of a box of prose only what names itself by number or opening."""
    found = []
    for index, each in enumerate(paragraphs):
        numbered = (head := list_head(each.text)) is not None and head.level == 3
        listed = is_list(each.text) or label_of(each.text)[1] > 0
        found += items_of(each.text, index, listed=listed and clear and not numbered)
    return found


def _doubts(box: Box, clear: bool) -> list[Doubt]:
    doubts = []
    if not clear:
        done = "原文没有标出专栏在哪里结束，暂取到下一个标题为止，请核对"
        doubts.append(Doubt(box.lines[0], "box_end_unclear", box.heading, done))
    for item in box.items:
        if item.ambiguous:
            line = box.paragraphs[item.paragraph].lines[0]
            other = "；".join("、".join(f"“{n}”" for n in a) for a in item.alternatives)
            done = f"按一项处理；也可能是{other}，请核对"
            doubts.append(Doubt(line, "ambiguous_item", item.name, done))
    for each in box.paragraphs:
        if fragment := cut_off(each.text):
            done = "原文至此中断：保留这些字，不作为项目"
            doubts.append(Doubt(each.lines[-1], "cut_off_text", fragment, done))
    return doubts


def cut_off(text: str) -> str:
    """The fragment with which a list stops in mid-item, or ""."""
    spans = sentences(text, label_of(text)[1])
    if not spans or not is_list(text) or not is_cut_off(text, spans[-1]):
        return ""
    last = cut(text, spans[-1], separator(text, spans[-1]))[-1]
    return text[last.start : last.end]
