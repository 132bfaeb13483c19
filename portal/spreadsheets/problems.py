"""What is wrong with a file, by cell, and what to do about it. Staff texts: Chinese."""

from collections.abc import Iterator
from dataclasses import dataclass, field

#: More are counted and not listed: nobody mends a thousand cells by hand.
MOST_LISTED = 100


@dataclass(frozen=True)
class Problem:
    """`where` is `表!C17`; `what` is wrong, `mend` says what to do."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}{self.mend}"


@dataclass
class Problems:
    listed: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, where: str, what: str, mend: str) -> None:
        self.total += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Problem(where, what, mend))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.listed)

    def __bool__(self) -> bool:
        return self.total > 0


class BadSheet(Exception):
    """The file as a whole cannot be read; the message says what to do."""
