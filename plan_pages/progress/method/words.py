"""The words of the schedule axis, and where one ends and the next begins."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Schedule(models.TextChoices):
    """Code names are public (`data-schedule`, CSV)."""

    AHEAD = "ahead", _("快于预期")
    ON_SCHEDULE = "on_schedule", _("符合预期")
    SLIGHTLY_BEHIND = "slightly_behind", _("略有滞后")
    BEHIND = "behind", _("滞后")
    MOVING_AWAY = "moving_away", _("背离")
    MET = "met", _("完成")
    NOT_MET = "not_met", _("未完成")
    DISTANCE_ONLY = "distance_only", _("仅列差距")
    NO_DATA = "no_data", _("数据未发布")
    NOT_ASSESSABLE = "not_assessable", _("不可评估")


#: (the ratio from which the word holds, the word), best first.
BANDS = (
    (Decimal("0.95"), Schedule.ON_SCHEDULE),
    (Decimal("0.60"), Schedule.SLIGHTLY_BEHIND),
    (Decimal(0), Schedule.BEHIND),
)
#: Above this, and not at it.
AHEAD_ABOVE = Decimal("1.05")

#: From the worst to the best. What is not known is worse than any good word, and
#: better than any bad one.
WORST_FIRST = (
    Schedule.NOT_MET,
    Schedule.MOVING_AWAY,
    Schedule.BEHIND,
    Schedule.SLIGHTLY_BEHIND,
    Schedule.NOT_ASSESSABLE,
    Schedule.NO_DATA,
    Schedule.DISTANCE_ONLY,
    Schedule.ON_SCHEDULE,
    Schedule.AHEAD,
    Schedule.MET,
)

#: Good enough to be counted as going well; for the tones of pages.
GOOD = frozenset({Schedule.AHEAD, Schedule.ON_SCHEDULE, Schedule.MET})
BAD = frozenset(
    {
        Schedule.SLIGHTLY_BEHIND,
        Schedule.BEHIND,
        Schedule.MOVING_AWAY,
        Schedule.NOT_MET,
    }
)


def band(ratio: Decimal) -> Schedule:
    """The word of a schedule ratio s, before the last year."""
    if ratio > AHEAD_ABOVE:
        return Schedule.AHEAD
    return next((word for least, word in BANDS if ratio >= least), Schedule.MOVING_AWAY)


def verdict(reached: bool) -> Schedule:
    return Schedule.MET if reached else Schedule.NOT_MET
