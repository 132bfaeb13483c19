"""A large spreadsheet: received, checked by the relay, seen on its page.

The command shows the same on a terminal.
"""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plan_pages.document.models import Plan
from plan_pages.progress import uploads
from plan_pages.progress.models import (
    FigureUpload,
    Handover,
    Observation,
    SourceDocument,
)
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.media.models import PortalDocument
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.units.models import Unit
from tests.plan_pages.progress.figures import person
from tests.plan_pages.progress.sheets import SOURCE, line, workbook
from tests.portal.pages.markup import one, text, tree

PAPERS = [(f"A{at}", f"公报{at}", *SOURCE[2:]) for at in range(60)]
#: More than is checked while somebody waits, and more than two steps of the bar.
LINES = [
    line(code, year, "79.3", 来源代号=f"A{at}")
    for at in range(60)
    for code in ("3", "4", "18", "19")
    for year in range(2021, 2026)
]


@pytest.fixture
def office(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def send(
    office: Client, korla: Plan, unit: Unit, lines: Any = LINES, **more: Any
) -> FigureUpload:
    sheet = SimpleUploadedFile("a.xlsx", workbook(lines, PAPERS).getvalue())
    data = {"plan": korla.pk, "unit": unit.pk, "sheet": sheet}
    data["stamped"] = SimpleUploadedFile("a.pdf", b"%PDF-1.4 stamped")
    answer = office.post(reverse("figures_entry"), data | more)
    upload = FigureUpload.objects.get()
    assert answer["Location"] == page_of(upload)
    return upload


def page_of(upload: FigureUpload) -> str:
    return reverse("figures_upload", args=[upload.public_id])


def nothing_written() -> bool:
    return not any(
        model._default_manager.exists()
        for model in (Observation, Handover, SourceDocument, PortalDocument)
    )


def test_large_file_is_received_and_written_by_the_relay(
    office: Client, korla: Plan, unit: Unit, publisher: User
) -> None:
    upload = send(office, korla, unit)
    waiting = office.get(page_of(upload))
    assert waiting["Refresh"] == "2"
    assert "排队等候" in text(tree(waiting))
    assert Observation.objects.count() == 0
    Relay().turn()
    done = office.get(page_of(upload))
    assert "Refresh" not in done
    assert f"已写入 {len(LINES)} 个数 · 新的来源文件 60" in text(tree(done))
    assert Observation.objects.count() == len(LINES) == 1200
    upload.refresh_from_db()
    assert (bytes(upload.sheet), upload.handover) == (b"", Handover.objects.get())
    assert Observation.objects.filter(handover=upload.handover).count() == 1200
    hashes = Entry.objects.filter(subject__startswith="observation/").count()
    assert hashes == 1200
    assert OutboxEvent.objects.filter(topic=uploads.TOPIC).count() == 0


def test_page_shows_how_far_it_is(
    office: Client, korla: Plan, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(office, korla, unit)
    monkeypatch.setattr(uploads, "BETWEEN", 0)
    seen = []
    mark = uploads._Signs.__call__

    def looked_at(signs: Any, what: str, done: int, total: int) -> None:
        mark(signs, what, done, total)
        if signs.upload.is_running:
            page = tree(office.get(page_of(upload)))
            bar = one(page, "//progress")
            status = text(one(page, "//div[@role='status']"))
            assert f"{what} {done} / {total}" in status
            seen.append((what, int(bar.get("value")), int(bar.get("max"))))

    monkeypatch.setattr(uploads._Signs, "__call__", looked_at)
    Relay().turn()
    assert seen == [
        ("读取", 0, 1262), ("读取", 500, 1262), ("读取", 1000, 1262),
        ("读取", 1262, 1262), ("核对", 0, 1200), ("核对", 500, 1200),
        ("核对", 1000, 1200), ("核对", 1200, 1200), ("写入", 0, 1200),
    ]  # fmt: skip


def test_one_bad_cell_is_named_and_nothing_is_kept(
    office: Client, korla: Plan, unit: Unit
) -> None:
    upload = send(office, korla, unit, [*LINES[:-1], line("19", 2025, "x")])
    Relay().turn()
    page = text(tree(office.get(page_of(upload))))
    assert "有 1 处不对，什么都没有写入" in page and "观测值!D1201" in page
    assert nothing_written()
    upload.refresh_from_db()
    assert (upload.state, upload.stamped, bytes(upload.sheet)) == ("wrong", None, b"")


def test_check_alone_writes_nothing(office: Client, korla: Plan, unit: Unit) -> None:
    upload = send(office, korla, unit, dry_run="on")
    Relay().turn()
    assert "检查通过，没有写入" in text(tree(office.get(page_of(upload))))
    assert nothing_written()


def test_carried_out_twice_is_once(office: Client, korla: Plan, unit: Unit) -> None:
    upload = send(office, korla, unit)
    event = uploads.Event(uploads.TOPIC, "x", {"upload": upload.public_id})
    uploads.carry_out(event)
    uploads.carry_out(event)
    assert (Observation.objects.count(), Handover.objects.count()) == (1200, 1)


def test_one_that_is_worked_at_is_left_until_it_gives_no_sign(
    office: Client, korla: Plan, unit: Unit, time_machine: Any
) -> None:
    upload = send(office, korla, unit)
    event = uploads.Event(uploads.TOPIC, "x", {"upload": upload.public_id})
    time_machine.move_to(timezone.now(), tick=False)
    uploads._claimed(upload.public_id)
    with pytest.raises(uploads.StillRunning):
        uploads.carry_out(event)
    assert Observation.objects.count() == 0
    time_machine.shift(uploads.GONE)
    uploads.carry_out(event)
    assert Observation.objects.count() == 1200


def test_break_in_the_write_leaves_nothing_and_is_tried_again(
    office: Client, korla: Plan, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(office, korla, unit)
    event = uploads.Event(uploads.TOPIC, "x", {"upload": upload.public_id})

    def breaks(*_args: Any) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(uploads, "_finish", breaks)
        with pytest.raises(OSError):
            uploads.carry_out(event)
    assert not (Observation.objects.exists() or Handover.objects.exists())
    assert not SourceDocument.objects.exists()
    upload.refresh_from_db()
    assert (upload.state, upload.beat) == ("waiting", None)
    uploads.carry_out(event)
    assert Observation.objects.count() == 1200


def test_others_see_no_upload(
    office: Client, korla: Plan, unit: Unit, client: Client
) -> None:
    upload = send(office, korla, unit)
    client.force_login(person("head", Role.HEAD, unit=unit))
    assert client.get(page_of(upload)).status_code == 403


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_command_shows_a_bar_on_a_terminal_alone(
    korla: Plan, unit: Unit, publisher: User, tmp_path: Any
) -> None:
    sheet = tmp_path / "a.xlsx"
    sheet.write_bytes(workbook(LINES, PAPERS).getvalue())
    order = [str(sheet), f"--unit={unit.key}", f"--by={publisher}", "--dry-run"]
    terminal, pipe = Terminal(), io.StringIO()
    call_command("import_observations", *order, stderr=terminal)
    said = terminal.getvalue()
    assert f"\r核对 {'█' * 12}{'░' * 18} 500/1200" in said
    assert f"\r核对 {'█' * 30} 1200/1200\n" in said
    call_command("import_observations", *order, stderr=pipe)
    assert pipe.getvalue() == ""


def test_command_names_the_bad_cell(
    korla: Plan, unit: Unit, publisher: User, tmp_path: Any
) -> None:
    sheet = tmp_path / "a.xlsx"
    sheet.write_bytes(workbook([line("3", 2021, "x")]).getvalue())
    with pytest.raises(CommandError, match="观测值!D2"):
        call_command(
            "import_observations", str(sheet), f"--unit={unit.key}",
            f"--by={publisher}", "--dry-run",
        )  # fmt: skip
