"""Inputs of the method in one line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from plan_pages.progress.method import Figure, Inputs, Kind


def figures(values: Mapping[int, Any]) -> dict[int, Figure]:
    return {year: number(year, value) for year, value in values.items()}


def number(year: int, value: Any) -> Figure:
    return Figure(year, Decimal(str(value)), str(value))


def level(base: Any, target: Any, observed: Mapping[int, Any], **more: Any) -> Inputs:
    """Base 2025, target 2030 unless said otherwise."""
    start = more.pop("start", 2026)
    end = more.pop("end", 2030)
    checkpoints = figures(more.pop("checkpoints", {}))
    up = more.pop("up", target is None or base is None or target >= base)
    return Inputs(
        Kind.LEVEL,
        up=up,
        start=start,
        end=end,
        base=None if base is None else number(start - 1, base),
        target=None if target is None else number(end, target),
        observations=figures(observed),
        checkpoints=checkpoints,
        **more,
    )


def rows(kind: Kind, observed: Mapping[int, Any], **more: Any) -> Inputs:
    """2021 to 2025."""
    target = more.pop("target", None)
    for name in ("checkpoints", "reference"):
        more[name] = figures(more.get(name, {}))
    return Inputs(
        kind,
        up=more.pop("up", True),
        start=2021,
        end=2025,
        target=None if target is None else number(2025, target),
        observations=figures(observed),
        **more,
    )
