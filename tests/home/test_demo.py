"""The demonstration: everything invented says so, and went the way of real things."""

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from feedback.moderation import models as moderation
from feedback.moderation import moves
from feedback.replies import dispositions
from feedback.replies.models import Extension, ReplyVersion, ReplyWithdrawal, Routing
from feedback.suggestions import states as said
from feedback.suggestions.models import Suggestion
from home.demo import naming
from home.demo.calendar import Diary
from home.demo.marking import is_demonstration, mark
from home.demo.stories import FINDINGS
from plan_pages.delivery import models as delivery
from plan_pages.disclosure.models import Evidence, ReleaseRecord, Update, UpdateVersion
from plan_pages.disclosure.states import Delivery, UpdateState
from plan_pages.document.models import Plan
from plan_pages.document.models.part import new_public_id
from plan_pages.obligations import models as obligations
from plan_pages.obligations import states as duties
from plan_pages.obligations.clock import with_clock
from plan_pages.oversight.models import Finding, FindingAnswer
from plan_pages.oversight.states import Value
from plan_pages.progress import models as progress
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.clock import as_if, today
from portal.intake.codes import new_number
from portal.outbox.models import OutboxEvent
from portal.pages.models import SiteFurniture
from portal.units.models import Unit
from tests.demonstration import Filling, fill, fill_and_keep
from tests.snapshots import restore

# Both fillings are made once, by one worker.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("demo")]

BANNER = "演示数据"


@pytest.fixture(scope="module")
def fillings(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Filling]:
    """Two, each of an empty site that is rolled back."""
    with django_db_blocker.unblock():
        return [
            fill_and_keep(tmp_path_factory.mktemp("demo")),
            fill(tmp_path_factory.mktemp("demo")),
        ]


@pytest.fixture
def filled(
    db: None, fillings: list[Filling], settings: Any, tmp_path: Path
) -> list[dict[str, str]]:
    """The accounts of a filled site."""
    restore(fillings[0].rows)
    settings.VAR_DIR = tmp_path
    (tmp_path / "accounts.json").write_text(fillings[0].accounts, encoding="utf-8")
    accounts: list[dict[str, str]] = json.loads(fillings[0].accounts)
    return accounts


def test_demo_is_the_same_at_every_filling(fillings: list[Filling]) -> None:
    first, second = fillings
    assert first.accounts == second.accounts
    names = first.names()
    assert names == second.names()
    assert {"document_part.public_id", "suggestions_suggestion.number"} <= names.keys()


def words(rows: Any, column: str) -> set[str]:
    return set(rows.values_list(column, flat=True))


def without(values: Iterable[str], *left_out: str) -> set[str]:
    return {str(value) for value in values} - set(left_out)


def states_of_updates() -> set[str]:
    """As UpdateState says it, from the rows."""
    found = set()
    for update in Update.objects.prefetch_related("versions"):
        count = len(update.versions.all())
        if hasattr(update, "withdrawal"):
            found.add(UpdateState.WITHDRAWN)
        elif update.workflow_in_progress:
            found.add(UpdateState.IN_APPROVAL)
        elif count:
            found.add(UpdateState.PUBLISHED if count == 1 else UpdateState.CORRECTED)
        else:
            found.add(UpdateState.DRAFT)
    return {str(each) for each in found}


