"""What a version changed against the one before it."""

from dataclasses import dataclass
from typing import Any

from .models import UpdateVersion

#: Columns that a reader sees, in their order.
_COLUMNS = (
    "delivery", "period", "words", "reason", "decided_by", "problems", "next_step",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One column: its label, what stood there and what stands there now."""

    label: Any
    before: str
    after: str


def between(older: UpdateVersion, newer: UpdateVersion) -> list[Change]:
    """Empty where only evidence or figures differ."""
    return [
        Change(
            UpdateVersion._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            _said(older, name),
            _said(newer, name),
        )
        for name in _COLUMNS
        if getattr(older, name) != getattr(newer, name)
    ]


def _said(version: UpdateVersion, name: str) -> str:
    if name == "delivery":
        return str(version.get_delivery_display())
    return str(getattr(version, name))
