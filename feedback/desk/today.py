"""今天要办: what is late, due today, this week; for each role its own."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from feedback.moderation.permissions import can_change_rules
from feedback.queries import desk
from feedback.queries.desk import Line, Task, Urgency
from feedback.queries.tasks import urgency_of
from portal.accounts.roles import roles_of
from portal.clock import today as beijing_today
from portal.clock import working_days_between
from portal.pages.meta import PageMeta
from portal.pages.staff import Duty, duties
from portal.units.models import Unit

from .access import may_see_today, staff_page
from .sheets import Cell, workbook

#: Lines of the page, of the list for paper and of the sheet; the rest is counted.
SHOWN, LISTED = 200, 5000
_BUTTONS: dict[str, str | Promise] = {
    Task.CONFIRM_TAKE_DOWN: gettext_lazy("确认"),
    Task.CONFIRM_UNLAWFUL: gettext_lazy("确认"),
    Task.DECIDE_APPEAL: gettext_lazy("处理"),
    Task.DECIDE: gettext_lazy("审核"),
    Task.ROUTE: gettext_lazy("分办"),
    Task.APPROVE: gettext_lazy("看稿"),
    Task.ANSWER: gettext_lazy("答复"),
}
_OF_UNITS = (Task.APPROVE, Task.ANSWER)


@dataclass(frozen=True)
class Row:
    """A line of the page: `url` is empty for what another person has to do."""

    task: str
    number: str
    place: str
    due_on: datetime.date | None
    due: str
    urgency: Urgency | None
    button: str | Promise
    url: str
    who: str = ""

    @property
    def is_late(self) -> bool:
        return self.urgency == Urgency.LATE


@dataclass(frozen=True)
class Group:
    """`left_out`: how many lines are not shown."""

    urgency: Urgency
    rows: list[Row]
    left_out: int = 0


@require_safe
@staff_page(may_see_today)
def today(request: HttpRequest) -> HttpResponse:
    """`?list`: a longer list, without buttons, to be printed."""
    printed = "list" in request.GET
    user: Any = request.user
    most = LISTED if printed else SHOWN
    rows = rows_for(user, most=most)
    others = duties_of(user, most)
    return render(
        request,
        "feedback/staff/today.html",
        {
            "meta": PageMeta(_("催办单") if printed else _("今天要办")),
            "groups": _groups(*_together(rows, desk.tally(user), others)),
            "waiting": [row for row in others if row.urgency is None],
            "printed": printed,
            "day": beijing_today(),
            "unit": user.unit,
            "roles": sorted(roles_of(user)),
        },
    )


@require_safe
@staff_page(may_see_today)
def today_sheet(request: HttpRequest) -> HttpResponse:
    """The lines of the list as XLSX; a last row says how many it leaves out."""
    head = [_("事项"), _("编号"), _("对应文本"), _("期限"), _("状态"), _("承办")]
    user: Any = request.user
    rows: list[list[Cell]] = [
        [row.task, row.number, row.place, row.due_on, row.due, row.who]
        for row in rows_for(user, most=LISTED)
    ]
    left_out = desk.tally(user).total() - len(rows)
    rows += [
        [row.task, row.number, row.place, row.due_on, row.due, row.who]
        for row in duties_of(user, LISTED)
    ]
    if left_out > 0:
        rows.append([_("另有 %(count)s 项，期限更晚。") % {"count": left_out}])
    response = HttpResponse(
        workbook(_("今天要办"), head, rows),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    name = f"today-{beijing_today():%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def rows_for(user: Any, *, most: int) -> list[Row]:
    """The `most` lines of `user` with the earliest last day."""
    units: dict[int, str] = {}
    if can_change_rules(user):
        units = {unit.pk: str(unit) for unit in Unit.objects.all()}
    day = beijing_today()
    return [_row(line, day, units) for line in desk.lines(user, most=most)]


def duties_of(user: Any, most: int) -> list[Row]:
    """What other rooms ask of `user`; without an urgency where there is no last day."""
    day = beijing_today()
    found = [duty for provide in duties for duty in provide(user, most)]
    return [_duty(duty, day) for duty in found]


def _duty(duty: Duty, day: datetime.date) -> Row:
    urgency = urgency_of(duty.due_on, day) if duty.due_on else None
    words = ""
    if duty.due_on and urgency:
        words = _due_words(duty.due_on, urgency, day)
    elif duty.since:
        words = _("%(day)s 送来") % {"day": date_format(duty.since, "Y-m-d")}
    return Row(
        task=str(duty.task),
        number=duty.reference,
        place=duty.place,
        due_on=duty.due_on,
        due=words,
        urgency=urgency,
        button=duty.button,
        url=duty.url,
        who=duty.who,
    )


def _together(
    rows: list[Row], counts: Counter[Urgency], others: list[Row]
) -> tuple[list[Row], Counter[Urgency]]:
    """Rows and counts with those of the others that have a last day among them."""
    dated = [row for row in others if row.urgency is not None]
    counts = counts + Counter(row.urgency for row in dated if row.urgency is not None)
    both = sorted([*rows, *dated], key=lambda row: row.due_on or datetime.date.max)
    return both, counts


def rows_of_unit(user: Any) -> list[Row]:
    """What the user's unit owes, the earliest due first; LISTED at most."""
    day = beijing_today()
    return [_row(line, day, {}) for line in desk.unit_lines(user, most=LISTED)]


def _row(line: Line, day: datetime.date, units: dict[int, str]) -> Row:
    urgency = line.urgency(day)
    name = "reply_case" if line.task in _OF_UNITS else "moderation_case"
    who = units.get(getattr(line.suggestion, "unit_id", None) or 0, "")
    if line.claimed_by:
        who = _("%(name)s 处理中") % {"name": line.claimed_by.get_username()}
    return Row(
        task=str(line.task.label),
        number=line.suggestion.number,
        place=place_of(line.suggestion.part),
        due_on=line.due_on,
        due=_due_words(line.due_on, urgency, day),
        urgency=urgency,
        button=_BUTTONS[line.task],
        url=reverse(name, args=[line.suggestion.number]) if line.mine else "",
        who=who,
    )


def _due_words(due_on: datetime.date, urgency: Urgency, day: datetime.date) -> str:
    if urgency == Urgency.TODAY:
        return _("今天 24:00")
    if urgency != Urgency.LATE:
        return date_format(due_on, "Y-m-d")
    days = working_days_between(due_on, day)
    if not days:
        return _("已逾期")
    words = ngettext("逾期 %(days)d 个工作日", "逾期 %(days)d 个工作日", days)
    return words % {"days": days}


def place_of(part: Any) -> str:
    """The page's title, and the paragraph's number where it has one."""
    if part.number is None:
        return str(part.page.title)
    where = _("第%(number)s段") % {"number": part.number}
    return f"{part.page.title} {where}"


def _groups(rows: list[Row], counts: Counter[Urgency]) -> list[Group]:
    found = []
    for urgency in Urgency:
        group = [row for row in rows if row.urgency == urgency]
        if group or counts[urgency]:
            found.append(Group(urgency, group, max(0, counts[urgency] - len(group))))
    return found
