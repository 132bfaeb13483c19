"""Reads over findings. What is internal leaves this room for reviewers alone."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from plan_pages.disclosure.models import UpdateVersion
from plan_pages.disclosure.reviews import Reviewing, reviewing
from plan_pages.obligations.clock import soon_until, state_of, with_days
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.states import ClockState
from portal.clock import today

from .models import Finding, FindingAnswer
from .permissions import can_find, can_release_any
from .states import NOT_CHECKED_WORD, Value

WITH = (
    "plan", "unit", "release", "version__update", "version__unit", "obligation__rule",
    "obligation__unit",
)  # fmt: skip


def public_findings() -> QuerySet[Finding]:
    """Released ones, the newest release first."""
    return Finding.objects.released().select_related(*WITH)


def findings_for(user: Any) -> QuerySet[Finding]:
    """All for reviewers and the congress office, released ones for everybody else."""
    if can_find(user):
        return Finding.objects.select_related(*WITH).order_by("-made_on", "-pk")
    return public_findings()


def waiting_for_release() -> QuerySet[Finding]:
    """For the congress office: internal ones, the oldest first."""
    return Finding.objects.internal().select_related(*WITH)


def releasable(user: Any) -> QuerySet[Finding]:
    """Those of them that `user` may release (permissions.can_release)."""
    if not can_release_any(user):
        return Finding.objects.none()
    rows = waiting_for_release().select_related("by").exclude(by=user)
    return rows.exclude(unit_id=user.unit_id) if user.unit_id else rows


def to_answer(unit_id: int | None) -> QuerySet[Finding]:
    """Released ones about the unit that it has not answered, the oldest first."""
    rows = public_findings().filter(answers__isnull=True)
    rows = rows.filter(unit_id=unit_id) if unit_id else rows.none()
    return rows.order_by("release__released_on", "pk")


def unanswered_first(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Released `rows`: what no unit answered, then the rest, the newest first."""
    answers = FindingAnswer.objects.filter(finding=OuterRef("pk"))
    return rows.annotate(answered=Exists(answers)).order_by(
        "answered", "-release__released_on", "-release__pk"
    )


def to_supplement() -> QuerySet[Finding]:
    """Released ones whose supplement is still owed, the earliest due first."""
    asked = public_findings().filter(release__supplement_due_on__isnull=False)
    open_ones = with_days(Obligation.objects.filter(findings__in=asked.values("pk")))
    missing = open_ones.filter(satisfied_on__isnull=True).values("pk")
    rows = asked.filter(
        Q(version__isnull=False) | Q(obligation__in=missing),
        ~Exists(_next_version()),
        version__update__withdrawal__isnull=True,
    )
    return rows.order_by("release__supplement_due_on", "pk")


@dataclass
class PublicFinding:
    """A released finding with its answers; `clock` of a supplement that was asked for.

    `supplemented_on`: the day of the next version, or of the disclosure itself.
    """

    finding: Finding
    answers: list[FindingAnswer] = field(default_factory=list)
    supplemented_on: datetime.date | None = None
    clock: ClockState | None = None

    @property
    def due_on(self) -> datetime.date | None:
        return self.finding.release.supplement_due_on


def shown(rows: QuerySet[Finding], at: datetime.date | None = None) -> list[Any]:
    """Released `rows` as PublicFinding, in their order. Five queries at most."""
    found = {row.pk: PublicFinding(row) for row in rows.select_related(*WITH)}
    if not found:
        return []
    for answer in FindingAnswer.objects.filter(finding__in=found).select_related(
        "unit"
    ):
        found[answer.finding_id].answers.append(answer)
    open_clocks = [each for each in found.values() if each.due_on is not None]
    if open_clocks:
        day = at or today()
        soon, supplements = soon_until(day), supplemented(open_clocks)
        for each in open_clocks:
            each.supplemented_on = supplements.get(each.finding.pk)
            each.clock = state_of(
                due_on=each.due_on or day, satisfied_on=each.supplemented_on, at=day,
                soon_until=soon,
            )  # fmt: skip
    return list(found.values())


def supplemented(findings: Iterable[PublicFinding]) -> dict[int, datetime.date]:
    """By finding, the day on which something new was published. Two queries."""
    keys = [each.finding.pk for each in findings]
    next_version = _next_version().order_by("number")
    rows = Finding.objects.filter(pk__in=keys, version__isnull=False)
    days = dict(
        rows.values_list("pk", Subquery(next_version.values("published_on")[:1]))
    )
    owed = with_days(Obligation.objects.filter(findings__in=keys))
    days |= dict(owed.values_list("findings__pk", "satisfied_on"))
    return {pk: day for pk, day in days.items() if day is not None}


def _next_version() -> QuerySet[UpdateVersion]:
    """Of the finding of an outer query: what was published since its release."""
    return UpdateVersion.objects.filter(
        update=OuterRef("version__update"),
        number__gt=OuterRef("version__number"),
        published_on__gte=OuterRef("release__released_on"),
    )


def of_versions(versions: Iterable[Any]) -> dict[int, list[PublicFinding]]:
    """Released findings by key of the version, the newest first."""
    keys = [version.pk for version in versions]
    found: dict[int, list[PublicFinding]] = defaultdict(list)
    for each in shown(Finding.objects.released().filter(version__in=keys)):
        found[each.finding.version_id].append(each)
    return found


def of_obligations(obligations: Iterable[Any]) -> dict[int, list[PublicFinding]]:
    """Released findings by key of the obligation, the newest first."""
    keys = [obligation.pk for obligation in obligations]
    found: dict[int, list[PublicFinding]] = defaultdict(list)
    for each in shown(Finding.objects.released().filter(obligation__in=keys)):
        found[each.finding.obligation_id].append(each)
    return found


def with_review(versions: QuerySet[UpdateVersion]) -> Any:
    """Annotate `review`: the value of the latest released finding, None without one."""
    return versions.annotate(review=latest_of("version", "pk"))


def latest_of(about: str, outer: str) -> Subquery:
    """The value of the latest released finding about a version or an obligation, which
    the column `outer` of the outer query names.
    """
    return _latest(about, outer, "value")


def with_findings(obligations: Any) -> Any:
    """Annotate `review` as with versions, and `finding`: its public id."""
    return obligations.annotate(
        review=latest_of("obligation", "pk"),
        finding=_latest("obligation", "pk", "public_id"),
    )


def _latest(about: str, outer: str, column: str) -> Subquery:
    latest = Finding.objects.released().filter(**{about: OuterRef(outer)})
    return Subquery(latest.values(column)[:1])


def word_of(code: str | None) -> Any:
    return Value(code).label if code else NOT_CHECKED_WORD


reviewing.register(Reviewing(lambda outer: latest_of("version", outer), word_of))


def about_unit(unit_id: int, plan_id: int) -> list[PublicFinding]:
    """Released findings about what the unit owed and did not publish."""
    rows = Finding.objects.released().filter(unit_id=unit_id, plan_id=plan_id)
    return shown(rows.filter(obligation__isnull=False))
