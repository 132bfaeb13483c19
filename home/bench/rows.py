"""A measured value beside its limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`limit` is the most that `measured` may be; None where there is no promise."""

    what: str
    measured: float
    unit: str
    limit: float | None = None

    @property
    def held(self) -> bool:
        return self.limit is None or self.measured <= self.limit

    def cells(self) -> tuple[str, str, str, str]:
        limit = "" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        verdict = "" if self.limit is None else ("ok" if self.held else "OVER")
        return self.what, f"{self.measured:.4g} {self.unit}", limit, verdict


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Lines of a table with as wide columns as they need."""
    cells = [("what", "measured", "limit", ""), *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for what, measured, limit, verdict in cells:
        yield (
            f"{what:<{widths[0]}}  {measured:>{widths[1]}}  "
            f"{limit:>{widths[2]}}  {verdict}"
        ).rstrip()