def test_demo_fills_every_state(filled: list[dict[str, str]]) -> None:
    """From the enums themselves: a state that is added later is missing here."""
    decisions, clock = (
        moderation.Decision.objects,
        with_clock(obligations.Obligation.objects.filter(plan__is_current=True)),
    )
    expected = {
        "suggestion": (said.State.values, words(Suggestion.objects, "state")),
        "kind": (said.Kind.values, words(Suggestion.objects, "kind")),
        "wish": (said.Visibility.values, words(Suggestion.objects, "visibility")),
        "channel": (said.Channel.values, words(Suggestion.objects, "channel")),
        "decision": (moves.DecisionKind.values, words(decisions, "kind")),
        "ground": (moves.Ground.values, words(decisions, "ground") - {""}),
        "exemption": (moves.Exemption.values, words(decisions, "exemption") - {""}),
        "handed to": (moves.Destination.values, words(decisions, "destination") - {""}),
        # That of a lapse is no row's: nobody decided.
        "role": (
            without(moves.DecidingRole.values, moves.DecidingRole.CLOCK),
            words(decisions, "role"),
        ),
        "appeal": (
            {*moderation.AppealOutcome.values, "open"},
            words(moderation.AppealDecision.objects, "outcome")
            | ({"open"} if moderation.Appeal.objects.open().exists() else set()),
        ),
        "take-down": (
            moderation.TakeDownResult.values,
            words(moderation.TakeDownOutcome.objects, "result"),
        ),
        "disposition": (
            dispositions.Disposition.values,
            words(ReplyVersion.objects, "disposition"),
        ),
        "complexity": (
            dispositions.Complexity.values,
            words(Routing.objects, "complexity"),
        ),
        "delivery": (Delivery.values, words(UpdateVersion.objects, "delivery")),
        "update": (UpdateState.values, states_of_updates()),
        "clock": (duties.ClockState.values, words(clock, "clock")),
        "rule about": (
            duties.Subject.values,
            words(obligations.Obligation.objects, "subject"),
        ),
        "cycle": (duties.Cycle.values, words(obligations.Rule.objects, "cycle")),
        "basis": (duties.Basis.values, words(obligations.Rule.objects, "basis")),
        "letter": (
            obligations.LetterKind.values,
            words(obligations.DueLetter.objects, "kind"),
        ),
        "finding": (Value.values, words(Finding.objects.released(), "value")),
        "figure": (
            progress.ObservationStatus.values,
            words(progress.Observation.objects.current(), "status"),
        ),
        "stage": (
            delivery.Stage.values,
            words(delivery.Project.objects.with_present(), "stage"),
        ),
        "money": (
            delivery.MoneyKind.values,
            words(delivery.Investment.objects, "kind"),
        ),
        "class": (
            delivery.AnnualClass.values,
            words(delivery.Investment.objects, "annual_class") - {""},
        ),
        "unit's part": (
            delivery.UnitRole.values,
            words(delivery.Responsibility.objects, "role"),
        ),
        "account": (
            {role.name.lower() for role in Role},
            {account["role"].removeprefix("department_") for account in filled},
        ),
    }
    missing = {
        name: sorted(set(map(str, values)) ^ set(map(str, found)))
        for name, (values, found) in expected.items()
        if set(map(str, values)) != set(map(str, found))
    }
    assert missing == {}


def test_demo_fills_what_has_no_word_of_its_own(filled: list[dict[str, str]]) -> None:
    """Rows that have no state but must be there to be looked at, on both plans."""
    on_behalf = Update.objects.filter(on_behalf=True, versions__isnull=False)
    both = {
        "project": delivery.Project.objects.values("plan"),
        "task": delivery.Task.objects.values("plan"),
        "update": Update.objects.standing().values("plan"),
        "figure": progress.Observation.objects.values("row__indicator__plan"),
        "obligation": obligations.Obligation.objects.values("plan"),
        "suggestion": Suggestion.objects.values("part__plan"),
        "milestone": delivery.Milestone.objects.filter(project__isnull=False).values(
            "project__plan"
        ),
        "investment": delivery.Investment.objects.values("project__plan"),
    }
    assert {
        name for name, rows in both.items() if rows.distinct().count() != 2
    } == set()
    milestones = delivery.Milestone.objects.standing()
    there = {
        "anchor of an indicator": delivery.Anchor.objects.exclude(indicator=None),
        "anchor of a project": delivery.Anchor.objects.exclude(project=None),
        "milestone reached": milestones.exclude(done_on=None),
        "milestone missed": milestones.filter(done_on=None, due_on__lt=today()),
        "milestone put off": milestones.filter(done_on=None, supersedes__isnull=False),
        "sum corrected": delivery.Investment.objects.exclude(supersedes=None),
        "代录 of an update": on_behalf,
        "代录 of a figure": progress.Observation.objects.exclude(handover=None),
        "file as evidence": Evidence.objects.exclude(document=None),
        "link as evidence": Evidence.objects.exclude(url=""),
        "release": ReleaseRecord.objects.all(),
        "extension of a duty": obligations.ObligationExtension.objects.all(),
        "finding of an obligation": Finding.objects.released().exclude(obligation=None),
        "internal finding": Finding.objects.internal(),
        "answer": FindingAnswer.objects.all(),
        "second version": UpdateVersion.objects.filter(number=2),
        "assigned target": progress.AssignedTarget.objects.all(),
        "annual target": progress.Checkpoint.objects.all(),
        "tolerance": progress.Tolerance.objects.all(),
        "revised": progress.Observation.objects.exclude(supersedes=None),
        "resubmitted": Suggestion.objects.exclude(resubmission_of=None),
        "erased": Suggestion.objects.exclude(erased_week=""),
        "proposal that waits": moderation.UnlawfulProposal.objects.open(),
        "proposal declined": moderation.ProposalDecline.objects.all(),
        "take-down that waits": moderation.Decision.objects.filter(
            kind="take_down", outcome__isnull=True
        ),
        "reply put off": Extension.objects.all(),
        "reply corrected": ReplyVersion.objects.filter(number=2),
        "reply withdrawn": ReplyWithdrawal.objects.all(),
    }  # fmt: skip
    assert [name for name, rows in there.items() if not rows.exists()] == []
    papers = progress.Observation.objects.current()
    years = list(papers.values_list("row", "period"))
    assert len(years) > len(set(years))  # two papers for one year
    assert Unit.objects.count() == 30
    assert {value for value, _words in FINDINGS} == set(Value.values)


