"""The tables of figures as CSV: heads in Chinese, states by their code names too."""

from collections.abc import Iterator, Mapping
from typing import Any

from .assessing import AssessedIndicator
from .method import METHOD_VERSION, Schedule
from .models import AssignedTarget, Checkpoint, Observation, Tolerance, Yardstick
from .showing import verdict_of

INDICATOR_HEAD = (
    "序号", "行号", "指标", "分项", "单位", "属性", "基期年", "基期", "目标", "目标年",
    "下达目标", "最新年份", "最新数值", "数据不一致的年份", "序时进度代码", "序时进度",
    "说明", "方法版本",
)  # fmt: skip
FIGURE_HEAD = (
    "行号", "年份", "数值", "数据状态", "统计口径", "单位", "填报单位", "来源文件",
    "发文单位", "文号", "成文日期", "网址", "文件SHA-256", "录入日期", "编号", "修订号",
    "取代", "修订原因", "现行", "撤回原因", "种类", "增速口径代码", "当年结论代码",
    "当年结论",
)  # fmt: skip
ITEM_HEAD = ("编号", "规划项目", "专栏", "专栏名称", "分类", "所在章节", "网址")


def indicator_rows(listed: list[AssessedIndicator]) -> Iterator[tuple[Any, ...]]:
    """A line for each row of the plan's table."""
    for each in listed:
        for assessed in each.rows:
            row, known = assessed.row, assessed.known
            verdict = verdict_of(assessed)
            latest = max(known.observations, default=None)
            values = [one.printed for one in known.observations.get(latest or 0, [])]
            yield (
                each.indicator.number, row.code, each.indicator.name, row.part_name,
                row.unit, each.indicator.get_property_display(), row.baseline_period,
                row.baseline_text, row.target_text, row.target_period,
                known.assigned.printed if known.assigned else "", latest,
                " / ".join(values), " ".join(map(str, known.disputed)),
                verdict.word.value, verdict.label, verdict.reason, METHOD_VERSION,
            )  # fmt: skip


def figure_rows(assessed: AssessedIndicator) -> Iterator[tuple[Any, ...]]:
    """Every figure, target and tolerance ever published of an indicator, with what
    became of it, and the word of a year on its own where the method has one.
    """
    rows = {each.row.pk: each.row for each in assessed.rows}
    words = {
        (each.row.pk, year.year): year.word
        for each in assessed.rows
        for year in each.assessment.years
    }
    for model in (Observation, AssignedTarget, Checkpoint, Tolerance):
        entered = (
            model._default_manager.filter(row__in=rows)
            .select_related(*_NEAR[issubclass(model, Yardstick)])
            .order_by("row__order", *_YEAR[model], "pk")
        )
        for each in entered:
            each.row = rows[each.row_id]
            yield _entry(each, words)


_NEAR = {
    False: ("source", "reporting_unit", "supersedes", "superseded_by", "withdrawal"),
    True: ("source", "handover__unit", "supersedes", "superseded_by", "withdrawal"),
}
_YEAR: dict[Any, list[str]] = {
    Observation: ["period"], Checkpoint: ["period"], AssignedTarget: [], Tolerance: [],
}  # fmt: skip


def _entry(each: Any, words: Mapping[tuple[int, int], Schedule]) -> tuple[Any, ...]:
    source, is_figure = each.source, isinstance(each, Observation)
    withdrawal = getattr(each, "withdrawal", None)
    stands = withdrawal is None and not hasattr(each, "superseded_by")
    unit = each.reporting_unit if is_figure else each.handover and each.handover.unit
    year: Any = getattr(each, "period", "")
    word = words.get((each.row_id, year)) if is_figure and stands else None
    return (
        each.row.code, year, each.printed, getattr(each, "status", ""),
        getattr(each, "scope", ""), each.row.unit, unit.name if unit else "",
        source.title, source.issuer, source.number, source.dated, source.url,
        source.sha256, each.entered_on, each.public_id, each.revision,
        each.supersedes.public_id if each.supersedes else "", each.reason,
        "是" if stands else "否", withdrawal.reason if withdrawal else "",
        each._meta.verbose_name, getattr(each, "basis", ""),
        word.value if word else "", word.label if word else "",
    )  # fmt: skip
