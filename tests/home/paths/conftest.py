"""One thing of each kind published, and what everybody reads of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from feedback.moderation import decisions
from feedback.replies.models import Reply
from feedback.suggestions.models import Suggestion
from plan_pages.disclosure.models import Update
from plan_pages.document.models import Division, Part, Plan
from plan_pages.progress.models import Observation
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.lifecycle import send
from tests.feedback.replying import answered
from tests.plan_pages.disclosing import drafted, paragraph, project_at, released
from tests.plan_pages.progress.figures import given, person
from tests.portal.pages.markup import text, tree

Unchanged = Callable[[], Any]
Read = Callable[[str], str]


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(key="slj", name="水利局", kind="department")


@pytest.fixture
def editor(unit: Unit) -> User:
    return person("editor", Role.EDITOR, unit=unit)


@pytest.fixture
def head(unit: Unit) -> User:
    return person("head", Role.HEAD, unit=unit)


@pytest.fixture
def office(db: None) -> User:
    return person("office", Role.PUBLISHER)


@pytest.fixture
def moderator(db: None) -> User:
    return person("moderator", Role.MODERATOR)


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.fixture
def part(korla: Plan) -> Part:
    return paragraph(korla)


@pytest.fixture
def section(part: Part) -> Division:
    """Adopted text."""
    return Division.objects.get(pk=part.page_id)


@pytest.fixture
def update(part: Part, editor: User, head: User, office: User) -> Update:
    draft = drafted(project_at(part, office), editor)
    released(draft, editor=editor, head=head, office=office)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def suggestion(part: Part, moderator: User) -> Suggestion:
    row = send(part).suggestion
    decisions.publish(suggestion=row, by=moderator)
    row.refresh_from_db()
    return row


@pytest.fixture
def reply(suggestion: Suggestion, unit: Unit, head: User, moderator: User) -> Reply:
    return answered(suggestion, unit=unit, head=head, by=moderator)


@pytest.fixture
def figure(korla: Plan, office: User, unit: Unit) -> Observation:
    return given("3", 2021, "79.3", office, unit)


@pytest.fixture
def pages(
    section: Division,
    update: Update,
    suggestion: Suggestion,
    reply: Reply,
    figure: Observation,
) -> list[str]:
    """Addresses of what shows them."""
    return [
        section.get_url(), "/", "/updates/", f"/updates/{update.public_id}/",
        "/suggestions/", f"/suggestions/{suggestion.number}/", "/indicators/3/",
    ]  # fmt: skip


@pytest.fixture
def unchanged(pages: list[str]) -> Unchanged:
    """A block after which every page is byte for byte what it was."""

    def read() -> dict[str, bytes]:
        answers = {page: Client().get(page) for page in pages}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {page: answer.content for page, answer in answers.items()}

    @contextmanager
    def block() -> Iterator[None]:
        before = read()
        yield
        assert read() == before

    return block


@pytest.fixture
def reader() -> Read:
    """What a page says to somebody who is nobody here."""

    def call(address: str) -> str:
        return text(tree(Client().get(address)).xpath("//main")[0])

    return call
