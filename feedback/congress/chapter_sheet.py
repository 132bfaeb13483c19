"""A chapter on one sheet: promise, figure, claim, evidence, what is missing, voices.

The same lines make the page and the Word file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from feedback.queries import published
from feedback.queries.published import PublicSuggestion
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from plan_pages.delivery.models import Anchor
from plan_pages.delivery.queries import answerable, listed_projects, listed_tasks
from plan_pages.disclosure.models import Evidence, UpdateVersion
from plan_pages.disclosure.queries import states_of
from plan_pages.document.contents import Contents, Entry
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import owed
from plan_pages.obligations.states import ClockState
from plan_pages.oversight.queries import with_review
from plan_pages.oversight.states import NOT_CHECKED_WORD, Value
from plan_pages.progress.assessing import AssessedIndicator, assess_plan

#: Suggestions printed in full; all are counted.
VOICES = 100


@dataclass
class Line:
    """One thing that the chapter promises, in words; `claim` is None before any."""

    kind: str
    promise: str
    figure: str
    units: str
    claim: UpdateVersion | None
    evidence: int
    review: str
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    chapter: Entry
    lines: list[Line]
    voices: list[PublicSuggestion]
    received: int
    refused: int


def sheet_of(contents: Contents, chapter: Entry) -> Sheet:
    """A constant number of queries, however long the chapter."""
    pages = {entry.pk for entry in chapter.walk()}
    counted = Suggestion.objects.filter(part__page__in=pages).aggregate(
        received=Count("pk"), refused=Count("pk", filter=Q(state=State.REFUSED))
    )
    voices = published.in_order_of_number(
        plan_id=contents.plan.pk, below=chapter, limit=VOICES
    )
    return Sheet(
        chapter=chapter,
        lines=[*_indicators(contents, pages), *_works(contents, chapter)],
        voices=voices.items,
        received=counted["received"],
        refused=counted["refused"],
    )


def _indicators(contents: Contents, pages: set[int]) -> Iterator[Line]:
    """Those that stand in the chapter, or are tied to a paragraph of it."""
    tied = set(
        Anchor.objects.filter(
            indicator__plan=contents.plan, part__page__in=pages
        ).values_list("indicator", flat=True)
    )
    assessed = [
        each
        for each in assess_plan(contents.plan)
        if each.indicator.pk in tied or each.indicator.part.page_id in pages
    ]
    facts = _Facts("indicator", [each.indicator.pk for each in assessed])
    for each in assessed:
        promise = str(each.indicator)
        yield facts.line(each.indicator.pk, _("指标"), promise, _figure(each))


def _figure(assessed: AssessedIndicator) -> str:
    """The latest figure of each row, and the word that follows from it."""
    latest = []
    for row in assessed.rows:
        if row.known.observations:
            year = max(row.known.observations)
            values = {f"{o.value.normalize():f}" for o in row.known.observations[year]}
            latest.append(f"{year}: {' / '.join(sorted(values))}{row.row.unit}")
    return " · ".join([*latest, str(assessed.word.label)])


def _works(contents: Contents, chapter: Entry) -> Iterator[Line]:
    projects = list(listed_projects(contents.plan, chapter=chapter))
    facts = _Facts("project", [each.pk for each in projects])
    for each in projects:
        yield facts.line(each.pk, _("实施项目"), each.name, "")
    tasks = list(listed_tasks(contents.plan, chapter=chapter))
    facts = _Facts("task", [each.pk for each in tasks])
    for each in tasks:
        yield facts.line(each.pk, _("任务"), each.name, "")


class _Facts:
    """What is known of things of one kind, asked for all at once."""

    def __init__(self, kind: str, keys: list[int]) -> None:
        self.claims = states_of(kind, keys)
        versions = [version.pk for version in self.claims.values()]
        rows = UpdateVersion.objects.filter(pk__in=versions)
        self.reviews = dict(with_review(rows).values_list("pk", "review"))
        shown = Evidence.objects.filter(version__in=versions).values("version")
        counted = shown.annotate(count=Count("pk"))
        self.evidence = {row["version"]: row["count"] for row in counted}
        self.units = answerable(kind, keys)
        self.missing: dict[int, list[str]] = defaultdict(list)
        due = with_clock(Obligation.objects.filter(**{f"{kind}__in": keys}))
        for line in owed(due.filter(clock=ClockState.OVERDUE)):
            words = f"{line.period} {line.obligation.rule.name}（{line.late_words}）"
            self.missing[getattr(line.obligation, f"{kind}_id")].append(words)

    def line(self, key: int, kind: str, promise: str, figure: str) -> Line:
        claim: Any = self.claims.get(key)
        evidence = self.evidence.get(claim.pk, 0) if claim else 0
        review = self.reviews.get(claim.pk) if claim else None
        missing = list(self.missing[key])
        if claim is None:
            missing.append(_("没有公开过进展"))
        elif not evidence:
            missing.append(_("没有佐证"))
        return Line(
            kind=kind,
            promise=promise,
            figure=figure,
            units="、".join(str(unit) for unit in self.units[key].leads),
            claim=claim,
            evidence=evidence,
            review=str(Value(review).label if review else NOT_CHECKED_WORD),
            missing=missing,
        )
