"""The lines of a chapter's sheet: what was promised, what is said, what is missing.

Of what stands in the chapter, and what is tied to a paragraph of it. A constant number
of queries, however long the chapter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from plan_pages.delivery.models import Anchor
from plan_pages.delivery.queries import answerable, listed_projects, listed_tasks
from plan_pages.disclosure.models import Evidence, UpdateVersion
from plan_pages.disclosure.naming import part_name
from plan_pages.disclosure.queries import states_of
from plan_pages.disclosure.reviews import review_word, with_reviews
from plan_pages.document.models import Part, Plan
from plan_pages.obligations.clock import overdue
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import owed
from plan_pages.progress.assessing import AssessedIndicator, assess_plan
from plan_pages.progress.models import PlanItem
from plan_pages.progress.statements import limit_label

#: Letters of the plan's and of the department's words on a line.
MOST = 90
_ENDS = "。！？；\n"


@dataclass
class Line:
    """One thing that the chapter promises. `promise` is the plan's words where they say
    more than `name`; `claim` is None before any; `late` is owed, `missing` only absent.
    """

    kind: str
    name: str
    promise: str = ""
    figure: str = ""
    units: str = ""
    claim: UpdateVersion | None = None
    evidence: list[str] = field(default_factory=list)
    review: str = ""
    late: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """How the department's words begin."""
        return beginning(self.claim.words) if self.claim else ""


def lines_of(plan: Plan, pages: set[int]) -> list[Line]:
    return [
        *_indicators(plan, pages),
        *_projects(plan, pages),
        *_tasks(plan, pages),
        *_paragraphs(pages),
    ]


def beginning(text: str, most: int = MOST) -> str:
    """Whole sentences of at most `most` letters; a longer first one is cut."""
    text = text.strip()
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in _ENDS)
    return text[: end + 1].strip() + "…" if end > 0 else text[:most] + "…"


def _indicators(plan: Plan, pages: set[int]) -> Iterator[Line]:
    tied = _tied("indicator", pages)
    assessed = [
        each
        for each in assess_plan(plan)
        if each.indicator.pk in tied or each.indicator.part.page_id in pages
    ]
    facts = _Facts("indicator", [each.indicator.pk for each in assessed])
    for each in assessed:
        line = facts.line(each.indicator.pk, _("指标"), str(each.indicator))
        line.promise, line.figure = _target(each), _figure(each)
        yield line


def _target(assessed: AssessedIndicator) -> str:
    """The printed target of each row; its own name where there are several."""
    said = [
        f"{row.row.part_name} {limit_label(row.row)}".strip()
        for row in assessed.rows
        if row.row.target_text
    ]
    return " · ".join(said)


def _figure(assessed: AssessedIndicator) -> str:
    """The latest figure of each row, and the word that follows from it."""
    latest = []
    for row in assessed.rows:
        if row.known.observations:
            year = max(row.known.observations)
            values = {f"{o.value.normalize():f}" for o in row.known.observations[year]}
            latest.append(f"{year}: {' / '.join(sorted(values))}{row.row.unit}")
    return " · ".join([*latest, str(assessed.word.label)])


def _projects(plan: Plan, pages: set[int]) -> Iterator[Line]:
    rows = list(listed_projects(plan).filter(_here("project", pages)))
    facts = _Facts("project", [row.pk for row in rows])
    for row in rows:
        item = row.item.name if row.item else ""
        yield facts.line(row.pk, _("实施项目"), row.name, item or row.part.text)


def _tasks(plan: Plan, pages: set[int]) -> Iterator[Line]:
    rows = list(listed_tasks(plan).filter(_here("task", pages)))
    facts = _Facts("task", [row.pk for row in rows])
    for row in rows:
        line = facts.line(row.pk, _("任务"), row.name, row.part.text)
        if row.due_on:
            line.figure = _("期限 %(day)s") % {"day": row.due_on.isoformat()}
        yield line


def _paragraphs(pages: set[int]) -> Iterator[Line]:
    """What units said about paragraphs and sections: the latest period of each unit."""
    rows = with_reviews(UpdateVersion.objects.standing())
    rows = rows.filter(update__part__page__in=pages)
    rows = rows.select_related("unit", "update__part__page")
    latest = {
        (row.update.part_id, row.unit_id): row
        for row in rows.order_by("period_end", "update_id")
    }
    shown = _Shown(latest.values())
    for row in sorted(latest.values(), key=_in_text):
        part: Any = row.update.part
        line = Line(_("规划文本"), part_name(part), units=str(row.unit))
        line.promise = _promise(part, line.name)
        shown.say(line, row)
        yield line


def items_left(plan: Plan, pages: set[int]) -> dict[str, list[str]]:
    """By box: names of the plan's items that nobody carries out yet, as printed."""
    rows = PlanItem.objects.current().filter(
        plan=plan, part__page__in=pages, projects__isnull=True, tasks__isnull=True
    )
    found: dict[str, list[str]] = {}
    for row in rows.order_by("order"):
        title = " ".join(filter(None, [row.box_title, row.label]))
        found.setdefault(title, []).append(row.name)
    return found


def _in_text(row: UpdateVersion) -> tuple[Any, ...]:
    part: Any = row.update.part
    return part.page.path, part.order, row.unit_id


def _promise(part: Part, name: str) -> str:
    """Nothing where the name has said it already."""
    words = part.text.replace("\t", " ").strip()
    return "" if words in name else beginning(words)


def _tied(kind: str, pages: set[int]) -> set[int]:
    rows = Anchor.objects.filter(part__page__in=pages, **{f"{kind}__isnull": False})
    return set(rows.values_list(kind, flat=True))


def _here(kind: str, pages: set[int]) -> Q:
    return Q(part__page__in=pages) | Q(pk__in=_tied(kind, pages))


class _Shown:
    """Evidence of published versions, asked for all at once."""

    def __init__(self, versions: Iterable[UpdateVersion]) -> None:
        keys = [version.pk for version in versions]
        self.evidence: dict[int, list[str]] = defaultdict(list)
        titles = Evidence.objects.filter(version__in=keys).order_by("version", "order")
        for key, title in titles.values_list("version", "title"):
            self.evidence[key].append(title)

    def say(self, line: Line, claim: UpdateVersion | None) -> None:
        line.review = review_word(claim)
        if claim is None:
            line.missing.append(_("没有公开过进展"))
            return
        line.claim, line.evidence = claim, self.evidence[claim.pk]
        if not line.evidence:
            line.missing.append(_("没有佐证"))


class _Facts:
    """What is known of things of one kind, asked for all at once."""

    def __init__(self, kind: str, keys: list[int]) -> None:
        self.claims = states_of(kind, keys)
        self.shown = _Shown(self.claims.values())
        self.units = answerable(kind, keys)
        self.late: dict[int, list[str]] = defaultdict(list)
        about = Obligation.objects.filter(**{f"{kind}__in": keys})
        for row in owed(overdue(about)):
            words = f"{row.period} {row.obligation.rule.name}（{row.late_words}）"
            self.late[getattr(row.obligation, f"{kind}_id")].append(words)

    def line(self, key: int, kind: str, name: str, promise: str = "") -> Line:
        words = promise.replace("\t", " ").strip()
        line = Line(
            kind=kind,
            name=name,
            promise="" if words in name else beginning(words),
            units="、".join(str(unit) for unit in self.units[key].leads),
            late=self.late[key],
        )
        self.shown.say(line, self.claims.get(key))
        return line
