"""Recognising a statute (章 and 第…条), which is not a plan."""

import re
from collections.abc import Sequence

from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.lines import Line
from plan_pages.importer.numerals import NUMERAL

ARTICLE = re.compile(rf"第(?:{NUMERAL}|\d{{1,4}})条(?:之{NUMERAL})?[\s　]")
FEWEST = 3


def refuse_statute(lines: Sequence[Line]) -> None:
    """Raise ImportRefused if lines open with 第一条, 第二条 … as a statute's do."""
    articles = [line for line in lines if ARTICLE.match(line.plain)]
    if len(articles) >= FEWEST:
        raise ImportRefused(
            f"这是法规（章、条），不是规划：第{articles[0].no}行起有 {len(articles)} 条"
            "“第…条”。请改用规划纲要（篇、章、节）的文本。"
        )
