"""A line of synonyms, `养老院 = 养老服务机构、养老机构`: what it says, what is wrong.

Left to right only. Lines that begin with # are comments.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .query import Phrase
from .tokens import BREAK, fold, tokens

#: Characters of a word, other ways of one word, lines of an editor's text.
LONGEST, MOST_WAYS, MOST_LINES = 20, 8, 500


class Unreadable(ValueError):
    """A line that says no word and its other ways; the message is for an editor."""


def understood(line: str) -> tuple[str, tuple[Phrase, ...]]:
    """A line's word and its other ways. Raises Unreadable."""
    written, sign, others = line.replace("＝", "=").partition("=")
    if not sign:
        raise Unreadable(_("缺少“=”。"))
    ways = [_phrase(other) for other in others.split("、") if other.strip()]
    if not ways:
        raise Unreadable(_("“=”右边没有词。"))
    if len(ways) > MOST_WAYS:
        raise Unreadable(_("“=”右边最多 %(most)s 个词。") % {"most": MOST_WAYS})
    if not written.strip():
        raise Unreadable(_("“=”左边没有词。"))
    _phrase(written)
    return fold(written.strip()), tuple(ways)


def faults(text: str) -> Iterator[str]:
    """In words: every line of an editor's text that cannot be used, by its number."""
    seen: dict[str, int] = {}
    for number, line in said_in(text):
        try:
            word, _ways = understood(line)
        except Unreadable as error:
            yield _("第 %(number)s 行：%(why)s") % {"number": number, "why": error}
            continue
        if word in seen:
            said = {"number": number, "word": word, "first": seen[word]}
            yield _("第 %(number)s 行：“%(word)s”在第 %(first)s 行已经写过。") % said
        seen.setdefault(word, number)


def readable(text: str) -> None:
    """A field's validator. Raises ValidationError that names every faulty line."""
    if len(text.splitlines()) > MOST_LINES:
        raise ValidationError(_("最多 %(most)s 行。") % {"most": MOST_LINES})
    if found := list(faults(text)):
        raise ValidationError(found)


def _phrase(written: str) -> Phrase:
    """The tokens of one word. Raises Unreadable."""
    said = {"word": written.strip(), "most": LONGEST}
    phrase = tuple(tokens(written.strip()))
    if not phrase:
        raise Unreadable(_("“%(word)s”里没有文字。") % said)
    if BREAK in phrase:
        raise Unreadable(_("“%(word)s”不是一个词，词之间用“、”分开。") % said)
    if len(written.strip()) > LONGEST:
        raise Unreadable(_("“%(word)s”超过 %(most)s 个字。") % said)
    return phrase


def said_in(text: str) -> Iterator[tuple[int, str]]:
    """Line numbers and lines, but for empty ones and comments."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()
