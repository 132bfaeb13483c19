"""Find a row by return code, so that every way of not finding it looks the same.

A wrong code, a mistyped one and one whose row was erased all cost the same derivation
and the same single query, and give None. An erasure empties the lookup id: then the
erased row is not found because it is not there.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet

from .codes import ReturnCode, normalise_code

M = TypeVar("M", bound=Model)

#: Looked up instead of what is no code; nobody is ever given it.
_NOBODY = ReturnCode(0)


def find_by_code(
    queryset: QuerySet[M], text: str, *, field: str = "lookup_id"
) -> M | None:
    """The row whose `field` (unique) belongs to the code in `text`, else None."""
    code = normalise_code(text)
    lookup_id = (code or _NOBODY).lookup_id
    found = queryset.filter(**{field: lookup_id}).first()
    return found if code and code != _NOBODY else None
