"""An import that fails or is killed at any moment leaves the site as it was."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from plan_pages.document.models import Part
from tests.conftest import PLAN_TEXT, import_korla
from tests.plan_pages.importer.runs import correct, everything
from tests.plan_pages.importer.texts import KORLA
from tests.proofs import rounds

ROOT = Path(__file__).resolve().parents[3]
KILLED_AT = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from plan_pages.importer.importing import Order, import_plan

def kill(done, total):
    if done == min(int(sys.argv[2]), total):
        os.kill(os.getpid(), signal.SIGKILL)

import_plan(
    Order(Path(sys.argv[1]), key="korla-14", publish=True, correction="勘误"),
    progress=kill,
)
"""


class PulledOut(Exception):
    """What stands for the plug that was pulled."""


def pull_at(statement: int):
    """A wrapper that fails from that SQL statement on, counted from 0."""
    count = iter(range(10**9))

    def wrapper(execute, sql, params, many, context):
        if next(count) >= statement and not sql.startswith("ROLLBACK"):
            raise PulledOut
        return execute(sql, params, many, context)

    return wrapper


def statements_of(work) -> int:
    """How many SQL statements the work takes, caches warm; it is rolled back."""
    _counted(work)
    return _counted(work)


def _counted(work) -> int:
    count = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(wrapper):
        work()
        transaction.set_rollback(True)
    return count


@pytest.mark.django_db
def test_first_import_fails_at_any_statement(db):
    before = everything()
    total = statements_of(import_korla)
    for statement in random.Random(3).sample(range(total), rounds(5, 60)):
        with pytest.raises(PulledOut), connection.execute_wrapper(pull_at(statement)):
            import_korla()
        assert everything() == before


@pytest.mark.django_db
def test_correction_fails_at_any_statement(korla, tmp_path):
    text = KORLA.replace("产业持续", "产业不断持续").replace("健全规划", "完善规划")
    assert text != KORLA
    before = everything()
    total = statements_of(lambda: correct(tmp_path, text))
    for statement in random.Random(4).sample(range(total), rounds(5, total)):
        with pytest.raises(PulledOut), connection.execute_wrapper(pull_at(statement)):
            correct(tmp_path, text)
        assert everything() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", [1, 40, 79])
def test_import_killed(transactional_db, page):
    before = everything()
    assert killed_at(page) == -signal.SIGKILL
    assert everything() == before
    assert not Part.objects.exists()


def killed_at(page: int) -> int:
    """Import in a process of its own that is killed after that page; its exit code."""
    return subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(PLAN_TEXT), str(page)],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": database_url(),
            "PYTHONPATH": str(ROOT),
        },
        check=False,
        timeout=120,
    ).returncode


def database_url() -> str:
    """The address of the database that this test runs on."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user = f"{settings['USER']}:{settings['PASSWORD']}".rstrip(":")
    host = f"{settings['HOST']}:{settings['PORT']}".rstrip(":")
    if settings["HOST"].startswith("/"):
        host = settings["HOST"].replace("/", "%2F")
    return f"postgres://{user}@{host}/{settings['NAME']}".replace("://@", "://")
