"""Sealed contact details: one case, by its holder, logged, opened elsewhere."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from feedback.moderation import claims, contacts, decisions
from feedback.moderation.models import ContactLook
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.clock import today

from ..lifecycle import send
from ..unchanged import refused, rows

TOOL = Path(project.BASE_DIR) / "deploy" / "unseal.py"
CONTACT = "王某某，13800138000，下午在家"


def _tool(*arguments: str, lines: str = "") -> str:
    done = subprocess.run(
        [sys.executable, str(TOOL), *arguments],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def keyfile(tmp_path: Path, settings: Any, db: None) -> str:
    path = str(tmp_path / "contact.key")
    settings.CONTACT_PUBLIC_KEY = _tool("new", path).strip()
    FeedbackSettings.load()
    FeedbackSettings.objects.update(contact_enabled=True)
    return path


@pytest.fixture
def left(keyfile: str, part: Part) -> Suggestion:
    return send(part, contact=CONTACT).suggestion


def test_contact_is_taken_at_the_case_and_opened_by_the_offline_tool(
    left: Suggestion, keyfile: str, moderator: User
) -> None:
    desk = Client()
    desk.force_login(moderator)
    case = reverse("moderation_case", args=[left.number])
    address = reverse("moderation_contact", args=[left.number])
    assert address not in desk.get(case).content.decode()
    claims.claim(suggestion=left, by=moderator)
    assert address in desk.get(case).content.decode()
    taken = desk.post(address)
    assert taken.status_code == 200
    assert "no-store" in taken["Cache-Control"]
    assert taken["Content-Disposition"] == (
        f'attachment; filename="{left.number}.sealed.txt"'
    )
    line = taken.content.decode()
    assert "13800138000" not in line
    assert _tool("open", keyfile, lines=line) == f"{left.number} {CONTACT}\n"
    look = ContactLook.objects.get()
    assert (look.suggestion, look.looked_on, look.by) == (left, today(), moderator)
    assert "取走联系方式" in desk.get(case).content.decode()


def test_contact_is_taken_after_the_decision_too(
    left: Suggestion, moderator: User
) -> None:
    """A reply by phone comes after it: the case is claimed once more."""
    decisions.publish(suggestion=left, by=moderator)
    desk = Client()
    desk.force_login(moderator)
    case = reverse("moderation_case", args=[left.number])
    claim = reverse("moderation_claim", args=[left.number])
    assert claim in desk.get(case).content.decode()
    desk.post(claim)
    taken = desk.post(reverse("moderation_contact", args=[left.number]))
    assert taken.content.decode().startswith(f"{left.number} ")


def test_contact_is_for_the_one_who_holds_the_case(
    left: Suggestion, part: Part, moderator: User, second: User, head: User
) -> None:
    with refused("not_moderator"):
        contacts.take_contact(suggestion=left, by=head)
    with refused("not_claimed"):
        contacts.take_contact(suggestion=left, by=moderator)
    claims.claim(suggestion=left, by=second)
    with refused("not_claimed"):
        contacts.take_contact(suggestion=left, by=moderator)
    none = send(part).suggestion
    claims.claim(suggestion=none, by=moderator)
    with refused("no_contact"):
        contacts.take_contact(suggestion=none, by=moderator)


def test_contact_is_gone_for_staff_once_its_author_withdrew_or_erased(
    left: Suggestion, keyfile: str, part: Part, moderator: User
) -> None:
    erased = send(part, contact=CONTACT).suggestion
    for row in (left, erased):
        claims.claim(suggestion=row, by=moderator)
    authors.withdraw(suggestion=left)
    authors.erase(suggestion=erased)
    for row, code in ((left, "withdrawn"), (erased, "no_contact")):
        with refused(code):
            contacts.take_contact(suggestion=row, by=moderator)


def test_contact_refused_at_the_page_leaves_no_row(
    left: Suggestion, moderator: User
) -> None:
    desk = Client()
    desk.force_login(moderator)
    before = rows()
    response = desk.post(reverse("moderation_contact", args=[left.number]))
    assert response.status_code == 302
    assert rows() == before
    page = desk.get(response["Location"]).content.decode()
    assert "请先认领这一件，再取用联系方式。" in page
