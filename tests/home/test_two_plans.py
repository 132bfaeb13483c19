"""Two plans on one site: no link leads nowhere, and the next plan becomes current."""

import re
from collections import Counter, deque
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from feedback.suggestions.models import Suggestion
from home.demo.filling import PLAN
from plan_pages.delivery import projects, responsibilities, tasks
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Part, Plan
from plan_pages.importer.importing import Order, import_plan
from plan_pages.oversight import findings
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.people import person
from tests.plan_pages import disclosing, owing
from tests.proofs import rounds

pytestmark = pytest.mark.once

#: Pages of a kind and a plan whose links are followed, and links of a kind asked for.
_READ, _ASKED = rounds(1, 40), rounds(3, 1000)
_KEYS = ("korla-14", "next-15")


@pytest.fixture
def next_plan(korla: Plan) -> Plan:
    import_plan(Order(PLAN, key="next-15", phase="implementing", publish=True))
    return Plan.objects.get(key="next-15")


@pytest.fixture
def people(db: None) -> dict[str, User]:
    unit = Unit.objects.create(key="slj", name="水利局", kind="department")
    return {
        "editor": person("editor", Role.EDITOR, unit=unit),
        "head": person("head", Role.HEAD, unit=unit),
        "office": person("office", Role.PUBLISHER),
        "administrator": person("administrator", Role.ADMINISTRATOR),
        "moderator": person("moderator", Role.MODERATOR),
        "second": person("second", Role.MODERATOR),
        "reviewer": person("reviewer", Role.REVIEWER),
        "congress": person("congress", Role.CONGRESS_OFFICE),
    }


def _filled(plan: Plan, people: dict[str, User], rule: Any) -> UpdateVersion:
    """Something of every kind in `plan`, by the services."""
    parts = Part.objects.current().of_plan(plan.pk)
    part = parts.filter(kind="paragraph", page__depth__gt=4).order_by("pk")[0]
    item = parts.filter(kind="box_item").order_by("pk").first()
    office, unit = people["office"], Unit.objects.get(key="slj")
    project = projects.add_project(
        part=item or part, by=office, name="城区供水管网改造",
        item=getattr(item, "plan_item", None),
    )  # fmt: skip
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    task = tasks.add_task(part=part, by=office, name="出台管护办法")
    responsibilities.assign(unit=unit, role="lead", subject=task, by=office)
    owing.obligation(project, unit, rule=rule)
    update = disclosing.drafted(project, people["editor"])
    who = {name: people[name] for name in ("editor", "head", "office")}
    version = disclosing.released(update, **who)
    disclosing.released(disclosing.drafted(part, people["editor"]), **who)
    finding = findings.make(
        version=version, value="disputed", words="存疑", by=people["reviewer"]
    )
    findings.release(finding=finding, by=people["congress"])
    row: Suggestion = send(part).suggestion
    advance(row, "published", by=people["moderator"], second=people["second"])
    return version


@pytest.fixture
def two(korla: Plan, next_plan: Plan, people: dict[str, User]) -> list[UpdateVersion]:
    owing.launch()
    rule = owing.rule(people["administrator"])
    return [_filled(plan, people, rule) for plan in (korla, next_plan)]


def _kind(path: str) -> tuple[str, str]:
    """(name of the address, key of the plan that it names)."""
    try:
        match = resolve(path)
    except Resolver404:
        return path, ""
    key = next((key for key in _KEYS if f"/{key}/" in path), "")
    return match.url_name or match.route, key


def _links(path: str, html: str) -> list[str]:
    found = re.findall(r'<a [^>]*href="([^"]+)"', html)
    full = [urljoin(path, link.replace("&amp;", "&")) for link in found]
    return [each.partition("#")[0] for each in full if not urlsplit(each).netloc]


