"""The review pages: who gets in, and a finding from its words to its answer."""

import datetime

import pytest
from django.test import Client

from feedback.congress.assignments import assign
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Division, Plan
from plan_pages.oversight.models import Finding, FindingAnswer
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import lead, place_in, project_row, said

WORDS = {"value": "to_be_supplemented", "words": "缺验收材料。"}


@pytest.fixture
def version(korla: Plan, unit: Unit) -> UpdateVersion:
    publisher = person("publisher", Role.PUBLISHER)
    project = project_row(place_in(korla), publisher)
    lead(unit, project, publisher)
    return said(project, unit, publisher, on=datetime.date(2025, 4, 10))


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(version: UpdateVersion) -> str:
    return f"/review/updates/{version.update.public_id}/{version.number}/"


def test_review_opens_to_the_congress_alone(
    version: UpdateVersion, reviewer: User, office: User, head: User, moderator: User
) -> None:
    pages = ("/review/", address(version), "/review/chapters/", "/review/refused/")
    for page in (*pages, "/review/chapters/korla-14/15/"):
        assert as_user(reviewer).get(page).status_code == 200
        assert as_user(office).get(page).status_code == 200
        assert as_user(head).get(page).status_code == 403
        assert as_user(moderator).get(page).status_code == 403
        assert Client().get(page).status_code == 302


def test_finding_internal_released_answered(
    version: UpdateVersion, reviewer: User, office: User, head: User
) -> None:
    page = address(version)
    assert as_user(reviewer).post(page, WORDS).status_code == 302
    found = Finding.objects.get()
    public = f"/updates/{version.update.public_id}/"
    assert WORDS["words"] not in Client().get(public).content.decode()
    assert WORDS["words"] not in as_user(head).get("/findings/").content.decode()
    release = f"/review/findings/{found.public_id}/release/"
    as_user(reviewer).post(release)
    assert not hasattr(Finding.objects.get(), "release")
    as_user(office).post(release)
    assert Finding.objects.get().release.by == office
    shown = Client().get(public).content.decode()
    assert f'data-finding="{found.public_id}"' in shown
    assert WORDS["words"] in shown
    answer = {"finding": found.public_id, "words": "已补充，见第二版。"}
    assert as_user(head).post("/findings/", answer).status_code == 302
    assert FindingAnswer.objects.get().words == answer["words"]
    assert answer["words"] in Client().get(public).content.decode()


def test_new_claims_of_ones_own_chapters_then_of_all(
    version: UpdateVersion, reviewer: User, office: User
) -> None:
    assert address(version) in as_user(reviewer).get("/review/").content.decode()
    other = Division.objects.get(url_path__endswith="/korla-14/15/")
    assign(reviewer=reviewer, chapter=other, by=office)
    narrowed = as_user(reviewer).get("/review/").content.decode()
    assert address(version) not in narrowed and 'href="?all"' in narrowed
    every = as_user(reviewer).get("/review/?all").content.decode()
    assert address(version) in every and 'href="?all"' not in every


def test_finding_without_words_is_kept_and_said(
    version: UpdateVersion, reviewer: User
) -> None:
    response = as_user(reviewer).post(address(version), {"value": "disputed"})
    assert response.status_code == 422
    assert "请写明核查意见" in response.content.decode()
    assert not Finding.objects.exists()
