"""10,000 figures from a spreadsheet: checked and written, and refused for one cell.

Beside the time of the whole stands how long it keeps other writers waiting.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import openpyxl

from plan_pages.progress.spreadsheets.columns import (
    FIGURE_HEADS,
    FIGURES,
    SOURCE_HEADS,
    SOURCES,
)

from .children import ChildFailed, manage, scratch
from .rows import Row

PAPERS, YEARS, CODES = 100, range(2021, 2026), [str(n) for n in range(1, 21) if n != 7]
CODES += ["7a"]
COUNT = PAPERS * len(YEARS) * len(CODES)
UNIT = (
    "from portal.units.models import Unit; "
    "Unit.objects.create(key='office', name='统计局', kind='department')"
)
#: The command in a process whose turns at writing are timed; the longest is printed.
HELD = """
import time
from contextlib import contextmanager
from django.core.management import call_command
from portal import writing
take, held = writing._own_turn, [0.0]
@contextmanager
def timed(seconds):
    with take(seconds):
        began = time.monotonic()
        yield
        held.append(time.monotonic() - began)
writing._own_turn = timed
call_command("import_observations", *{order})
print("held", max(held))
"""


def observing() -> Iterator[Row]:
    """One process each, start of Django included."""
    with scratch() as var:
        manage(var, "prepare")
        manage(var, "shell", "-c", UNIT)
        good, bad, stamped = var / "good.xlsx", var / "bad.xlsx", var / "stamped.pdf"
        stamped.write_bytes(b"%PDF-1.4")
        write_workbook(good)
        write_workbook(bad, last="x")
        order = ("--unit=office", "--by=admin", f"--stamped={stamped}")
        said = _refused(var, bad, order)
        yield Row(
            "observations: one bad cell, named and nothing written",
            float(f"{FIGURES}!D{COUNT + 1}" not in said),
            "missed",
            0,
        )
        code = HELD.format(order=[str(good), *order])
        used = manage(var, "shell", "-c", code)
        held = float(used.output.rsplit("held ", 1)[1])
        what = f"observations: {COUNT:,} from a spreadsheet"
        yield Row(f"{what}, checked and written: time", used.wall, "s", 30)
        yield Row(f"{what}: the writer's turn held at the longest", held, "s", 5)
        yield Row(f"{what}: peak memory", used.peak, "MB")


def _refused(var: Path, file: Path, order: tuple[str, ...]) -> str:
    try:
        return manage(var, "import_observations", str(file), *order).output
    except ChildFailed as failed:
        return str(failed)


def write_workbook(path: Path, *, last: str = "1") -> None:
    """COUNT figures of PAPERS papers; the last one says `last`."""
    book = openpyxl.Workbook(write_only=True)
    sources = book.create_sheet(SOURCES)
    sources.append(list(SOURCE_HEADS))
    for at in range(PAPERS):
        sources.append([f"A{at}", f"公报{at}", "统计局", f"{at}号", "2022-04-01", ""])
    figures = book.create_sheet(FIGURES)
    figures.append(list(FIGURE_HEADS))
    keys = product(range(PAPERS), YEARS, CODES)
    for number, (paper, year, code) in enumerate(keys, start=1):
        value = last if number == COUNT else f"{number % 90 + 1}.{number % 10}"
        figures.append([code, "", year, value, "最终数", "", f"A{paper}", "", ""])
    book.save(path)
