"""Paragraphs that a page break cut in two, put together without adding a space."""

import re
from dataclasses import replace

from plan_pages.importer.items import is_list
from plan_pages.importer.lines import ends_sentence, squeeze
from plan_pages.importer.source import Doubt
from plan_pages.importer.tokens import Token

SHORTEST_CUT = 20
OPENS_ANEW = re.compile(r"[-—–●•■◆○▪]{1,2}|[①-⑳]")


def join_cut_paragraphs(tokens: list[Token]) -> tuple[list[Token], list[Doubt]]:
    """The tokens with cut paragraphs joined, and a doubt for each join."""
    groups: list[list[Token]] = []
    doubts: list[Doubt] = []
    for token in tokens:
        if groups and goes_on(groups[-1][-1], token):
            doubts.append(_doubt(groups[-1][-1], token))
            groups[-1].append(token)
        else:
            groups.append([token])
    return [_joined(group) for group in groups], doubts


def _joined(group: list[Token]) -> Token:
    if len(group) == 1:
        return group[0]
    text = "".join(token.text for token in group)
    lines = tuple(no for token in group for no in token.lines)
    return replace(group[0], text=text, lines=lines)


def goes_on(before: Token, after: Token) -> bool:
    """Whether `after` continues a sentence of `before` across a blank line.

    A cut paragraph fills at least a printed line and does not end a sentence;
    a line that opens something of its own never continues one, and running text
    never continues a list (a box may lack its full stop).
    """
    if (before.kind, after.kind) != ("text", "text") or not after.after_blank:
        return False
    if before.closed or after.closed or after.head:
        return False
    if len(squeeze(before.text)) < SHORTEST_CUT or ends_sentence(before.text):
        return False
    if OPENS_ANEW.match(after.text):
        return False
    return is_list(after.text) or not is_list(before.text)


def _doubt(before: Token, after: Token) -> Doubt:
    shown = f"{before.text[-10:]}｜{after.text[:10]}"
    done = f"第{after.lines[0]}行接在第{before.lines[-1]}行后（分页断开），未加空格"
    return Doubt(before.lines[-1], "joined_paragraph", shown, done)
