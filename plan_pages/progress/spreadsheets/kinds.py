"""Kinds of spreadsheets that units send; the rooms above hang theirs here.

A kind reads its sheets into steps, each the call of one service for one line. Steps
run in one transaction: what a service refuses is told with the cell, and nothing stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from plan_pages.document.models import Plan
from portal.media.models import PortalDocument
from portal.registry import Point
from portal.spreadsheets import CellReader, Line, Problems
from portal.units.models import Unit

from ..models import Handover, SourceDocument
from .papers import Papers, entered


@dataclass(frozen=True)
class Step:
    """`said` tells what it writes; a refusal is about the cell under `head`, or under
    that which `heads` names for its code.
    """

    line: Line
    said: str
    do: Callable[[], object]
    head: str
    heads: Mapping[str, str] = field(default_factory=dict)

    def cell_of(self, code: str) -> str:
        return self.line.cells[self.heads.get(code, self.head)].where


@dataclass
class Job:
    """One file on its way in. `stamped` and `handover` are None while it is checked."""

    plan: Plan
    unit: Unit
    by: Any
    sheets: dict[str, list[Line]]
    stamped: PortalDocument | None = None
    handover: Handover | None = None
    problems: Problems = field(default_factory=Problems)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = CellReader(self.problems)
        self.papers = Papers(self.cells)
        self._kept: dict[int, SourceDocument] = {}

    def kept(self, source: SourceDocument | None) -> SourceDocument | None:
        """The paper as it stands in the database: for a step, when it runs."""
        if source is None:
            return None
        if id(source) not in self._kept:
            self._kept[id(source)] = entered(source, self.by)
        return self._kept[id(source)]


@dataclass(frozen=True)
class Kind:
    """`sheets`: name → heads. `fill` writes into the template what the plan has;
    `choices`: (sheet, head) → the words that fit there.
    """

    key: str
    label: str | Promise
    hints: Sequence[str]
    sheets: Mapping[str, Sequence[str]]
    read: Callable[[Job], None]
    fill: Callable[[Plan, dict[str, Any]], None]
    order: int
    choices: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    with_papers: bool = True


kinds: Point[Kind] = Point("spreadsheet kinds")


def kind_of(key: str) -> Kind | None:
    return next((kind for kind in kinds if kind.key == key), None)


def in_order() -> list[Kind]:
    return sorted(kinds, key=lambda kind: kind.order)
