"""Telling others that a project or task changed: the index, and the page caches."""

from collections.abc import Iterable

from plan_pages.document.models import Part
from portal.outbox.purges import purge
from portal.search import freshness

from .models import Anchor, Project, Task

#: What the search scopes of both begin with.
PROJECT, TASK = "project", "task"


def tell(thing: Project | Task) -> None:
    """Owe the index a new look, and let every process forget the pages that show it."""
    kind = PROJECT if isinstance(thing, Project) else TASK
    tied = Part.objects.filter(**{f"anchors__{kind}": thing})
    keys = {f"{kind}s", f"{kind}:{thing.public_id}"}
    if thing.item is not None:
        keys.add(f"item:{thing.item.part.public_id}")
    forget_parts([thing.part, *tied], *keys)
    freshness.changed([f"{kind}:{thing.public_id}"])


def forget_parts(parts: Iterable[Part], *keys: str) -> None:
    """Purge the pages of these parts, and `keys`."""
    wanted = set(keys)
    for part in parts:
        wanted |= {f"part:{part.public_id}", f"page:{part.page_id}"}
    purge(keys=wanted)


def forget_anchor(anchor: Anchor) -> None:
    forget_parts([anchor.part])
