"""What was corrected in an adopted text, where the text stands: nothing changes unseen.

A part that stayed says so beside itself; one that left the page is told of in the list
under the text, with the reason and the words before and after.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.registry import Note

from .models import Part, PartAmendment
from .passages import Passage

#: Where the list stands on the page.
PLACE = "#amendments"


def amendments_of(page: Any, parts: Sequence[Part]) -> list[PartAmendment]:
    """Of all parts at home on the page, the newest first; `parts` are its current ones.

    No query where `parts_of` found that there is none, which is nearly everywhere.
    """
    if not any(getattr(part, "page_is_amended", False) for part in parts):
        return []
    rows = PartAmendment.objects.filter(part__page_id=page.pk)
    return list(rows.select_related("part").order_by("-made_at", "part__order", "pk"))


def fact(amendments: Sequence[PartAmendment]) -> list[Note]:
    """For the line of state: how many, and where they are told."""
    if not amendments:
        return []
    total = len(amendments)
    words = ngettext("%(n)d处文字更正", "%(n)d处文字更正", total) % {"n": total}
    return [Note(words, PLACE)]


def mark(passages: Iterable[Passage], amendments: Iterable[PartAmendment]) -> None:
    """Beside the passage: that it, or an item or a row in it, was corrected."""
    changed = {each.part.parent_id or each.part_id for each in amendments}
    for passage in passages:
        if passage.part.pk in changed:
            passage.notes.append(Note(_("已更正"), PLACE))
