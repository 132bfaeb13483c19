import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, transaction

from feedback.queries.answers import answers_of
from feedback.replies import drafts, duties, routing
from feedback.replies.models import Extension, ReplyTarget, Routing
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from portal.accounts.models import User
from portal.units.models import Unit

from ..replying import answered, drafted, routed
from ..unchanged import refused

#: Monday, noon in Beijing; 15 working days later stands the Qingming holiday.
MONDAY = datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
#: Of the normal reply clock that starts on that Monday, at noon.
LAST_DAY = MONDAY + 9 * DAY


@pytest.fixture
def published(brought: Callable[..., Suggestion]) -> Suggestion:
    with time_machine.travel(MONDAY, tick=False):
        return brought("published")


@pytest.mark.parametrize(
    ("complexity", "due"),
    [
        ("normal", datetime.date(2026, 3, 25)),
        ("complex", datetime.date(2026, 4, 7)),
        ("page_error", datetime.date(2026, 3, 19)),
    ],
)
def test_route_counts_from_the_day_of_the_decision(
    published: Suggestion, unit: Unit, moderator: User, complexity: str, due: object
) -> None:
    with time_machine.travel(MONDAY + 4 * DAY, tick=False):
        row = routing.route(
            suggestion=published, unit=unit, complexity=complexity, by=moderator
        )
    assert (row.clock_from, row.due_on) == (MONDAY.date(), due)
    assert row.due_certain
    assert routing.current_due(published) == due


@pytest.mark.parametrize(
    ("asked", "kept", "due"),
    [
        ("normal", "page_error", datetime.date(2026, 3, 19)),
        ("page_error", "page_error", datetime.date(2026, 3, 19)),
        ("complex", "complex", datetime.date(2026, 4, 7)),
    ],
)
def test_route_of_an_error_has_the_clock_that_the_receipt_promised(
    brought: Callable[..., Suggestion],
    unit: Unit,
    moderator: User,
    asked: str,
    kept: str,
    due: datetime.date,
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        row = brought("published", kind="error")
        routing.route(suggestion=row, unit=unit, complexity=asked, by=moderator)
        with refused("same_unit"):
            routing.route(suggestion=row, unit=unit, complexity=asked, by=moderator)
    newest = routing.current_routing(row)
    assert newest is not None
    assert (newest.complexity, newest.due_on) == (kept, due)


@pytest.mark.parametrize(
    ("kind", "last_day"),
    [
        ("error", datetime.date(2026, 3, 19)),
        ("suggestion", datetime.date(2026, 3, 25)),
        ("question", datetime.date(2026, 3, 25)),
    ],
)
def test_unrouted_one_is_overdue_after_the_term_of_its_kind(
    brought: Callable[..., Suggestion], kind: str, last_day: datetime.date
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        row = brought("published", kind=kind)
    assert list(duties.overdue(last_day)) == []
    assert list(duties.overdue(last_day + DAY)) == [row]


def test_route_days_are_settings(
    published: Suggestion, unit: Unit, moderator: User
) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(reply_days=1)
    routed(published, unit=unit, by=moderator)
    assert routing.current_due(published) == datetime.date(2026, 3, 17)


def test_route_again_keeps_the_clock_and_takes_the_draft_away(
    published: Suggestion, unit: Unit, other_unit: Unit, head: User, moderator: User
) -> None:
    routed(published, unit=unit, by=moderator)
    drafted(published, by=head)
    due = routing.current_due(published)
    routed(published, unit=other_unit, by=moderator)
    assert routing.current_due(published) == due
    newest = routing.current_routing(published)
    assert newest is not None
    assert newest.unit == other_unit
    assert not ReplyTarget.objects.exists()
    with refused("not_own_unit"):
        drafted(published, by=head)


def test_route_refuses(
    published: Suggestion, unit: Unit, head: User, moderator: User
) -> None:
    with refused("not_router"):
        routed(published, unit=unit, by=head)
    with refused("complexity"):
        routing.route(suggestion=published, unit=unit, complexity="x", by=moderator)
    routed(published, unit=unit, by=moderator)
    with refused("same_unit"):
        routed(published, unit=unit, by=moderator)


@pytest.mark.parametrize("state", ["received", "refused", "merged", "withdrawn"])
def test_route_refused_where_no_answer_is_owed(
    brought: Callable[..., Suggestion], unit: Unit, moderator: User, state: str
) -> None:
    row = brought(state)
    with refused("state"):
        routed(row, unit=unit, by=moderator)


def test_route_refused_when_answered_or_erased(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row = brought("published")
    answered(row, unit=unit, head=head, by=moderator)
    with refused("answered"):
        routing.route(suggestion=row, unit=unit, complexity="complex", by=moderator)
    erased = brought("published")
    authors.erase(suggestion=erased)
    with refused("erased"):
        routed(erased, unit=unit, by=moderator)


def test_extend_moves_the_day_with_a_public_reason(
    published: Suggestion, unit: Unit, head: User, moderator: User
) -> None:
    routed(published, unit=unit, by=moderator)
    later = datetime.date(2026, 4, 30)
    with time_machine.travel(LAST_DAY, tick=False):
        extension = routing.extend(
            suggestion=published, due_on=later, reason="须现场核实", by=head
        )
    assert extension.due_before == datetime.date(2026, 3, 25)
    assert routing.current_due(published) == later
    clock = answers_of([published.pk])[published.pk].clock
    assert clock is not None
    assert [(row.due_before, row.due_on, row.reason) for row in clock.extensions] == [
        (datetime.date(2026, 3, 25), later, "须现场核实")
    ]


def test_extend_after_the_day_has_passed_is_refused(
    published: Suggestion, unit: Unit, head: User, moderator: User
) -> None:
    routed(published, unit=unit, by=moderator)
    later = datetime.date(2026, 4, 30)
    with time_machine.travel(LAST_DAY + DAY, tick=False):
        for user in (head, moderator):
            with refused("passed"):
                routing.extend(
                    suggestion=published, due_on=later, reason="核实", by=user
                )


@time_machine.travel(MONDAY, tick=False)
def test_extend_refuses(
    published: Suggestion,
    unit: Unit,
    head: User,
    other_head: User,
    editor: User,
    moderator: User,
) -> None:
    later = datetime.date(2026, 4, 30)
    given = {"suggestion": published, "due_on": later, "reason": "核实"}
    with refused("not_routed"):
        routing.extend(by=head, **given)
    routed(published, unit=unit, by=moderator)
    for user in (other_head, editor):
        with refused("not_allowed"):
            routing.extend(by=user, **given)
    with refused("reason"):
        routing.extend(by=head, **(given | {"reason": " "}))
    with refused("earlier"):
        routing.extend(by=head, **(given | {"due_on": datetime.date(2026, 3, 25)}))


def test_extension_and_routing_constraints(
    published: Suggestion, unit: Unit, moderator: User
) -> None:
    day = datetime.date(2026, 3, 25)
    given = {"suggestion": published, "extended_on": day, "by": moderator}
    for columns in (
        {"due_before": day, "due_on": day + DAY, "reason": ""},
        {"due_before": day, "due_on": day, "reason": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.create(**given, **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Routing.objects.create(
            suggestion=published, unit=unit, complexity="x", clock_from=day,
            routed_on=day, due_on=day + DAY, due_certain=True, by=moderator,
        )  # fmt: skip


def test_draft_for_an_unrouted_one_is_refused(
    published: Suggestion, head: User
) -> None:
    with refused("not_own_unit"):
        drafts.save_draft(
            by=head, suggestions=[published], disposition="answered", body="<p>x</p>"
        )
