"""The lists of the review pages: each complete, page by page, narrowed to chapters."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from feedback.congress import views
from feedback.congress.assignments import assign
from feedback.congress.looks import look
from feedback.congress.models import Purpose
from feedback.congress.reading import voices_about
from feedback.suggestions.models import Suggestion
from plan_pages.delivery.models import Anchor
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Division, Part, Plan
from plan_pages.oversight import findings
from plan_pages.oversight.models import Finding
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.people import person
from tests.plan_pages.owing import (
    launch,
    noon,
    obligation,
    place_in,
    project_row,
    rule,
    said,
)

Day = datetime.date
BASE = settings.PATH_PREFIX.rstrip("/")
#: A line of a list leads to the page where a finding is written.
LINE = re.compile(r'href="([/\w]*/review/(?:updates/\w+/\d+|obligations/\w+)/)"')
NEXT = re.compile(r'class="next" rel="next" href="(\?[^"]+)"')


@pytest.fixture
def publisher(db: None) -> User:
    return person("publisher", Role.PUBLISHER)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages(user: User, address: str, query: str = "") -> list[list[str]]:
    """The lines of each page, following the link to the next."""
    found = []
    while True:
        text = as_user(user).get(address + query).content.decode()
        found.append(LINE.findall(text))
        following = NEXT.search(text)
        if following is None:
            return found
        query = following[1].replace("&amp;", "&")


def address(version: UpdateVersion) -> str:
    return f"{BASE}/review/updates/{version.update.public_id}/{version.number}/"


def test_new_claims_page_by_page(
    korla: Plan, unit: Unit, publisher: User, reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Several of one day among them: none twice, none missing, the oldest first."""
    monkeypatch.setattr(views, "SHOWN", 2)
    project = project_row(place_in(korla), publisher)
    days = [
        Day(2025, 4, 10),
        Day(2025, 4, 9),
        *[Day(2025, 4, 10)] * 2,
        Day(2025, 4, 11),
    ]
    made = [said(project, unit, publisher, on=day) for day in days]
    expected = [address(made[at]) for at in (1, 0, 2, 3, 4)]
    assert pages(reviewer, "/review/list/new/") == [
        expected[:2], expected[2:4], expected[4:],
    ]  # fmt: skip


