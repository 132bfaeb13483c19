"""What has to be there before the portal serves, each made only when it changed.

Steps in order: database, cache table, static files, the plan that ships with the
project, the first administrator. A step returns what it did in words, or None when
nothing was to do.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from feedback.suggestions import erased
from plan_pages.importer.models import ImportRun
from portal.durability import assert_durable
from portal.search import comparing, nightly, rebuilding
from portal.search.engines.choosing import uses_elasticsearch
from portal.search.engines.lazily import mirror
from portal.search.engines.protocol import EngineUnavailable

ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class ShippedPlan:
    """The plan whose text is part of the project."""

    path: Path
    key: str
    phase: str


SHIPPED_PLAN = ShippedPlan(
    path=settings.BASE_DIR / "plan_pages" / "importer" / "data" / "korla-14fyp.txt",
    key="korla-14",
    phase="final_evaluation",
)


@contextmanager
def only_one() -> Iterator[None]:
    """Two starts at the same moment prepare one after the other."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare_database() -> str | None:
    """Apply the migrations that are missing; refuse a database that loses rows."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert_durable()
    if not plan:
        return None
    call_command("migrate", interactive=False, verbosity=0)
    return f"{len(plan)} migrations"


def prepare_caches() -> None:
    """The table of a cache that lies in the database; most lie in memory."""
    call_command("createcachetable", verbosity=0)


def prepare_static() -> str | None:
    """Collect the static files when one of them is new, gone or changed."""
    stamp = settings.STATIC_ROOT / ".collected"
    wanted = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return None
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return "collected"


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare_plan(plan: ShippedPlan = SHIPPED_PLAN) -> str | None:
    """Import the shipped plan once. Changed text is a person's decision, not ours."""
    runs = ImportRun.objects.filter(plan__key=plan.key)
    sha256 = hashlib.sha256(plan.path.read_bytes()).hexdigest()
    if runs.filter(source_sha256=sha256).exists():
        return None
    if runs.exists():
        return (
            f"{plan.key}: shipped text differs from what was imported; nothing changed "
            f"(manage.py import_plan {plan.path} --plan {plan.key} --correction …)"
        )
    call_command(
        "import_plan",
        str(plan.path),
        plan=plan.key,
        phase=plan.phase,
        publish=True,
    )
    return f"{plan.key} imported"


def prepare_search() -> str | None:
    """Build the search index where there is none, or one by another rule of tokens."""
    done = []
    if stale := rebuilding.is_stale():
        entries = rebuilding.rebuild(
            lambda *_progress: None, mirrored_next=uses_elasticsearch()
        )
        done.append(f"{entries} entries")
    if uses_elasticsearch():
        try:
            if stale or mirror.is_missing():
                done.append(f"{mirror.rebuild(lambda _done: None)} in Elasticsearch")
        except EngineUnavailable as error:
            nightly.owe(comparing.MIRROR[0])
            done.append(
                f"Elasticsearch 没有应答 does not answer ({error}); 之后运行 then run: "
                "manage.py rebuild_index --mirror-only"
            )
    return "; ".join(done) or None


def prepare_erasures() -> str | None:
    """After a backup was restored: what had been erased since is erased again."""
    done = erased.erase_again()
    return f"{done} erased again" if done else None


@transaction.atomic
def prepare_administrator() -> str | None:
    """Make `admin` with a one-time password when nobody may administer yet.

    The password is said once and kept with mode 0600 until it has been changed.
    """
    users = get_user_model().objects
    note = settings.VAR_DIR / "secrets" / "admin-password"
    if not users.filter(is_superuser=True).exists():
        password = secrets.token_urlsafe(12)
        users.create_superuser(
            ADMINISTRATOR, password=password, password_change_required=True
        )
        _write_secret(note, password)
        return f"用户名 {ADMINISTRATOR} 一次性密码 {password}"
    waiting = users.filter(username=ADMINISTRATOR, password_change_required=True)
    if note.exists() and not waiting.exists():
        note.unlink()
    elif note.exists():
        return f"用户名 {ADMINISTRATOR} 一次性密码见 {note}"
    return None


def _write_secret(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")


#: (name in Chinese, name in English, step)
Step = tuple[str, str, Callable[[], str | None]]
STEPS: tuple[Step, ...] = (
    ("数据库", "database", prepare_database),
    ("缓存表", "cache table", prepare_caches),
    ("静态文件", "static files", prepare_static),
    ("已删除的内容", "erasures", prepare_erasures),
    ("规划文本", "plan", prepare_plan),
    ("搜索索引", "search index", prepare_search),
    ("管理员", "administrator", prepare_administrator),
)