def test_demo_looks_alive_at_the_front_door(
    filled: list[dict[str, str]], client: Client
) -> None:
    page = client.get("/").content.decode()
    assert Plan.objects.get(is_current=True).key == "lanxi-15"
    for heading in ("刚刚公开", "逾期未公开", "您说了之后"):
        assert heading in page


def test_demo_owes_nobody_a_mail(filled: list[dict[str, str]]) -> None:
    """Scrubbing the file cannot be done inside a test's transaction."""
    owed = set(OutboxEvent.objects.values_list("topic", flat=True))
    assert owed <= {"suggestion.scrub"}


def test_demo_marks_every_page_and_lets_its_people_in(
    filled: list[dict[str, str]], client: Client
) -> None:
    for account in filled:
        user = User.objects.get(username=account["username"])
        assert (user.email, user.unit.key) == (account["email"], account["unit"])
        assert user.check_password(account["password"])
    asked = Client().post(
        "/accounts/login/", {"login": user.email, "password": account["password"]}
    )
    assert asked["Location"].startswith(reverse("mfa_authenticate"))
    addresses = (
        "/",
        "/plan/lanxi-15/2/1/",
        "/plan/korla-14/9/2/",
        "/suggestions/",
        "/scorecard/",
    )
    for address in (*addresses, "/en/", "/accounts/login/", "/no/such/page/"):
        response = client.get(address)
        assert BANNER in response.content.decode(), address
        assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_demo_prints_its_accounts_and_fills_once(
    filled: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Suggestion.objects.count()
    call_command("demo", verbosity=0)
    assert Suggestion.objects.count() == before
    printed = capsys.readouterr().out
    one_of_each = {account["role"]: account for account in filled[::-1]}
    for account in one_of_each.values():
        for key in ("role", "unit", "email", "password", "totp_secret"):
            assert account[key] in printed


@pytest.mark.django_db
def test_foreseeable_names_are_for_the_demonstration_alone(korla: Plan) -> None:
    """Not on a site without the banner; and afterwards names are by lot again."""
    with pytest.raises(naming.NoDemonstration), naming.same_names():
        pass
    mark()
    drawn = []
    for _time in range(2):
        with naming.same_names():
            drawn.append((new_public_id(), new_number()))
    assert drawn[0] == drawn[1]
    assert new_public_id() != new_public_id() != drawn[0][0]
    assert new_number() != drawn[0][1]


@pytest.mark.django_db
def test_demo_refuses_a_site_with_staff(korla: Plan) -> None:
    User.objects.create_user(username="someone")
    with pytest.raises(CommandError, match="真实数据"):
        call_command("demo")
    assert not is_demonstration()
    assert not Unit.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_real_site_has_no_banner(korla: Plan, client: Client) -> None:
    furniture = SiteFurniture.for_site(Site.objects.get(is_default_site=True))
    assert furniture.is_demonstration is False
    assert BANNER not in client.get("/").content.decode()


def test_diary_takes_steps_by_day_and_leaves_the_future() -> None:
    end = datetime.date(2026, 11, 20)
    diary, took = Diary(end), []

    def first() -> None:
        took.append(("first", today()))
        diary.after(today(), 1, lambda: took.append(("second", today())))
        diary.after(today(), 30, lambda: took.append(("never", today())))

    diary.ago(3, lambda: took.append(("later", today())))
    diary.ago(10, first)
    assert diary.live(lambda _done, _total: None) == 3
    assert took == [
        ("first", datetime.date(2026, 11, 10)),
        ("second", datetime.date(2026, 11, 11)),
        ("later", datetime.date(2026, 11, 17)),
    ]


def test_as_if_ends_with_its_block() -> None:
    day = datetime.date(2020, 2, 29)
    with as_if(day):
        assert today() == day
    assert today() != day
