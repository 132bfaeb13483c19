import datetime
from collections.abc import Callable

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import decisions
from feedback.queries import counts, overdue, statistics
from feedback.replies import routing, versions
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import send
from ..replying import answered, drafted, routed

MONDAY = datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def test_counts_of_a_page_in_one_query(
    brought: Callable[..., Suggestion],
    part: Part,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    for state in State.values:
        brought(state)
    answered(brought("published"), unit=unit, head=head, by=moderator)
    with CaptureQueriesContext(connection) as captured:
        found = counts.of_page(part.page_id)
    assert len(captured) == 1
    # Nine states, the one merged into, the answered one.
    assert found == {part.pk: counts.PartCounts(received=11, published=4, answered=1)}


def test_counts_by_chapter(
    korla: Plan,
    brought: Callable[..., Suggestion],
    part: Part,
    other_part: Part,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    brought("refused")
    answered(brought("published"), unit=unit, head=head, by=moderator)
    send(other_part)
    send(Part.objects.get(plan=korla, kind="plan"))
    with CaptureQueriesContext(connection) as captured:
        table = counts.by_chapter(korla)
    assert len(captured) == 2
    assert len(table) == 16
    by_ordinal = {
        entry.chapter.ordinal if entry.chapter else None: entry for entry in table
    }
    fifteen = by_ordinal[15]
    assert (fifteen.received, fifteen.published, fifteen.answered) == (2, 1, 1)
    assert fifteen.of("refused") == 1
    assert by_ordinal[4].received == 1
    assert by_ordinal[None].received == 1
    assert sum(entry.received for entry in table) == Suggestion.objects.count()


def test_counts_stay_when_withdrawn_or_erased(
    korla: Plan, brought: Callable[..., Suggestion]
) -> None:
    row = brought("published")
    authors.erase(suggestion=row)
    assert counts.of_plan(korla) == counts.PartCounts(1, 1, 0)
    authors.withdraw(suggestion=row)
    assert counts.of_plan(korla) == counts.PartCounts(1, 0, 0)


def test_counts_of_an_empty_plan(korla: Plan) -> None:
    assert counts.of_plan(korla) == counts.PartCounts(0, 0, 0)


def test_overdue_moderation_after_three_working_days(part: Part) -> None:
    with time_machine.travel(MONDAY, tick=False):
        send(part)
        erased = send(part).suggestion
        authors.erase(suggestion=erased)
    for day, late in ((3, 0), (4, 1)):
        at = (MONDAY + day * DAY).date()
        assert overdue.overdue(at).moderation == late


def test_overdue_replies_routed_or_not(
    part: Part, unit: Unit, head: User, moderator: User
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        unrouted, owed, done, extended, erased = (
            send(part).suggestion for _ in range(5)
        )
        for row in (unrouted, owed, done, extended, erased):
            decisions.publish(suggestion=row, by=moderator)
        routed(owed, unit=unit, by=moderator)
        answered(done, unit=unit, head=head, by=moderator)
        routed(extended, unit=unit, by=moderator)
        routing.extend(
            suggestion=extended,
            due_on=datetime.date(2026, 4, 30),
            reason="核实",
            by=head,
        )
        authors.erase(suggestion=erased)
    due = datetime.date(2026, 3, 25)
    assert overdue.overdue(due).replies == 0
    assert overdue.overdue(due + DAY).replies == 2
    assert overdue.overdue(datetime.date(2026, 5, 1)).replies == 3
    with CaptureQueriesContext(connection) as captured:
        overdue.overdue(due)
    assert len(captured) == 2


def test_statistics_by_unit(
    part: Part,
    unit: Unit,
    other_unit: Unit,
    head: User,
    other_head: User,
    moderator: User,
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        rows = [send(part).suggestion for _ in range(4)]
        for row in rows:
            decisions.publish(suggestion=row, by=moderator)
        routed(rows[0], unit=other_unit, by=moderator)
        routed(rows[1], unit=unit, by=moderator)
    with time_machine.travel(MONDAY + 3 * DAY, tick=False):
        answered(rows[2], unit=unit, head=head, by=moderator)
    with time_machine.travel(MONDAY + 13 * DAY, tick=False):
        answered(rows[3], unit=unit, head=head, by=moderator)
        with CaptureQueriesContext(connection) as captured:
            first, second = statistics.by_unit()
    assert len(captured) == 4
    assert (first.unit, first.answered, first.in_time, first.owed, first.overdue) == (
        unit, 2, 1, 1, 1,
    )  # fmt: skip
    assert (first.median_days, first.worst_days) == (8.0, 13)
    assert first.dispositions == {"already_under_way": 2}
    assert (second.unit, second.answered, second.owed) == (other_unit, 0, 1)
    assert second.median_days is None


def test_answered_is_the_same_number_in_every_table(
    korla: Plan,
    part: Part,
    brought: Callable[..., Suggestion],
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    """What was answered and then withdrawn counts as received alone, everywhere."""
    rows = [brought(state) for state in ("published", "accepted_unpublished") * 2]
    for row in rows:
        answered(row, unit=unit, head=head, by=moderator)
    authors.withdraw(suggestion=rows[0])
    authors.erase(suggestion=rows[2])
    chapters = counts.by_chapter(korla)
    assert counts.of_plan(korla) == counts.PartCounts(4, 1, 3)
    assert counts.of_page(part.page_id)[part.pk] == counts.PartCounts(4, 1, 3)
    assert sum(each.answered for each in chapters) == 3
    assert sum(each.received for each in chapters) == 4
    (of_unit,) = statistics.by_unit(plan_id=korla.pk)
    assert of_unit.answered == 3


def test_statistics_count_what_was_extended_as_such(
    part: Part, unit: Unit, head: User, moderator: User
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        rows = [send(part).suggestion for _ in range(2)]
        for row in rows:
            decisions.publish(suggestion=row, by=moderator)
            routed(row, unit=unit, by=moderator)
        routing.extend(
            suggestion=rows[0], due_on=datetime.date(2026, 4, 30), reason="核实",
            by=head,
        )  # fmt: skip
    with time_machine.travel(MONDAY + 30 * DAY, tick=False):
        for row in rows:
            versions.publish_reply(reply=drafted(row, by=head), by=head)
    (found,) = statistics.by_unit()
    assert (found.answered, found.in_time, found.extended) == (2, 1, 1)
