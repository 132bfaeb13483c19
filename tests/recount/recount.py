"""The scorecard counted a second time, in SQL written by hand.

Imports nothing of the project: only the tables' names are shared. Runs on any database
of the portal, SQLite or PostgreSQL:

    python tests/recount/recount.py var/portal.db korla-14 2025 2025-06-03 2025-06-10
    python tests/recount/recount.py postgres://… korla-14 2025 2025-06-03 2025-06-10

The last two days are the day of counting and the last one that is "soon".
"""

import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

try:
    from . import schedule
except ImportError:  # started as a file
    import schedule  # type: ignore[no-redef]

HERE = Path(__file__).parent
_SAFE = re.compile(r"[a-z0-9-]+")

#: (axis, chapter, state): chapter 0 is the whole plan.
Counts = dict[tuple[str, int, str], int]


def statement(name: str, **given: Any) -> str:
    """The statement of that file; `given` are keys, years and days alone."""
    text = (HERE / f"{name}.sql").read_text("utf-8")
    for key, value in given.items():
        if not _SAFE.fullmatch(str(value)):
            raise ValueError(f"{key}: {value!r}")
        text = text.replace(f"{{{key}}}", str(value))
    return text


def recount(
    cursor: Any, plan: str, year: int, at: str, soon: str
) -> tuple[Counts, dict[str, tuple[int, int, int, int]]]:
    """(counts, by unit: on time, due, present, required); 0 chapter ratios as well."""
    counts: Counts = {}
    for axis in ("delivery", "review"):
        cursor.execute(statement(axis, plan=plan, year=year))
        for chapter, state, number in cursor.fetchall():
            counts[axis, chapter, state] = number
    entered = [statement(f"schedule_{name}", plan=plan) for name in ("rows", "entries")]
    for (chapter, word), number in schedule.words(
        schedule.rows_of(cursor, *entered)
    ).items():
        counts["schedule", chapter, word] = number
    ratios: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    cursor.execute(statement("disclosure", plan=plan, year=year, at=at, soon=soon))
    for chapter, unit, state, number, present, required in cursor.fetchall():
        key = ("disclosure", chapter, state)
        counts[key] = counts.get(key, 0) + number
        if state in ("on_time", "late", "overdue"):
            for name in (f"unit:{unit}", f"chapter:{chapter}"):
                sums = ratios[name]
                sums[0] += number if state == "on_time" else 0
                sums[1] += number
                sums[2] += present
                sums[3] += required
    return counts, {name: tuple(sums) for name, sums in ratios.items()}  # type: ignore[misc]


def main() -> None:
    where, plan, year, at, soon = sys.argv[1:]
    if "://" in where:
        import psycopg

        connection: Any = psycopg.connect(where)
    else:
        connection = sqlite3.connect(f"file:{where}?mode=ro", uri=True)
    counts, ratios = recount(connection.cursor(), plan, int(year), at, soon)
    for key, number in sorted(counts.items()):
        print(*key, number, sep="\t")
    for name, sums in sorted(ratios.items()):
        print("ratio", name, *sums, sep="\t")


if __name__ == "__main__":
    main()
