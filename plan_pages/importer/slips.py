"""Slips of the source that stay as printed and are told: stray words, marks, tags."""

import re
from collections.abc import Iterator, Sequence

from plan_pages.importer.contents import is_page_number
from plan_pages.importer.lines import MARK, Line
from plan_pages.importer.source import Doubt

HAN = "[\u4e00-\u9fff]"
STRAY = re.compile(rf"{HAN}{{1,6}} (?:and|or|the|of|to|in|with|for) {HAN}{{1,6}}")
TAG = re.compile(r"</?p>")


def find_slips(lines: Sequence[Line]) -> Iterator[Doubt]:
    """A doubt for each slip, in order."""
    for line in lines:
        for found in STRAY.finditer(line.plain):
            done = "夹有英文单词，照印不改，请核对"
            yield Doubt(line.no, "stray_latin_word", found[0], done)
        if marks := line.text.count(MARK):
            done = "去掉星号，标出的文字作段内小标题"
            if marks % 2:
                done = "星号不成对，去掉星号，请核对"
            shown = line.text[:40]
            yield Doubt(line.no, "marks_removed", shown, done)
        if tags := len(TAG.findall(line.text)):
            done = f"去掉 {tags} 个标签，每对标签内作一段"
            yield Doubt(line.no, "markup_removed", line.text[:40], done)
        if is_page_number(line.plain):
            done = "像是页码，照印保留，请核对"
            yield Doubt(line.no, "page_number", line.plain, done)
