"""The report of an import, as JSON: counts, lost characters, doubts, changes.

`changes` has, for each thing that may become of a part, a list of rows with the part's
id (see `plan_pages.document.changes`); pages are named by their numbers, "15/2".
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

from plan_pages.importer.accounting import lost_characters
from plan_pages.importer.source import PlanSource
from plan_pages.importer.writing import Written, path_of

Report = dict[str, Any]
PAGE_NAMES = {"from_page": "from", "to_page": "to"}


def make_report(text: str, source: PlanSource, written: Written) -> Report:
    """Counts, losses and doubts of the source, and the changes of the writing."""
    return {
        "plan": written.plan.key,
        "title": source.title,
        "phase": written.plan.phase,
        "encoding": source.encoding,
        "counts": source.counts(),
        "lost_characters": lost_characters(text, source),
        "doubts": [dataclasses.asdict(doubt) for doubt in source.doubts],
        "changes": _changes(written),
    }


def write_report(report: Report, path: Path) -> None:
    """Raises OSError when the file cannot be written."""
    text = json.dumps(report, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _changes(written: Written) -> dict[str, list[Any]]:
    names = {page.pk: _address(written, page) for page in written.pages}
    names |= {page.pk: _address(written, page) for page in written.removed}
    lists = written.changes.lists()
    return {
        name: [row if isinstance(row, str) else _named(row, names) for row in rows]
        for name, rows in lists.items()
    }


def _address(written: Written, page: Any) -> str:
    return "/".join(path_of(written.plan, page))


def _named(row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    return {
        PAGE_NAMES.get(key, key): names.get(value, "") if key in PAGE_NAMES else value
        for key, value in row.items()
    }
