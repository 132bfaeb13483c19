"""Erased stays erased, also after a backup from before the erasure was restored."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from feedback.suggestions import authors, erased
from feedback.suggestions.models import Suggestion, SuggestionText
from home import preparing
from plan_pages.document.models import Part, Plan
from portal.intake import formkeys
from portal.intake.codes import code_for
from portal.outbox.relay import Relay
from tests.database_files import content

from ..lifecycle import send

WORD = "qxjrestored8842"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def deliver() -> None:
    relay = Relay()
    while relay.turn():
        pass


def files() -> list[Path]:
    base = Path(connection.settings_dict["NAME"])
    return [base, base.with_name(f"{base.name}-wal")]


def in_files() -> bool:
    return any(WORD.encode() in content(file) for file in files())


def test_backup_from_before_the_erasure_is_erased_again(
    korla_transactional: Plan, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the backup is a file of SQLite's")
    key = formkeys.issue(purpose="suggest")
    part = Part.objects.filter(kind="paragraph").order_by("pk")[0]
    row = send(part, key=key, text=f"{WORD} 的事。" * 40).suggestion
    other = send(part, text="另一条").suggestion
    backup = tmp_path / "backup.db"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(backup)])
    authors.erase(suggestion=row)
    deliver()
    assert not in_files()
    assert erased.path().read_text() == f"{row.number} {row.entry_id}\n"

    connection.close()
    for file in files():
        file.unlink(missing_ok=True)
    shutil.copy(backup, files()[0])
    assert SuggestionText.objects.filter(suggestion=row).exists()
    assert in_files()
    assert preparing.prepare_erasures() == "1 erased again"
    deliver()

    assert not in_files()
    assert authors.find_by_code(code_for(key).letters) is None
    assert Suggestion.objects.get(pk=row.pk).is_erased
    assert other.words.text == "另一条"
    assert preparing.prepare_erasures() is None


def test_number_given_anew_is_not_erased(part: Part) -> None:
    """Another suggestion under the number of an erased one is somebody else's."""
    row = send(part).suggestion
    erased.path().write_text(f"{row.number} {'0' * 26}\n")
    assert erased.erase_again() == 0
    assert SuggestionText.objects.filter(suggestion=row).exists()
