"""`manage.py prepare`: each step only when something changed."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from home import preparing
from home.models import HomePage
from plan_pages.document.models import Plan, PlanIndex
from plan_pages.importer.models import ImportRun

User = get_user_model()


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The commands that a step called, instead of running them."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(
        preparing,
        "call_command",
        lambda *args, **options: calls.append((*args, options)),
    )
    return calls


@pytest.fixture
def shipped(tmp_path: Path) -> preparing.ShippedPlan:
    path = tmp_path / "shipped.txt"
    path.write_text("某市规划", encoding="utf-8")
    return preparing.ShippedPlan(path=path, key="city-14", phase="final_evaluation")


def _imported(key: str, sha256: str) -> None:
    index = PlanIndex(title="规划", slug="plan")
    HomePage.objects.get().add_child(instance=index)
    plan = Plan(
        title="某市规划",
        slug=key,
        key=key,
        phase="final_evaluation",
        period_start=2021,
        period_end=2025,
        page_levels=["chapter"],
    )
    index.add_child(instance=plan)
    ImportRun.objects.create(
        plan=plan, source_name="shipped.txt", source_sha256=sha256, report={}
    )


def test_prepare_database_complete_does_nothing(db: None, called: list[Any]) -> None:
    assert preparing.prepare_database() is None
    assert called == []


def test_prepare_database_missing_migration_migrates(
    db: None, called: list[Any]
) -> None:
    MigrationRecorder.Migration.objects.filter(app="importer").delete()
    missing = preparing.prepare_database()
    assert missing is not None
    assert missing.endswith("migrations")
    assert called == [("migrate", {"interactive": False, "verbosity": 0})]


def test_prepare_caches_makes_the_table_of_a_shared_cache(
    db: None, settings: Any
) -> None:
    shared = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = settings.CACHES | {
        "attempts": {"BACKEND": shared, "LOCATION": "a_table"}
    }
    for _time in range(2):
        preparing.prepare_caches()
        assert "a_table" in connection.introspection.table_names()


def test_prepare_static_only_when_a_file_changed(
    var: Path, settings: Any, called: list[Any]
) -> None:
    source = var / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    settings.STATIC_ROOT.mkdir()
    answers = [preparing.prepare_static(), preparing.prepare_static()]
    (source / "a.css").write_text("a{color:red}")
    answers += [preparing.prepare_static(), preparing.prepare_static()]
    (source / "a.css").unlink()
    answers += [preparing.prepare_static(), preparing.prepare_static()]
    assert answers == ["collected", None] * 3
    assert len(called) == 3


def test_prepare_plan_never_imported_imports(
    db: None, called: list[Any], shipped: preparing.ShippedPlan
) -> None:
    assert preparing.prepare_plan(shipped) == "city-14 imported"
    assert called == [
        (
            "import_plan",
            str(shipped.path),
            {"plan": "city-14", "phase": "final_evaluation", "publish": True},
        )
    ]


def test_prepare_plan_same_bytes_does_nothing(
    db: None, called: list[Any], shipped: preparing.ShippedPlan
) -> None:
    # sha256 of the file, by `sha256sum`
    _imported(
        "city-14", "7a0fc891433e81537982b6ab79e1fbaac853028c90a20b2806cf9dbe037fcece"
    )
    assert preparing.prepare_plan(shipped) is None
    assert called == []


def test_prepare_plan_other_bytes_says_so_and_changes_nothing(
    db: None, called: list[Any], shipped: preparing.ShippedPlan
) -> None:
    _imported("city-14", "0" * 64)
    said = preparing.prepare_plan(shipped)
    assert said is not None
    assert "--correction" in said
    assert called == []


def test_prepare_plan_other_plan_there_imports_all_the_same(
    db: None, called: list[Any], shipped: preparing.ShippedPlan
) -> None:
    _imported("city-15", "0" * 64)
    assert preparing.prepare_plan(shipped) == "city-14 imported"
    assert len(called) == 1


def test_prepare_administrator_first_start_makes_one_password(
    db: None, var: Path
) -> None:
    said = preparing.prepare_administrator()
    admin = User.objects.get()
    note = var / "secrets" / "admin-password"
    password = note.read_text().strip()
    assert (admin.username, admin.is_superuser) == ("admin", True)
    assert admin.password_change_required is True
    assert admin.check_password(password)
    assert said is not None
    assert password in said
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert stat.S_IMODE(note.parent.stat().st_mode) == 0o700


def test_prepare_administrator_second_start_names_the_note_only(
    db: None, var: Path
) -> None:
    preparing.prepare_administrator()
    note = var / "secrets" / "admin-password"
    password = note.read_text().strip()
    said = preparing.prepare_administrator()
    assert said is not None
    assert str(note) in said
    assert password not in said
    assert User.objects.get().check_password(password)


def test_prepare_administrator_password_changed_removes_note(
    db: None, var: Path
) -> None:
    preparing.prepare_administrator()
    User.objects.update(password_change_required=False)
    assert preparing.prepare_administrator() is None
    assert list((var / "secrets").iterdir()) == []


def test_prepare_administrator_someone_administers_makes_none(
    db: None, var: Path
) -> None:
    User.objects.create_superuser("somebody", password="a long password")
    assert preparing.prepare_administrator() is None
    assert [user.username for user in User.objects.all()] == ["somebody"]
    assert not (var / "secrets").exists()


def test_prepare_command_without_plan_takes_the_other_steps(
    db: None, var: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    taken: list[str] = []

    def step(name: str, answer: str | None) -> Any:
        def take() -> str | None:
            taken.append(name)
            return answer

        return take

    plan = step("plan", "imported")
    monkeypatch.setattr(preparing, "prepare_plan", plan)
    monkeypatch.setattr(
        preparing,
        "STEPS",
        (("甲", "first", step("first", "done")), ("乙", "plan", plan)),
    )
    call_command("prepare", "--without-plan")
    assert taken == ["first"]
    assert capsys.readouterr().out.startswith("甲 first: done (")
    call_command("prepare")
    assert taken == ["first", "first", "plan"]
