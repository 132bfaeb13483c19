import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import appeals, claims, decisions, proposals, takedowns
from feedback.queries import desk
from feedback.queries.desk import Task, Urgency
from feedback.replies import drafts, setup
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import advance, send
from ..replying import drafted, routed

MONDAY = datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def _tasks(user: User) -> list[tuple[str, str, bool]]:
    lines = desk.lines(user)
    return sorted((line.task, line.suggestion.number, line.mine) for line in lines)


def test_desk_of_a_moderator(
    part: Part, brought: Callable[..., Suggestion], moderator: User, second: User
) -> None:
    waiting = send(part).suggestion
    claims.claim(suggestion=waiting, by=second)
    refused = brought("refused")
    appeals.open_appeal(suggestion=refused, text="请看")
    to_route = brought("published")
    taken = brought("published")
    takedowns.take_down(suggestion=taken, reason="x", by=moderator)
    proposed = send(part).suggestion
    proposals.propose_unlawful(
        suggestion=proposed, kind="refuse", provision="某法", reason="x", by=moderator
    )
    assert _tasks(moderator) == sorted(
        [
            (Task.DECIDE, waiting.number, False),
            (Task.DECIDE, proposed.number, True),
            (Task.CONFIRM_UNLAWFUL, proposed.number, False),
            (Task.CONFIRM_TAKE_DOWN, taken.number, False),
            (Task.DECIDE_APPEAL, refused.number, False),
            (Task.ROUTE, to_route.number, True),
        ]
    )
    assert all(mine for _task, _number, mine in _tasks(second))


def test_desk_of_a_unit(
    brought: Callable[..., Suggestion],
    unit: Unit,
    other_unit: Unit,
    editor: User,
    head: User,
    other_head: User,
    moderator: User,
) -> None:
    setup.prepare()
    to_draft, to_approve, foreign = (brought("published") for _ in range(3))
    routed(to_draft, unit=unit, by=moderator)
    routed(to_approve, unit=unit, by=moderator)
    routed(foreign, unit=other_unit, by=moderator)
    drafts.submit(reply=drafted(to_approve, by=editor), by=editor)
    assert _tasks(editor) == sorted(
        [
            (Task.ANSWER, to_draft.number, True),
            (Task.APPROVE, to_approve.number, False),
        ]
    )
    assert (Task.APPROVE, to_approve.number, True) in _tasks(head)
    assert _tasks(other_head) == [(Task.ANSWER, foreign.number, True)]


def test_routing_has_an_earlier_day_than_the_answer(
    brought: Callable[..., Suggestion], moderator: User
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        rows = [brought("published", kind=kind) for kind in ("error", "suggestion")]
        lines = desk.lines(moderator)
    assert {line.suggestion.number: (line.task, line.due_on) for line in lines} == {
        row.number: (Task.ROUTE, (MONDAY + DAY).date()) for row in rows
    }


def test_desk_is_empty_for_anybody_else(db: None, unit: Unit) -> None:
    reader = User.objects.create_user(username="reader", unit=unit)
    assert desk.lines(reader) == []


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (0, Urgency.THIS_WEEK),
        (3, Urgency.TODAY),
        (4, Urgency.LATE),
        (-7, Urgency.LATER),
    ],
)
def test_urgency_of_a_line(
    part: Part, moderator: User, day: int, urgency: Urgency
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        send(part)
    (line,) = desk.lines(moderator)
    assert line.due_on == datetime.date(2026, 3, 19)
    assert line.urgency((MONDAY + day * DAY).date()) == urgency


def test_desk_costs_the_same_at_any_length(
    part: Part, unit: Unit, head: User, moderator: User, second: User
) -> None:
    def spent(user: User) -> int:
        fresh = User.objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as captured:
            for line in desk.lines(fresh):
                assert line.suggestion.part.page.title
        return len(captured)

    def more() -> None:
        send(part)
        advance(send(part).suggestion, "published", by=moderator, second=second)
        row = send(part).suggestion
        decisions.publish(suggestion=row, by=moderator)
        drafted(routed(row, unit=unit, by=moderator), by=head)

    more()
    first = spent(moderator), spent(head)
    for _ in range(4):
        more()
    assert (spent(moderator), spent(head)) == first
