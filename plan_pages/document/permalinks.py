"""Where a part stands now: its place, its successors' places, or nowhere any more."""

from .models import Part, PartStatus


def place_of(part: Part) -> str | None:
    """The address of a current part, `…/15/2/#p-0a1b2c3d`; None when it has none.

    None: it is retired or superseded (see `heirs`), or its page is not published yet.
    """
    if part.status != PartStatus.CURRENT or not part.page.live:
        return None
    url = part.page.get_url()
    return f"{url}#{anchor(part)}" if url else None


def anchor(part: Part) -> str:
    """The id of the part's element on its page."""
    return f"p-{part.public_id}"


def heirs(part: Part) -> list[Part]:
    """The current parts that a superseded one became, through all that lie between."""
    found: dict[int, Part] = {}
    seen, waiting = {part.pk}, [part]
    while waiting:
        nearest = Part.objects.filter(predecessors__in=waiting).distinct()
        waiting = []
        for heir in nearest.select_related("page").order_by("page__path", "order"):
            if heir.status == PartStatus.CURRENT:
                found[heir.pk] = heir
            elif heir.pk not in seen:
                waiting.append(heir)
            seen.add(heir.pk)
    return list(found.values())
