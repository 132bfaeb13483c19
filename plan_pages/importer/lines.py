"""Lines of a plan text: their white space, marks, and how sentences end."""

import re
from dataclasses import dataclass

FINAL = "。！？；：…"
CLOSING = "”’）)》」』】\"'"
MARK = "**"
UNPRINTED = re.compile(r"\*\*|</?p>")


@dataclass(frozen=True)
class Line:
    """A printed line: `raw` keeps tabs, `text` is without indent; both keep `**`."""

    no: int
    raw: str
    after_blank: bool

    @property
    def text(self) -> str:
        return self.raw.strip()

    @property
    def plain(self) -> str:
        """The text without marks, for recognising what the line is."""
        return self.text.replace(MARK, "")


def split_lines(text: str) -> list[Line]:
    """The lines that print something (marks alone do not), numbered from 1."""
    lines, blank = [], True
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for no, raw in enumerate(printed, 1):
        prints = bool(UNPRINTED.sub("", raw).strip())
        if prints:
            lines.append(Line(no, raw, blank))
        blank = not prints
    return lines


def squeeze(text: str) -> str:
    """The text without any white space, for comparing."""
    return "".join(text.split())


def ends_sentence(text: str) -> bool:
    """Whether the text ends where a sentence may end, quotes and brackets apart."""
    bare = text.replace(MARK, "").rstrip().rstrip(CLOSING)
    return bare.endswith(tuple(FINAL))


def take_marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without `**`, and the spans that stood between pairs of it."""
    pieces = text.split(MARK)
    spans, length = [], 0
    for index, piece in enumerate(pieces):
        between = index % 2 == 1 and index < len(pieces) - 1
        if between and piece:
            spans.append((length, length + len(piece)))
        length += len(piece)
    return "".join(pieces), tuple(spans)


def split_markup(text: str) -> list[str]:
    """What stands between `<p>` and `</p>`, each piece a paragraph of its own."""
    return [piece.strip() for piece in re.split(r"</?p>", text) if piece.strip()]
