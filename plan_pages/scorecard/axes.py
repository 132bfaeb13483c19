"""The four axes, their states in the order of the table, and the words of each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.disclosure.states import Delivery
from plan_pages.obligations.states import ClockState
from plan_pages.oversight.states import NOT_CHECKED, NOT_CHECKED_WORD, Value
from plan_pages.progress.method import Schedule

#: Where no unit has said anything of a project or task.
UNSAID = "unsaid"
LATE = frozenset({"late", "overdue", "delayed", "stopped"})


@dataclass(frozen=True)
class Axis:
    """`states` as (code, word). Counts of different axes are never added up."""

    key: str
    label: Any
    counts: Any
    states: tuple[tuple[str, Any], ...]

    def shown(self, totals: dict[str, int]) -> list[tuple[str, Any]]:
        """The states that occur: a column of nothing is absent."""
        return [(code, word) for code, word in self.states if totals.get(code)]


AXES = (
    Axis(
        "delivery",
        _("实施"),
        _("实施项目和任务，按单位最近一期所说的实施状态"),
        (*Delivery.choices, (UNSAID, _("未填报"))),
    ),
    Axis(
        "schedule",
        _("指标"),
        _("规划的指标，按公布的方法算出"),
        tuple((word.value, word.label) for word in Schedule),
    ),
    Axis(
        "disclosure",
        _("公开"),
        _("本周期内到期的应公开事项，按期限和工作日历算出"),
        tuple(ClockState.choices),
    ),
    Axis(
        "review",
        _("核查"),
        _("本周期内公开的各版进展，按人大最近一次公开的核查结论"),
        (*Value.choices, (NOT_CHECKED, NOT_CHECKED_WORD)),
    ),
)
BY_KEY = {axis.key: axis for axis in AXES}


def words_of(axis: str, code: str) -> str:
    return str(dict(BY_KEY[axis].states).get(code, code))
