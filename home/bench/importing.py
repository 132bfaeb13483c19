"""The import of the shipped plan into a fresh database, and the pages it makes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from home.preparing import SHIPPED_PLAN

from .children import manage, scratch
from .rows import Row


def importing() -> Iterator[Row]:
    """Import, import again, then the shortest and the longest section page."""
    with scratch() as var:
        manage(var, "prepare", "--without-plan")
        arguments = (
            "import_plan",
            str(SHIPPED_PLAN.path),
            f"--plan={SHIPPED_PLAN.key}",
            f"--phase={SHIPPED_PLAN.phase}",
            "--publish",
        )
        first = manage(var, *arguments)
        yield Row("import: CPU, start of Django included", first.cpu, "s", 5)
        yield Row("import: time", first.wall, "s")
        yield Row("import: peak memory", first.peak, "MB", 300)
        yield Row("import again, nothing new: CPU", manage(var, *arguments).cpu, "s")
        yield from _section_pages(var)


def _section_pages(var: Path) -> Iterator[Row]:
    pages = _measured(var, "--sections")
    pages.sort(key=lambda page: page["bytes"])
    for name, page in (("shortest", pages[0]), ("longest", pages[-1])):
        cold = _measured(var, "--page", page["path"])[0]
        yield Row(f"{name} section page, cold: queries", cold["queries"], "", 16)
        yield Row(f"{name} section page: gzip", page["bytes"] / 1000, "kB", 20)
        yield Row(f"{name} section page, warm: time", page["ms"], "ms")


def _measured(var: Path, *arguments: str) -> list[dict[str, Any]]:
    output = manage(var, "measure_pages", *arguments).output
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]
