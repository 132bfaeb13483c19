"""The tables of figures as CSV: heads in Chinese, states by their code names too."""

from collections.abc import Iterator
from typing import Any

from .assessing import AssessedIndicator
from .method import METHOD_VERSION
from .models import Observation
from .showing import verdict_of

INDICATOR_HEAD = (
    "序号", "行号", "指标", "分项", "单位", "属性", "基期年", "基期", "目标", "目标年",
    "下达目标", "最新年份", "最新数值", "数据不一致的年份", "序时进度代码", "序时进度",
    "说明", "方法版本",
)  # fmt: skip
FIGURE_HEAD = (
    "行号", "年份", "数值", "数据状态", "统计口径", "单位", "填报单位", "来源文件",
    "发文单位", "文号", "成文日期", "网址", "文件SHA-256", "录入日期", "编号", "修订号",
    "取代", "修订原因", "现行", "撤回原因",
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
    """Every figure ever published of an indicator, with what became of it."""
    figures = (
        Observation.objects.filter(row__in=[each.row.pk for each in assessed.rows])
        .select_related(
            "row", "source", "reporting_unit", "supersedes", "superseded_by",
            "withdrawal",
        )
        .order_by("row__order", "period", "pk")
    )  # fmt: skip
    for figure in figures:
        source = figure.source
        withdrawal = getattr(figure, "withdrawal", None)
        stands = withdrawal is None and not hasattr(figure, "superseded_by")
        yield (
            figure.row.code, figure.period, figure.printed, figure.status, figure.scope,
            figure.row.unit, figure.reporting_unit.name, source.title, source.issuer,
            source.number, source.dated, source.url, source.sha256, figure.entered_on,
            figure.public_id, figure.revision,
            figure.supersedes.public_id if figure.supersedes else "", figure.reason,
            "是" if stands else "否", withdrawal.reason if withdrawal else "",
        )  # fmt: skip
