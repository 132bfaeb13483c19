"""The words of the clock and of a rule; the database and the pages share them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockState(models.TextChoices):
    """Public state of one obligation, by the clock alone."""

    NOT_DUE = "not_due", _("未到期")
    DUE_SOON = "due_soon", _("临期")
    ON_TIME = "on_time", _("按期")
    LATE = "late", _("逾期公开")
    OVERDUE = "overdue", _("逾期未公开")


#: Counted as due: the denominator of timeliness.
DUE = (ClockState.ON_TIME, ClockState.LATE, ClockState.OVERDUE)


class Subject(models.TextChoices):
    """What a rule asks about. `unit`: a report of the unit about the plan's text."""

    INDICATOR = "indicator", _("指标")
    PROJECT = "project", _("实施项目")
    TASK = "task", _("任务")
    UNIT = "unit", _("单位报告")


class Cycle(models.TextChoices):
    ANNUAL = "annual", _("每年")
    HALF_YEAR = "half_year", _("每半年")
    QUARTER = "quarter", _("每季度")
    ONCE = "once", _("一次")


#: What follows the year in a period of the cycle (see plan_pages.disclosure.periods).
PART_OF_YEAR = {
    Cycle.ANNUAL: ("",),
    Cycle.HALF_YEAR: ("-H1", "-H2"),
    Cycle.QUARTER: ("-Q1", "-Q2", "-Q3", "-Q4"),
}


class Basis(models.TextChoices):
    """On what ground something is called due. Stands beside every "overdue"."""

    STATUTE = "statute", _("法定")
    PLAN = "plan", _("规划承诺")
    LOCAL = "local", _("本级制度")
    SITE = "site", _("自定")


class Field(models.TextChoices):
    """What a rule may ask for. `value`: the year's figure of every row."""

    VALUE = "value", _("年度数据")
    WORDS = "words", _("进展说明")
    FIGURES = "figures", _("相关数字")
    EVIDENCE = "evidence", _("佐证")
    PROBLEMS = "problems", _("存在问题")
    NEXT_STEP = "next_step", _("下一步")
