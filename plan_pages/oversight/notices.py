"""Telling others that a finding became public: caches, the index, the unit."""

from typing import Any

from plan_pages.document.models import Part
from portal.outbox.events import enqueue
from portal.outbox.purges import purge
from portal.search import freshness

from .models import Finding

#: What its search scopes begin with.
SCOPE = "finding"
#: The letter to the unit; whoever has the page where it answers writes it.
MAIL = "finding.mail"


def tell_and_forget_pages(finding: Finding) -> None:
    """In the transaction of the change; nothing internal is shown or indexed by it."""
    keys = {"home", "scorecard", "overdue", "updates", f"unit:{finding.unit.key}"}
    if finding.version is not None:
        keys.add(f"update:{finding.version.update.public_id}")
    part = home_of(finding)
    if part is not None:
        keys |= {f"part:{part.public_id}", f"page:{part.page_id}"}
    for kind in ("project", "task"):
        thing = getattr(carrier_of(finding), kind)
        if thing is not None:
            keys.add(f"{kind}:{thing.public_id}")
    purge(keys=keys)
    freshness.changed([f"{SCOPE}:{finding.public_id}"])


def tell_the_unit(finding: Finding) -> None:
    """Owe one letter: it says that there is a finding and where, never what it says."""
    enqueue(
        topic=MAIL,
        key=f"{MAIL}:{finding.public_id}",
        payload={"finding": finding.public_id},
    )


def carrier_of(finding: Finding) -> Any:
    """The update or the obligation: the row that says what it is about."""
    return finding.version.update if finding.version else finding.obligation


def home_of(finding: Finding) -> Part | None:
    """Where it stands in the text; None for a report of the unit."""
    carrier = carrier_of(finding)
    thing = carrier.indicator or carrier.project or carrier.task
    found: Part | None = thing.part if thing else getattr(carrier, "part", None)
    return found
