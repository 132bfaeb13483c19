"""Does the body have what the table of contents promises?"""

from collections.abc import Iterator

from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.headings import DivisionHead, division_head
from plan_pages.importer.lines import squeeze
from plan_pages.importer.source import Doubt, PlanSource, Table, TocEntry, outline

Path = tuple[tuple[str, int], ...]
ORDER = ("part", "chapter", "section")


def refuse_missing(plan: PlanSource) -> None:
    """Raise ImportRefused if divisions that the contents list are not in the body."""
    there = dict(_paths_of_body(plan))
    missing = [entry for path, _, entry in _paths(plan) if path not in there]
    if not missing:
        return
    last = [thing for _, thing in outline(plan)][-1]
    cut = "；正文在表格处中断，表格残缺" if isinstance(last, Table) else ""
    names = "、".join(f"“{entry.text}”" for entry in missing[:3])
    raise ImportRefused(
        f"正文不完整{cut}：目录列有的 {len(missing)} 个章节在正文里找不到（{names}"
        f"{'等' if len(missing) > 3 else ''}）。"
        "请核对文件是否被截断，或标题是否单独成行。"
    )


def title_doubts(plan: PlanSource) -> Iterator[Doubt]:
    """A doubt for each title that contents and body print differently."""
    listed = {path: entry for path, _, entry in _paths(plan)}
    levels = {path[-1][0] for path in listed}
    for path, (heading, line) in _paths_of_body(plan):
        entry = listed.get(path)
        if entry is None:
            if path[-1][0] in levels:
                yield Doubt(line, "not_in_contents", heading, "目录未列，照正文")
        elif squeeze(entry.text) != squeeze(heading):
            done = f"目录（第{entry.line}行）印作“{entry.text}”，照正文"
            yield Doubt(line, "contents_differ", heading, done)


def _paths(plan: PlanSource) -> Iterator[tuple[Path, DivisionHead, TocEntry]]:
    """The numbers from the top down to each division of the contents."""
    stack: list[DivisionHead] = []
    for entry in plan.toc:
        if head := division_head(entry.text):
            depth = ORDER.index(head.level)
            stack = [*(h for h in stack if ORDER.index(h.level) < depth), head]
            yield tuple((h.level, h.ordinal) for h in stack), head, entry


def _paths_of_body(plan: PlanSource) -> Iterator[tuple[Path, tuple[str, int]]]:
    stack: Path = ()
    for division in plan.walk():
        if not division.numbering or not plan.toc:
            continue
        depth = ORDER.index(division.level)
        above = [step for step in stack if ORDER.index(step[0]) < depth]
        stack = (*above, (division.level, division.ordinal))
        yield stack, (division.heading, division.lines[0])
