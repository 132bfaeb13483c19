"""Rich text in a plain field: what a textarea can say, and what it cannot.

    an empty line     a new paragraph          - word     a list
    a line's end      a line's end             1. word    a numbered list
    **word**          bold                     [word](https://…)   a link
    ## word           a heading (### one below)

`editable` gives a rich text in these words, or, where they would lose something of it,
its HTML: nothing is dropped by opening and saving.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

from portal.pages.sanitiser import clean

_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:|tel:|/)[^\s()<>\"]*)\)")
_ITEM = re.compile(r"(?:(-)|(\d{1,3})\.) +(.*)")
_HEADING = re.compile(r"(#{2,4}) +(.*)")
_LISTS = {"ul", "ol"}
_HEADINGS = ("h2", "h3", "h4")


def editable(html: str) -> tuple[str, bool]:
    """The words for a textarea, and whether they are HTML itself."""
    cleaned = clean(html)
    text = as_text(cleaned)
    if _normal(as_html(text)) == _normal(cleaned):
        return text, False
    return cleaned, True


def as_html(text: str) -> str:
    """Paragraphs, lists, bold and links; everything else is taken as it is written."""
    found: list[str] = []
    for block in re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        for line in block.split("\n"):
            item = _ITEM.fullmatch(line.strip())
            heading = _HEADING.fullmatch(line.strip())
            if item is None and heading is None:
                lines.append(_inline(line.strip()))
                continue
            found += _paragraph(lines)
            lines = []
            if item:
                _add_item(found, item)
            elif heading:
                tag = f"h{len(heading[1])}"
                found.append(f"<{tag}>{_inline(heading[2])}</{tag}>")
        found += _paragraph(lines)
    return "".join(found)


def _paragraph(lines: list[str]) -> list[str]:
    return [f"<p>{'<br>'.join(lines)}</p>"] if any(lines) else []


def _add_item(found: list[str], item: "re.Match[str]") -> None:
    """Into the list that was just begun, else a new one."""
    tag = "ul" if item[1] else "ol"
    words = f"<li>{_inline(item[3])}</li>"
    if found and found[-1].endswith(f"</{tag}>"):
        found[-1] = f"{found[-1].removesuffix(f'</{tag}>')}{words}</{tag}>"
    else:
        start = f' start="{item[2]}"' if tag == "ol" and item[2] != "1" else ""
        found.append(f"<{tag}{start}>{words}</{tag}>")


def _inline(words: str) -> str:
    """Escaped, with its bold and its links."""
    safe = _BOLD.sub(r"<b>\1</b>", escape(words, quote=False))
    return _LINK.sub(
        lambda link: f'<a href="{escape(unescape(link[2]))}">{link[1]}</a>', safe
    )


def as_text(html: str) -> str:
    """What of `html` these words can say; other tags go, their words stay."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return "\n\n".join(reader.blocks).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.words = ""
        self.items: list[str] = []
        self.number: int | None = None
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self.words += "\n"
        elif tag in ("b", "strong"):
            self.words += "**"
        elif tag == "a":
            self.href = given.get("href") or ""
            self.words += "["
        elif tag in _LISTS:
            self.end_block()
            start = given.get("start") or "1"
            self.number = int(start) if start.isdigit() else 1
            self.number = self.number if tag == "ol" else None
        elif tag in ("p", "blockquote", "hr", *_HEADINGS):
            self.end_block()
            self.words = f"{'#' * int(tag[1])} " if tag in _HEADINGS else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("b", "strong"):
            self.words += "**"
        elif tag == "a":
            self.words += f"]({self.href})"
        elif tag == "li":
            mark = "-" if self.number is None else f"{self.number}."
            self.items.append(f"{mark} {self.words.strip()}")
            self.number = None if self.number is None else self.number + 1
            self.words = ""
        elif tag in _LISTS:
            self.blocks.append("\n".join(self.items))
            self.items = []
        elif tag in ("p", "blockquote", *_HEADINGS):
            self.end_block()

    def handle_data(self, data: str) -> None:
        self.words += re.sub(r"\s+", " ", data)

    def end_block(self) -> None:
        if self.words.strip():
            lines = [line.strip() for line in self.words.strip().split("\n")]
            self.blocks.append("\n".join(lines))
        self.words = ""


def _normal(html: str) -> str:
    """The same for two spellings of the same rich text."""
    same = clean(html).replace("<strong>", "<b>").replace("</strong>", "</b>")
    same = re.sub(r"\s+", " ", same)
    block = r"(?:p|ul|ol|li|br|h2|h3|h4|blockquote)"
    same = re.sub(rf"\s*(</?{block}(?: start=\"\d+\")?/?>)\s*", r"\1", same)
    return same.replace("<p></p>", "").strip()
