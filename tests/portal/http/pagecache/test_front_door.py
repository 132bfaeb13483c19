"""The front door shows of every floor: what it is kept by covers every public act."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.moderation import rules
from feedback.replies import routing
from feedback.suggestions.models import FeedbackSettings
from plan_pages.document.models import Part, Plan
from plan_pages.obligations.models import DisclosureSettings
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http.pagecache.application import PageCache
from portal.outbox.purges import EVERYTHING
from portal.units.models import Unit
from tests.browser.furnishing import STAFF, UNITS
from tests.browser.works import Works
from tests.feedback.lifecycle import advance, send
from tests.feedback.people import person

from .asking import Counted, ask
from .test_changes import Watch

pytestmark = pytest.mark.once

DOORS = ("/", "/en/", "/ug/")


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def watch(cache: PageCache, django_side: Counted, korla: Plan) -> Watch:
    FeedbackSettings.load()
    DisclosureSettings.load()
    rules.current()
    return Watch(cache, django_side)


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return {
        key: Unit.objects.create(key=key, name=name, kind=kind)
        for key, (name, kind) in UNITS.items()
    }


@pytest.fixture
def people(units: dict[str, Unit]) -> dict[str, User]:
    return {
        name: person(name, Role(role), unit=units.get(key or ""))
        for name, (role, key) in STAFF.items()
    }


def test_front_door_is_fresh_after_every_act_of_disclosure(
    watch: Watch, people: dict[str, User], units: dict[str, Unit]
) -> None:
    """Rules, registers, obligations, versions, findings, figures: each on its day."""
    works = Works(people, units["shili"], units["linju"])
    changed, now = set(), timezone.now()
    for days, step in works.steps():
        with time_machine.travel(now - datetime.timedelta(days=days)):
            watch.cache.store.forget([EVERYTHING])  # kept on another day
            watch.warm(*DOORS)
            before = ask(watch.cache, "/").text
            watch.after(step)
            if ask(watch.cache, "/").text != before:
                changed.add(step.__name__)
    assert {"oblige", "publish", "measure"} <= changed


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper"))
    return client


@pytest.mark.parametrize("model", [FeedbackSettings, DisclosureSettings])
def test_settings_saved_in_the_admin_show_on_the_front_door(
    watch: Watch, admin: Client, model: Any
) -> None:
    row = model.load()
    label = model._meta.app_label, model._meta.model_name
    url = reverse("wagtailsettings:edit", args=[*label, row.pk])
    names = [field.name for field in model._meta.fields if field.name != "id"]
    given = {name: getattr(row, name) or "" for name in names}
    watch.warm(*DOORS)

    def save() -> None:
        assert admin.post(url, given).status_code == 302

    assert watch.after(save) == [*DOORS]


def test_routing_reaches_the_front_door(
    watch: Watch, korla: Plan, people: dict[str, User], units: dict[str, Unit]
) -> None:
    """It sets the day by which the answer is late there."""
    part = Part.objects.current().filter(plan=korla, kind="paragraph")[0]
    row, by = send(part).suggestion, people["moderator"]
    advance(row, "published", by=by, second=people["second"])
    watch.warm(*DOORS)

    def route() -> None:
        routing.route(suggestion=row, unit=units["shili"], complexity="normal", by=by)

    assert watch.after(route) == [*DOORS]
