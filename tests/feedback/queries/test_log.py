import datetime
from collections.abc import Callable

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import appeals, decisions, proposals, takedowns
from feedback.moderation.models import Appeal
from feedback.queries import log
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User

from ..lifecycle import TEXT, send

MONDAY = datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)


def test_log_has_every_decision_and_no_content(
    appealed: Appeal,
    brought: Callable[..., Suggestion],
    moderator: User,
    second: User,
) -> None:
    appeals.decide_appeal(
        appeal=appealed, outcome="overturned", reason="可以公开", to="published",
        by=second,
    )  # fmt: skip
    brought("taken_down")
    rows = log.rows()
    assert sorted(row.decision for row in rows) == [
        "appeal_overturned",
        "publish",
        "refuse",
        "reinstate",
        "take_down",
        "take_down_confirmed",
    ]
    everything = repr(rows)
    for secret in (TEXT, "可以公开", "写有住址", "moderator'", "second"):
        assert secret not in everything.replace("two_moderators", "")
    assert {row.rules for row in rows} == {1}


def test_log_says_weeks_and_sorts_by_number(part: Part, moderator: User) -> None:
    for weeks in (0, 0, 0, 1):
        with time_machine.travel(MONDAY + datetime.timedelta(weeks=weeks), tick=False):
            decisions.publish(suggestion=send(part).suggestion, by=moderator)
    rows = log.rows()
    assert [row.week for row in rows] == ["2026-W13"] + ["2026-W12"] * 3
    numbers = [row.number for row in rows[1:]]
    assert numbers == sorted(numbers)
    assert log.weeks() == [datetime.date(2026, 3, 23), datetime.date(2026, 3, 16)]
    assert log.of_week(datetime.date(2026, 3, 16)) == rows[1:]


def test_log_hides_part_of_private_and_all_of_unlawful(
    part: Part, moderator: User, second: User
) -> None:
    private = send(part, visibility="private").suggestion
    decisions.accept_unpublished(suggestion=private, by=moderator)
    unlawful = send(part).suggestion
    proposal = proposals.propose_unlawful(
        suggestion=unlawful, kind="refuse", provision="某法", reason="x", by=moderator
    )
    proposals.confirm_unlawful(proposal=proposal, by=second)
    public = send(part).suggestion
    decisions.publish(suggestion=public, by=moderator)
    rows = {row.decision: row for row in log.rows()}
    assert (rows["publish"].number, rows["publish"].part) == (
        public.number,
        part.public_id,
    )
    assert (rows["accept_unpublished"].number, rows["accept_unpublished"].part) == (
        private.number,
        "",
    )
    assert (rows["refuse"].number, rows["refuse"].part) == ("", "")


def test_log_costs_three_queries(
    brought: Callable[..., Suggestion], appealed: Appeal, second: User
) -> None:
    appeals.decide_appeal(appeal=appealed, outcome="upheld", reason="x", by=second)
    brought("taken_down")
    with CaptureQueriesContext(connection) as captured:
        log.rows()
    assert len(captured) == 3
    assert takedowns.restore_unconfirmed() == 0