def test_overdue_and_due_soon_of_ones_chapters(
    korla: Plan, unit: Unit, publisher: User, reviewer: User, office: User,
    time_machine: "object", monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Due on 20 April and on 20 July 2025; today is 14 July."""
    time_machine.move_to(noon(Day(2025, 7, 14)), tick=False)  # type: ignore[attr-defined]
    monkeypatch.setattr(views, "SHOWN", 1)
    launch()
    made = rule(person("administrator", Role.ADMINISTRATOR))
    here, there = (
        project_row(place_in(korla, section), publisher) for section in ("4/5", "12/4")
    )
    rows = [
        obligation(project, unit, rule=made, period=period)
        for project in (here, there)
        for period in ("2025-Q1", "2025-Q2")
    ]
    late, soon, late_there, soon_there = (
        f"{BASE}/review/obligations/{row.public_id}/" for row in rows
    )
    assert pages(reviewer, "/review/list/overdue/") == [[late], [late_there]]
    assert pages(reviewer, "/review/list/due-soon/") == [[soon], [soon_there]]
    chapter = Division.objects.get(url_path__endswith="/korla-14/4/")
    assign(reviewer=reviewer, chapter=chapter, by=office)
    assert pages(reviewer, "/review/list/overdue/") == [[late]]
    assert pages(reviewer, "/review/list/due-soon/") == [[soon]]
    every = pages(reviewer, "/review/list/overdue/", "?all")
    assert every == [[late], [late_there]]
    Anchor.objects.create(part=place_in(korla), project=there, by=publisher)
    assert pages(reviewer, "/review/list/due-soon/") == [[soon], [soon_there]]


def test_supplements_with_their_day(
    korla: Plan, unit: Unit, publisher: User, reviewer: User, office: User,
    time_machine: "object",
) -> None:  # fmt: skip
    time_machine.move_to(noon(Day(2025, 5, 8)), tick=False)  # type: ignore[attr-defined]
    project = project_row(place_in(korla), publisher)
    version = said(project, unit, publisher, on=Day(2025, 4, 10))
    found = findings.make(
        version=version, value="to_be_supplemented", words="缺。", by=reviewer
    )
    assert pages(reviewer, "/review/list/supplements/") == [[]]
    findings.release(finding=found, by=office)
    text = as_user(reviewer).get("/review/list/supplements/").content.decode()
    assert LINE.findall(text) == [address(version)]
    assert "2025-05-22" in text and 'data-state="not_due"' in text


def test_lists_of_findings_are_whose_they_are(
    korla: Plan, unit: Unit, publisher: User, reviewer: User, office: User
) -> None:
    project = project_row(place_in(korla), publisher)
    version = said(project, unit, publisher, on=Day(2025, 4, 10))
    findings.make(version=version, value="disputed", words="存疑。", by=reviewer)
    assert pages(reviewer, "/review/list/own/") == [[address(version)]]
    assert pages(office, "/review/list/release/") == [[address(version)]]
    for user, which in ((reviewer, "release"), (office, "own"), (reviewer, "x")):
        assert as_user(user).get(f"/review/list/{which}/").status_code == 404


def test_voices_about_an_indicator_come_from_all_its_paragraphs(
    korla: Plan, part: Part, other_part: Part, moderator: User, publisher: User
) -> None:  # fmt: skip
    """Its rows, and a paragraph to which it is tied."""
    indicator = Indicator.objects.get(plan=korla, number=7)
    first, second = (row.part for row in indicator.rows.order_by("pk"))
    shown = [_brought("published", at, moderator) for at in (first, second, other_part)]
    _brought("published", part, moderator)
    _brought("refused", second, moderator)
    Anchor.objects.create(part=other_part, indicator=indicator, by=publisher)
    voices = voices_about(indicator)
    assert {row.number for row in voices.shown} == {row.number for row in shown}
    assert (voices.received, voices.refused, voices.hidden) == (4, 1, 0)
    less = voices_about(indicator, most=2)
    assert (len(less.shown), less.hidden) == (2, 1)


def test_log_of_looks_names_who_what_and_when_and_no_text(
    brought: Callable[..., Suggestion], reviewer: User, office: User, moderator: User,
    head: User,
) -> None:  # fmt: skip
    words = "打 13912345678 找我，价格从优。"
    row = brought("refused", text=words)
    look(suggestion=row, purpose=Purpose.CHECK_DECISION, by=reviewer)
    for user in (office, moderator):
        text = as_user(user).get("/review/looks/").content.decode()
        for expected in (row.number, "reviewer", str(Purpose.CHECK_DECISION.label)):
            assert expected in text
        assert words not in text and "价格从优" not in text
    for user in (reviewer, head):
        assert as_user(user).get("/review/looks/").status_code == 403


def test_answered_findings_stand_behind_the_open_ones(
    korla: Plan, unit: Unit, publisher: User, reviewer: User, office: User, head: User
) -> None:
    project = project_row(place_in(korla), publisher)
    made: list[Finding] = []
    for _number in range(2):
        version = said(project, unit, publisher, on=Day(2025, 4, 10))
        found = findings.make(
            version=version, value="disputed", words="存疑。", by=reviewer
        )
        findings.release(finding=found, by=office)
        made.append(found)
    open_one, answered = made
    findings.answer(finding=answered, words="说明。", by=head)
    text = as_user(head).get("/findings/").content.decode()
    ids = re.findall(r'id="f-(\w+)"', text)
    assert ids == [open_one.public_id, answered.public_id]


def _brought(state: str, part: Part, by: User) -> Suggestion:
    return advance(send(part).suggestion, state, by=by, second=by)
