"""A unit with its editor and head, another unit's, and the publishing office."""

from pathlib import Path
from typing import Any

import pytest

from plan_pages.delivery.models import Project
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.disclosing import drafted, paragraph, project_at, released


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def part(korla: Plan) -> Part:
    return paragraph(korla)


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(key="slj", name="水利局", kind="department")


@pytest.fixture
def other_unit(db: None) -> Unit:
    return Unit.objects.create(key="jtj", name="交通局", kind="department")


@pytest.fixture
def editor(unit: Unit) -> User:
    return person("editor", Role.EDITOR, unit=unit)


@pytest.fixture
def head(unit: Unit) -> User:
    return person("head", Role.HEAD, unit=unit)


@pytest.fixture
def stranger(other_unit: Unit) -> User:
    """Editor and head of another unit."""
    return person("stranger", Role.EDITOR, Role.HEAD, unit=other_unit)


@pytest.fixture
def office(db: None) -> User:
    return person("office", Role.PUBLISHER)


@pytest.fixture
def project(part: Part, office: User) -> Project:
    return project_at(part, office)


@pytest.fixture
def draft(project: Project, editor: User) -> Update:
    return drafted(project, editor)


@pytest.fixture
def version(draft: Update, editor: User, head: User, office: User) -> UpdateVersion:
    return released(draft, editor=editor, head=head, office=office)
