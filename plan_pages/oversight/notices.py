"""Telling others that a finding became public: caches, the index, the unit."""

from typing import Any

from plan_pages.disclosure.subjects import home_of as home_part
from plan_pages.disclosure.subjects import parts_of
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
    subject = subject_of(finding)
    for part in parts_of(subject) if subject else ():
        keys |= {f"part:{part.public_id}", f"page:{part.page_id}"}
    carrier = carrier_of(finding)
    for kind in ("project", "task"):
        thing = getattr(carrier, kind)
        if thing is not None:
            keys.add(f"{kind}:{thing.public_id}")
    if carrier.indicator is not None:
        keys.add(f"indicator:{finding.plan_id}:{carrier.indicator.number}")
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


def subject_of(finding: Finding) -> Any:
    """The indicator, project, task or paragraph; None for a report of the unit."""
    carrier = carrier_of(finding)
    thing = carrier.indicator or carrier.project or carrier.task
    return thing or getattr(carrier, "part", None)


def home_of(finding: Finding) -> Part | None:
    """Where it stands in the text; None for a report of the unit."""
    subject = subject_of(finding)
    return home_part(subject) if subject else None
