"""What was found of a published version, for every list that shows the version.

The room above says how the database is asked and how the answer is called. It comes as
an annotation, so that no list costs a query more. A claim and a finding stand side by
side; the one never takes the other's place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.registry import Point


@dataclass(frozen=True)
class Reviewing:
    """`latest` is an expression of the code for the version at an outer column, None
    where nothing was released; `word` calls a code, and None.
    """

    latest: Callable[[str], Any]
    word: Callable[[str | None], Any]


#: One provider: the people's congress.
reviewing: Point[Reviewing] = Point("reviewing")


def with_reviews(rows: Any) -> Any:
    """Versions annotated with `review`, the code of what was found last."""
    for each in reviewing:
        rows = rows.annotate(review=each.latest("pk"))
    return rows


def review_word(version: Any) -> str:
    """`待补充`, or the word for nothing; empty where nobody reviews."""
    for each in reviewing:
        return str(each.word(getattr(version, "review", None)))
    return ""
