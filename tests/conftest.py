"""Fixtures of the whole suite. SQLite is a file; append-only triggers are real.

A transactional test ends in a flush, which the triggers refuse: they are taken off for
just that, and put back. `korla` is the real plan, in milliseconds a test.
"""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from plan_pages import importer
from plan_pages.document.models import Plan
from plan_pages.importer.importing import Order, import_plan
from portal.ledger import appendonly
from portal.outbox.models import OutboxEvent, Purge
from tests import prepared_portal, ready_database
from tests.proofs import pytest_terminal_summary as pytest_terminal_summary
from tests.snapshots import Snapshot, everything, restore, take

# How fast a machine is that runs the suite beside other work says nothing of the code.
examples.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
examples.load_profile("suite")


# A sixth of the suite's time went into looking for garbage in what stays to the end.
gc.set_threshold(100_000, 50, 1_000)


#: Through one of these a test comes to the suite's database.
DATABASE = {"db", "transactional_db", "django_db_setup", "django_db_keepdb"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for no database is the same on every kind of it."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if not asked & DATABASE and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.nodb)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """A request for /ug/ leaves its language behind in the thread: not for the next."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session", autouse=True)
def _flush_passes_triggers() -> Iterator[None]:
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self: Any, sql_list: list[str]) -> Any:
        present = set(connection.introspection.table_names())
        tables = [table for table in appendonly.TABLES if table in present]
        for table in tables:
            appendonly.take_off(connection, table)
        try:
            return flush(self, sql_list)
        finally:
            for table in tables:
                appendonly.put_on(connection, table)

    operations.execute_sql_flush = flush_without_triggers
    yield
    operations.execute_sql_flush = flush


@pytest.fixture(scope="session")
def django_db_keepdb(
    pytestconfig: pytest.Config,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> bool:
    """It is there already, a copy of one that is ready; not with --reuse-db."""
    if not pytestconfig.getvalue("reuse_db"):
        with django_db_blocker.unblock():
            ready_database.lay(anew=pytestconfig.getvalue("create_db"))
    return True


@pytest.fixture(scope="session")
def django_db_createdb() -> bool:
    return False


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """A transactional test ends with the rows that were there at the beginning.

    Django would do every migrate's aftermath anew, in seconds.
    """
    with django_db_blocker.unblock():
        found = everything()
    usual = TransactionTestCase._fixture_teardown

    def flush_and_put_back(_test: TransactionTestCase) -> None:
        call_command(
            "flush",
            interactive=False,
            verbosity=0,
            reset_sequences=False,
            inhibit_post_migrate=True,
        )
        with transaction.atomic():
            restore(found)

    TransactionTestCase._fixture_teardown = flush_and_put_back
    yield
    TransactionTestCase._fixture_teardown = usual
    if not pytestconfig.getvalue("reuse_db"):
        with django_db_blocker.unblock():
            ready_database.take_away()


@pytest.fixture(scope="session")
def prepared_var() -> Path:
    """A var/ as `prepare` leaves it, on SQLite; to be copied, never served itself."""
    return prepared_portal.prepared()


PLAN_TEXT = Path(importer.__file__).parent / "data" / "korla-14fyp.txt"


@pytest.fixture(scope="session")
def _korla_rows(django_db_setup: None, django_db_blocker: Any) -> Snapshot:
    """What importing the real plan writes; imported once a session."""
    with django_db_blocker.unblock():
        return take(import_and_deliver)


@pytest.fixture
def korla(_korla_rows: Snapshot, db: None) -> Plan:
    """The real plan, imported, published and current (phase: final evaluation)."""
    restore(_korla_rows)
    return Plan.objects.get(key="korla-14")


@pytest.fixture
def korla_transactional(_korla_rows: Snapshot, transactional_db: None) -> Plan:
    """The same where a test needs real commits."""
    with transaction.atomic():
        restore(_korla_rows)
    return Plan.objects.get(key="korla-14")


def import_and_deliver() -> None:
    """Import, and leave an empty outbox as the relay would."""
    import_korla()
    Purge.objects.all().delete()
    OutboxEvent.objects.all().delete()


def import_korla() -> dict[str, Any]:
    """Import the plan that ships with the project, as `make run` does."""
    return import_plan(
        Order(PLAN_TEXT, key="korla-14", phase="final_evaluation", publish=True)
    )
