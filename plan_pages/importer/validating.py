"""Is the plan whole? Refuse what is cut off, record what a person should look at."""

from collections.abc import Iterator, Mapping

from plan_pages.importer.box_checks import box_doubts
from plan_pages.importer.contents import is_page_number
from plan_pages.importer.contents_checks import refuse_missing, title_doubts
from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.lines import ends_sentence
from plan_pages.importer.numbering_checks import (
    division_gaps,
    heading_gaps,
    refuse_repeated,
)
from plan_pages.importer.source import Doubt, Paragraph, PlanSource, outline
from plan_pages.importer.table_checks import (
    refuse_cut_tables,
    table_doubts,
    unread_table,
)


def validate_plan(plan: PlanSource, *, entries: Mapping | None = None) -> None:
    """Add the doubts of a whole plan to it; raise ImportRefused if it is not one.

    `entries` are those the plan was read with: a row that they describe and the
    table lacks shows that the table is cut off.
    """
    refuse_other_texts(plan)
    refuse_cut_tables(plan, entries or {})
    refuse_missing(plan)
    refuse_repeated(plan)
    plan.doubts += doubts_of(plan, entries or {})
    plan.doubts.sort(key=lambda doubt: doubt.line)


def refuse_other_texts(plan: PlanSource) -> None:
    """Raise ImportRefused for a text without title or heads."""
    if not plan.title:
        raise ImportRefused("没有找到规划标题。请让文件第一行是规划的标题。")
    if not plan.divisions:
        raise ImportRefused(
            "没有找到篇、章、节，也没有“一、”“二、”这样的标题，不像规划文本。"
            "请换上带标题的规划正文，每个标题单独成行。"
        )


def doubts_of(plan: PlanSource, entries: Mapping) -> Iterator[Doubt]:
    """Every doubt about a plan that was not refused."""
    yield from title_doubts(plan)
    yield from division_gaps(plan)
    yield from heading_gaps(plan)
    yield from box_doubts(plan)
    yield from table_doubts(plan, entries)
    yield from unread_table(plan)
    texts = [thing for _, thing in outline(plan) if not is_furniture(thing)]
    last = texts[-1]
    if isinstance(last, Paragraph) and not ends_sentence(last.text):
        done = "全文最后一段没有以句号结束，照印，请核对文件是否完整"
        yield Doubt(last.lines[-1], "ends_mid_sentence", last.text[-20:], done)


def is_furniture(thing: object) -> bool:
    """Whether it is a page number that the text carries."""
    return isinstance(thing, Paragraph) and is_page_number(thing.text)
