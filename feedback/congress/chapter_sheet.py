"""A chapter on one sheet: promise, figure, claim, evidence, what is missing, voices.

The same lines make the page and the Word file.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from feedback.queries import published
from feedback.queries.published import PublicSuggestion
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import PUBLIC, State
from plan_pages.document.contents import Contents, Entry

from .chapter_lines import Line, items_left, lines_of

#: Suggestions printed in full; all are counted.
VOICES = 100


@dataclass(frozen=True)
class Sheet:
    """`items`: by box, what the plan lists and nobody carries out yet. `hidden`: how
    many public suggestions are not printed.
    """

    chapter: Entry
    lines: list[Line]
    items: dict[str, list[str]]
    voices: list[PublicSuggestion]
    received: int
    refused: int
    hidden: int


def sheet_of(contents: Contents, chapter: Entry) -> Sheet:
    """A constant number of queries, however long the chapter."""
    pages = {entry.pk for entry in chapter.walk()}
    counted = Suggestion.objects.filter(part__page__in=pages).aggregate(
        received=Count("pk"),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        public=Count("pk", filter=Q(state__in=PUBLIC)),
    )
    voices = published.in_order_of_number(
        plan_id=contents.plan.pk, below=chapter, limit=VOICES
    )
    return Sheet(
        chapter=chapter,
        lines=lines_of(contents.plan, pages),
        items=items_left(contents.plan, pages),
        voices=voices.items,
        received=counted["received"],
        refused=counted["refused"],
        hidden=counted["public"] - len(voices.items),
    )
