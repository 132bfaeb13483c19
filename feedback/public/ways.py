"""Phone and address for the page that has no database, as last shown elsewhere.

None in a process that has shown no writing page yet: nothing is made up.
"""

from portal.pages.models import SiteFurniture

_known: list[SiteFurniture] = []


def remember(furniture: SiteFurniture) -> None:
    _known[:] = [furniture]


def known() -> SiteFurniture | None:
    return _known[0] if _known else None
