"""What a finding is about, in words and as an address of these pages."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from plan_pages.disclosure.naming import name_of, remember_names
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import owed
from plan_pages.oversight.models import Finding

#: To the subject of a finding's update.
SUBJECTS = (
    "version__update__indicator", "version__update__project", "version__update__task",
    "version__update__part__page",
)  # fmt: skip


def with_subjects(rows: Any, *, most: int | None = None) -> list[tuple[Finding, str]]:
    """Each of the findings with the name of what it is about. Five queries at most."""
    found = list(rows.select_related("by", *SUBJECTS)[:most])
    remember_names(row.version.update.subject for row in found if row.version)
    owing = _owed([row.obligation_id for row in found if row.obligation_id])
    return [(row, _name(row, owing)) for row in found]


def address_of(finding: Finding) -> str:
    """The page where it stands beside its claim."""
    if finding.version is not None:
        version = finding.version
        return reverse("review_claim", args=[version.update.public_id, version.number])
    assert finding.obligation is not None
    return reverse("review_obligation", args=[finding.obligation.public_id])


def _name(row: Finding, owing: dict[int, str]) -> str:
    if row.version is not None:
        return name_of(row.version.update.subject)
    return owing[row.obligation_id or 0]


def _owed(keys: Iterable[int]) -> dict[int, str]:
    wanted = list(keys)
    if not wanted:
        return {}
    lines = owed(with_clock(Obligation.objects.filter(pk__in=wanted)))
    return {line.obligation.pk: line.title for line in lines}
