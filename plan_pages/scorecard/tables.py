"""A card as tables: which columns there are, and the cells of every row."""

from dataclasses import dataclass
from typing import Any

from .axes import AXES, LATE, Axis
from .cards import Card


@dataclass(frozen=True)
class Cell:
    """`late`: a number to be seen; a zero is quiet."""

    axis: str
    state: str
    word: Any
    number: int
    first: bool

    @property
    def late(self) -> bool:
        return self.number > 0 and self.state in LATE


@dataclass(frozen=True)
class Group:
    """The columns of an axis, those alone that count anything."""

    axis: Axis
    states: list[tuple[str, Any]]


@dataclass(frozen=True)
class Table:
    """`rows`: [(row of the card, its cells)], the sum of them last in `total`."""

    groups: list[Group]
    rows: list[tuple[Card, list[Cell]]]
    total: list[Cell]


def groups_of(card: Card) -> Table:
    groups = [Group(axis, axis.shown(card["total"][axis.key])) for axis in AXES]
    groups = [group for group in groups if group.states]
    return Table(
        groups,
        [(row, _cells(row, groups)) for row in card["rows"]],
        _cells(card["total"], groups),
    )


def _cells(row: Card, groups: list[Group]) -> list[Cell]:
    return [
        Cell(group.axis.key, code, word, row[group.axis.key].get(code, 0), at == 0)
        for group in groups
        for at, (code, word) in enumerate(group.states)
    ]


@dataclass(frozen=True)
class Ratio:
    """Timeliness and completeness of one row; numerators over denominators."""

    kind: str
    row: Card

    @property
    def timely_percent(self) -> int | None:
        return _percent(self.row["on_time"], self.row["due"])

    @property
    def complete_percent(self) -> int | None:
        return _percent(self.row["present"], self.row["required"])


def ratios(card: Card) -> dict[str, list[Ratio]]:
    """By chapter and by unit, those alone from which anything was due."""
    return {
        "chapters": [Ratio("chapter", row) for row in card["rows"] if row["due"]],
        "units": [Ratio("unit", row) for row in card["units"] if row["due"]],
        "total": [Ratio("total", card["total"])] if card["total"]["due"] else [],
    }


def _percent(part: int, whole: int) -> int | None:
    """Whole per cent, cut and not rounded: 100 is said of everything alone."""
    return part * 100 // whole if whole else None
