"""What the page calls a facet's values; names change rarely and are kept a minute."""

import time
from collections.abc import Sequence

from portal.units.models import Unit

from .documents import facet_names

KEPT_SECONDS = 60.0
#: (facet, value) → (good until, name); an empty name for one that nobody can name.
_kept: dict[tuple[str, str], tuple[float, str]] = {}


def names_of(facet: str, values: Sequence[str]) -> dict[str, str]:
    """`{value: name}`; a value that nobody can name is left out."""
    now = time.monotonic()
    known = {v: _kept[facet, v] for v in values if (facet, v) in _kept}
    names = {value: name for value, (until, name) in known.items() if until > now}
    missing = [value for value in values if value not in names]
    if missing:
        asked = _ask(facet, missing)
        until = now + KEPT_SECONDS
        for value in missing:
            names[value] = asked.get(value, "")
            _kept[facet, value] = (until, names[value])
    return {value: name for value, name in names.items() if name}


def forget() -> None:
    """Ask anew; for tests."""
    _kept.clear()


def _ask(facet: str, values: Sequence[str]) -> dict[str, str]:
    if facet == "unit":
        return {unit.key: unit.name for unit in Unit.objects.filter(key__in=values)}
    names: dict[str, str] = {}
    for provide in facet_names:
        names.update(provide(facet, values))
    return names