def test_no_link_of_a_public_page_leads_nowhere(
    two: list[UpdateVersion], client: Client
) -> None:
    short = [reverse("update", args=[each.update.public_id]) for each in two]
    root = reverse("wagtail_serve", args=[""])
    waiting = deque([root, *short])
    seen = set(waiting)
    read: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    broken = []
    while waiting:
        path = waiting.popleft()
        kind = _kind(urlsplit(path).path)
        if asked[kind] >= _ASKED:
            continue
        asked[kind] += 1
        response = client.get(path)
        if response.status_code >= 400:
            broken.append((path, response.status_code))
        is_page = response["Content-Type"].startswith("text/html")
        if response.status_code != 200 or not is_page or read[kind] >= _READ:
            continue
        read[kind] += 1
        for link in _links(path, response.content.decode()):
            if link not in seen and link.startswith(
                reverse("wagtail_serve", args=[""])
            ):
                seen.add(link)
                waiting.append(link)
    assert broken == []
    for name in ("update", "update_evidence", "project", "task", "unit", "overdue"):
        assert read[f"plan_{name}", "next-15"] or asked[f"plan_{name}", "next-15"], name


def test_a_short_address_means_the_plan_of_the_thing(
    two: list[UpdateVersion], client: Client
) -> None:
    for version, plan in zip(two, Plan.objects.order_by("pk"), strict=True):
        update = version.update
        own = reverse("plan_update", args=[plan.key, update.public_id])
        page = client.get(reverse("update", args=[update.public_id])).content.decode()
        assert f'<link rel="canonical" href="http://testserver{own}">' in page
        assert f'<a href="{own}" dir="ltr">{own}</a>' in page
        args = [update.public_id, 1, 0]
        assert client.get(reverse("update_evidence", args=args)).status_code == 200
        task = plan.tasks.get()
        for name, thing in (("project", update.project), ("task", task)):
            address = reverse(name, args=[thing.public_id])
            assert client.get(address).status_code == 200
    items = Part.objects.filter(plan=two[1].update.plan, plan_item__isnull=False)
    address = reverse("item", args=[items[0].public_id])
    assert client.get(address).status_code == 200
    following = two[1]
    wrong = reverse("plan_update", args=["korla-14", following.update.public_id])
    assert client.get(wrong).status_code == 404
    assert client.get(reverse("update", args=["00000000"])).status_code == 404


def test_a_unit_of_another_plan_links_to_what_it_owes_there(
    two: list[UpdateVersion], client: Client
) -> None:
    page = client.get(reverse("plan_unit", args=["next-15", "slj"])).content.decode()
    assert f"{reverse('plan_overdue', args=['next-15'])}?unit=slj" in page
    assert f'href="{reverse("overdue")}?unit=slj' not in page


def test_office_makes_the_next_plan_current(
    next_plan: Plan, people: dict[str, User], client: Client
) -> None:
    client.force_login(people["office"])
    address = reverse("plan_desk")
    sent = {"plan": "next-15", "action": "current"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert Plan.objects.get(is_current=True).key == "korla-14"
    assert client.post(address, sent | {"sure": "on"}).status_code == 302
    assert Plan.objects.get(is_current=True).key == "next-15"
    entry = Entry.objects.get(subject="plan:next-15")
    assert entry.type == "rules.changed" and '"current":1' in entry.payload
    page = Client().get(reverse("items")).content.decode()
    assert f"http://testserver{reverse('plan_items', args=['next-15'])}" in page


def test_administrator_changes_a_phase_and_nobody_else_does(
    next_plan: Plan, people: dict[str, User], client: Client
) -> None:
    address = reverse("plan_desk")
    sent = {"plan": "next-15", "action": "phase", "phase": "archived"}
    client.force_login(people["moderator"])
    assert client.post(address, sent).status_code == 403
    assert Plan.objects.get(key="next-15").phase == "implementing"
    client.force_login(people["administrator"])
    assert client.post(address, sent | {"phase": "x"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert Plan.objects.get(key="next-15").phase == "archived"
    entry = Entry.objects.get(subject="plan:next-15")
    assert '"phase":"archived"' in entry.payload


def test_command_sets_phase_and_current(next_plan: Plan, capsys: Any) -> None:
    call_command("plan_phase", "next-15", "--phase", "final_evaluation", "--current")
    assert "next-15  final_evaluation 现行" in capsys.readouterr().out
    assert Plan.objects.get(is_current=True).key == "next-15"
    Plan.objects.filter(key="korla-14").update(live=False)
    with pytest.raises(CommandError, match="还没有公开"):
        call_command("plan_phase", "korla-14", "--phase", "archived", "--current")
    old = Plan.objects.get(key="korla-14")
    assert (old.phase, old.is_current) == ("final_evaluation", False)
