"""A measured value beside its limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`limit` is the most that `measured` may be, `least` the least; None: either.

    `measured` is None where this machine lacks what the figure needs: `unit` says what.
    """

    what: str
    measured: float | None
    unit: str
    limit: float | None = None
    least: float | None = None

    @property
    def held(self) -> bool:
        if self.measured is None:
            return True
        return (self.limit is None or self.measured <= self.limit) and (
            self.least is None or self.measured >= self.least
        )

    def cells(self) -> tuple[str, str, str, str]:
        if self.measured is None:
            return self.what, "not measured", self.unit, ""
        limit = "" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        if self.least is not None:
            limit = f"≥ {self.least:g} {self.unit}"
        verdict = "ok" if self.held else "UNDER" if self.least is not None else "OVER"
        return self.what, f"{self.measured:.4g} {self.unit}", limit, limit and verdict


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Lines of a table with as wide columns as they need."""
    cells = [("what", "measured", "limit", ""), *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for what, measured, limit, verdict in cells:
        yield (
            f"{what:<{widths[0]}}  {measured:>{widths[1]}}  "
            f"{limit:>{widths[2]}}  {verdict}"
        ).rstrip()
