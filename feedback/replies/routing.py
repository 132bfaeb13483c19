"""Which unit answers, and until when."""

import datetime

from django.utils.translation import gettext_lazy as _

from feedback.moderation.models import Decision
from feedback.moderation.moves import DecisionKind
from feedback.suggestions.authors import locked
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.notices import tell_and_forget_pages
from feedback.suggestions.states import ANSWERABLE, Kind
from portal.accounts.models import User
from portal.clock import Due, add_working_days, today
from portal.refusals import Refused
from portal.units.models import Unit
from portal.writing import write_transaction

from .dispositions import Complexity
from .models import AnsweredSuggestion, Extension, Reply, ReplyTarget, Routing
from .permissions import can_extend, can_route

#: Decisions from whose day the reply clock runs.
CLOCK_STARTS = (
    DecisionKind.PUBLISH,
    DecisionKind.PUBLISH_MASKED,
    DecisionKind.ACCEPT_UNPUBLISHED,
    DecisionKind.REINSTATE,
)


def route(*, suggestion: Suggestion, unit: Unit, complexity: str, by: User) -> Routing:
    """Give it to `unit`; another unit's draft loses it. The clock does not start anew.

    What was sent as an error on a page has that clock unless it is marked complex.

    Raises Refused (not_router, complexity, erased, state, answered, same_unit).
    """
    if not can_route(by):
        raise Refused("not_router", _("只有审核员可以分办。"))
    if complexity not in Complexity.values:
        raise Refused("complexity", _("请选择办理时限。"))
    with write_transaction():
        row = _unanswered(suggestion)
        complexity = _complexity(row, Complexity(complexity))
        newest = current_routing(row)
        if newest and (newest.unit_id, newest.complexity) == (unit.pk, complexity):
            raise Refused("same_unit", _("已经分给这个单位。"))
        start = clock_start(row)
        due = due_after(start, complexity)
        routing = Routing.objects.create(
            suggestion=row,
            unit=unit,
            complexity=complexity,
            clock_from=start,
            routed_on=today(),
            due_on=due.on,
            due_certain=due.certain,
            by=by,
        )
        targets = ReplyTarget.objects.filter(suggestion=row, reply__versions=None)
        others = Reply.objects.filter(targets__in=targets.exclude(reply__unit=unit))
        for draft in list(others):
            draft.targets.filter(suggestion=row).delete()
            if not draft.targets.exists():
                # Nobody could come to it any more, and no erasure either.
                draft.drop()
        tell_and_forget_pages(row)
    return routing


def extend(
    *, suggestion: Suggestion, due_on: datetime.date, reason: str, by: User
) -> Extension:
    """A later day, before the day has passed, with a reason that everybody reads.

    Raises Refused (not_routed, not_allowed, erased, state, answered, reason, passed,
    earlier).
    """
    with write_transaction():
        row = _unanswered(suggestion)
        routing = current_routing(row)
        if routing is None:
            raise Refused("not_routed", _("还没有分办。"))
        if not can_extend(by, routing.unit_id):
            raise Refused("not_allowed", _("只有承办单位负责人和审核员可以延期。"))
        if not reason.strip():
            raise Refused("reason", _("延期须写明理由，理由将公开。"))
        before = current_due(row)
        if before is not None and before < today():
            raise Refused("passed", _("期限已过，不能再延期。"))
        if before is None or due_on <= before:
            raise Refused("earlier", _("新期限须晚于现在的期限。"))
        extension = Extension.objects.create(
            suggestion=row,
            due_before=before,
            due_on=due_on,
            reason=reason,
            extended_on=today(),
            by=by,
        )
        tell_and_forget_pages(row)
    return extension


def current_routing(suggestion: Suggestion) -> Routing | None:
    rows = Routing.objects.filter(suggestion=suggestion)
    return rows.select_related("unit").order_by("-id").first()


def current_due(suggestion: Suggestion) -> datetime.date | None:
    """The later day of the newest routing and the newest extension; None unrouted."""
    routing = current_routing(suggestion)
    if routing is None:
        return None
    extended = Extension.objects.filter(suggestion=suggestion).order_by("-id").first()
    return max(routing.due_on, extended.due_on) if extended else routing.due_on


def clock_start(suggestion: Suggestion) -> datetime.date:
    """The day of the decision that made it a thing to answer."""
    decision = (
        Decision.objects.filter(suggestion=suggestion, kind__in=CLOCK_STARTS)
        .newest_first()
        .first()
    )
    return decision.decided_on if decision else suggestion.received_on


def due_after(start: datetime.date, complexity: Complexity) -> Due:
    settings = FeedbackSettings.load()
    days = {
        Complexity.NORMAL: settings.reply_days,
        Complexity.COMPLEX: settings.reply_days_complex,
        Complexity.PAGE_ERROR: settings.reply_days_error,
    }
    return add_working_days(start, days[complexity])


def _complexity(row: Suggestion, asked: Complexity) -> Complexity:
    if row.kind == Kind.ERROR and asked == Complexity.NORMAL:
        return Complexity.PAGE_ERROR
    return asked


def is_answered(suggestion: Suggestion) -> bool:
    """A version answers it and its reply is not withdrawn."""
    return AnsweredSuggestion.objects.standing().filter(suggestion=suggestion).exists()


def _unanswered(suggestion: Suggestion) -> Suggestion:
    row = locked(suggestion)
    if row.is_erased:
        raise Refused("erased", _("作者已删除内容。"))
    if row.state not in ANSWERABLE:
        raise Refused("state", _("这条建议现在不需要答复。"))
    if is_answered(row):
        raise Refused("answered", _("这条建议已经答复。"))
    return row
