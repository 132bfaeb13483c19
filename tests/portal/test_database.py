"""What is asked of a connection to the database."""

import pytest
from django.db import connection


def test_postgresql_compiles_no_statement(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own setting")
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
