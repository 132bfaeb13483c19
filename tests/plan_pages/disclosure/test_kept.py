"""What a page shows purges it: every tag that a page declares, an act names."""

from typing import Any

import pytest
from django.test import Client

from plan_pages.delivery import projects, responsibilities
from plan_pages.delivery.models import Project
from plan_pages.disclosure import versions
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.http.pagecache.tags import DECLARED
from portal.outbox.models import Purge
from portal.outbox.purges import EVERYTHING
from portal.units.models import Unit


def tags_of(client: Client, address: str) -> set[str]:
    response: Any = client.get(address)
    return set(response.wsgi_request.META[DECLARED].tags) - {EVERYTHING}


def purged() -> set[str]:
    return {key for purge in Purge.objects.all() for key in purge.keys}


@pytest.fixture
def pages(version: UpdateVersion, part: Part, project: Project) -> list[str]:
    Purge.objects.all().delete()
    return [
        "/updates/", "/updates.csv", f"/updates/{version.update.public_id}/",
        f"/projects/{project.public_id}/", "/units/", "/units/slj/",
        part.page.get_url(),
    ]  # fmt: skip


def test_withdrawal_purges_every_page_that_shows_it(
    pages: list[str], version: UpdateVersion, office: User, client: Client
) -> None:
    declared = {page: tags_of(client, page) for page in pages}
    versions.withdraw(update=version.update, reason="填错", by=office)
    assert [page for page, tags in declared.items() if not tags & purged()] == []


def test_revision_of_a_project_purges_every_page_that_names_it(
    pages: list[str], project: Project, office: User, client: Client
) -> None:
    declared = {page: tags_of(client, page) for page in (*pages, "/projects/")}
    projects.revise_project(project=project, note="更名", by=office, name="新名")
    assert [page for page, tags in declared.items() if not tags & purged()] == []


def test_responsibility_purges_both_pages(
    pages: list[str], project: Project, office: User, unit: Unit, client: Client
) -> None:
    shown = [f"/projects/{project.public_id}/", "/units/", "/units/slj/", "/projects/"]
    declared = {page: tags_of(client, page) for page in shown}
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    assert [page for page, tags in declared.items() if not tags & purged()] == []


def test_first_disclosure_opens_the_column_everywhere(version: UpdateVersion) -> None:
    assert EVERYTHING in purged()
