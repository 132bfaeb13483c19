"""What a machine cannot read from a plan's table, by plan key and row.

`<key>-indicators.json` beside the plan's text, or else in `data/`.
"""

import json
from collections.abc import Mapping
from pathlib import Path

DATA = Path(__file__).with_name("data")


def load_entries(plan_key: str, *folders: Path) -> Mapping[str, Mapping]:
    """The entries of a plan by row ("7a"); empty for a plan without a file."""
    if Path(plan_key).name != plan_key:
        return {}
    for folder in (*folders, DATA):
        path = folder / f"{plan_key}-indicators.json"
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8")).get(plan_key, {})
    return {}
