"""A task of the staff's: its kinds, its urgency, one line, and a pile of them."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.clock import add_working_days, today


class Task(models.TextChoices):
    CONFIRM_TAKE_DOWN = "confirm_take_down", _("确认紧急下架")
    CONFIRM_UNLAWFUL = "confirm_unlawful", _("确认违法认定")
    DECIDE_APPEAL = "decide_appeal", _("处理申诉")
    DECIDE = "decide", _("审核")
    ROUTE = "route", _("分办")
    APPROVE = "approve", _("审批答复")
    ANSWER = "answer", _("起草答复")


class Urgency(models.TextChoices):
    LATE = "late", _("已逾期")
    TODAY = "today", _("今天到期")
    THIS_WEEK = "this_week", _("本周到期")
    LATER = "later", _("以后到期")


def urgency_of(due_on: datetime.date, at: datetime.date | None = None) -> Urgency:
    day = at or today()
    if due_on < day:
        return Urgency.LATE
    if due_on == day:
        return Urgency.TODAY
    sunday = day + datetime.timedelta(days=6 - day.weekday())
    return Urgency.THIS_WEEK if due_on <= sunday else Urgency.LATER


@dataclass(frozen=True)
class Line:
    """`thing` is what the task is about: the suggestion, or the proposal, decision,
    appeal or reply that its service takes. `mine` is False for what another person has
    to do: shown, without a button.
    """

    task: Task
    suggestion: Suggestion
    due_on: datetime.date
    thing: Any
    mine: bool = True
    claimed_by: User | None = None

    def urgency(self, at: datetime.date | None = None) -> Urgency:
        return urgency_of(self.due_on, at)


@dataclass(frozen=True)
class Pile:
    """Rows of tasks of one kind, a term of `days` running from the date `start`.

    Only the first rows are read; how many there are the database counts by date. `make`
    turns rows with their last days into lines; `number` orders rows of one date.
    """

    rows: QuerySet[Any]
    start: str
    days: int
    make: Callable[[list[tuple[Any, datetime.date]]], Iterable[Line]]
    number: str = "number"

    def first(self, most: int | None) -> Iterable[Line]:
        """The `most` lines (None: all) whose last day is the earliest."""
        rows = self._dated().order_by("starts_on", self.number)[:most]
        return self.make([(row, self._due_on(row.starts_on)) for row in rows])

    def tally(self) -> Counter[datetime.date]:
        """How many are due by which day. One query, with a row a date."""
        rows = self._dated().order_by().values_list("starts_on")
        found: Counter[datetime.date] = Counter()
        for day, count in rows.annotate(count=Count("pk")):
            found[self._due_on(day)] += count
        return found

    def _dated(self) -> QuerySet[Any]:
        return self.rows.annotate(starts_on=F(self.start))

    def _due_on(self, day: datetime.date) -> datetime.date:
        return add_working_days(day, self.days).on
