"""Fixtures of the whole suite. SQLite is a file; append-only triggers are real.

A transactional test ends in a flush, which the triggers refuse: they are taken off for
just that, and put back.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from portal.ledger import appendonly


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
