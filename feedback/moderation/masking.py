"""Hiding spans of a text. Nothing can be added and nothing else can change."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal.refusals import Refused

#: Stands for a hidden span, whatever its length, so that its length is not told.
BLOCK = "████"


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with each [start, end) replaced by BLOCK; touching spans make one block.

    Raises Refused (no_spans, spans) when there is none, or one outside of the text.
    """
    wanted = sorted(spans)
    if not wanted:
        raise Refused("no_spans", _("请选择要遮盖的内容。"))
    if any(not 0 <= start < end <= len(text) for start, end in wanted):
        raise Refused("spans", _("要遮盖的内容不在原文中。"))
    pieces: list[str] = []
    done = 0
    for start, end in wanted:
        if start > done or not pieces:
            pieces += [text[done:start], BLOCK]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def spans_of(text: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    """Every place where one of `phrases` stands. Raises Refused (not_found)."""
    spans = []
    for phrase in filter(None, phrases):
        found = [match.span() for match in re.finditer(re.escape(phrase), text)]
        if not found:
            raise Refused("not_found", _("原文中没有这些字。"))
        spans += found
    return sorted(spans)
