"""What the database must promise before a row is acknowledged."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

#: PRAGMA → the value that SQLite must report.
REQUIRED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
}


def assert_durable() -> None:
    """Raise ImproperlyConfigured when SQLite does not report REQUIRED."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma, wanted in REQUIRED.items():
            cursor.execute(f"PRAGMA {pragma}")
            found = cursor.fetchone()[0]
            if found != wanted:
                raise ImproperlyConfigured(
                    f"SQLite reports {pragma}={found}, needed is {wanted}: "
                    "acknowledged rows could be lost. "
                    "Look at DATABASES['default']['OPTIONS']."
                )
