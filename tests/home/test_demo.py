"""The demonstration: everything invented says so, and went the way of real things."""

import datetime
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from home.demo import filling
from home.demo.calendar import Diary
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Plan
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.oversight.models import Finding
from plan_pages.oversight.states import Value
from plan_pages.progress.models import Observation
from portal.accounts.models import User
from portal.clock import as_if, today
from portal.pages.models import SiteFurniture
from portal.units.models import Unit

BANNER = "演示数据"


@pytest.fixture
def filled(korla: Plan, settings: Any, tmp_path: Path) -> list[dict[str, str]]:
    """The accounts of a filled site."""
    settings.VAR_DIR = tmp_path
    call_command("demo", verbosity=0)
    path = tmp_path / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_demo_fills_every_state_and_marks_every_page(
    filled: list[dict[str, str]], client: Client
) -> None:
    assert Unit.objects.count() == 30
    assert set(Finding.objects.values_list("value", flat=True)) == set(Value)
    states = set(with_clock(Obligation.objects.all()).values_list("clock", flat=True))
    assert {"on_time", "late", "overdue"} <= states
    assert UpdateVersion.objects.filter(number=2).exists()
    assert Observation.objects.values("row__indicator__plan").distinct().count() == 2
    assert set(Suggestion.objects.values_list("state", flat=True)) == set(State)
    roles = {account["role"] for account in filled}
    assert roles == {
        "department_editor", "department_head", "publisher", "moderator", "reviewer",
        "congress_office", "administrator",
    }  # fmt: skip
    for account in filled:
        user = User.objects.get(username=account["username"])
        assert (user.email, user.unit.key) == (account["email"], account["unit"])
    words = {"login": account["email"], "password": account["password"]}
    asked = Client().post("/accounts/login/", words)
    assert asked["Location"].startswith(reverse("mfa_authenticate"))
    assert user.check_password(filled[-1]["password"])
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
    before = Suggestion.objects.count()
    call_command("demo", verbosity=0)
    assert Suggestion.objects.count() == before


@pytest.mark.django_db
def test_demo_refuses_a_site_with_staff(korla: Plan) -> None:
    User.objects.create_user(username="someone")
    with pytest.raises(CommandError, match="真实数据"):
        call_command("demo")
    assert not filling.is_demonstration()
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
