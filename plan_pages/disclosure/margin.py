"""What shows beside the parts of a page, in two queries however much there is.

One asks for the things: projects and tasks at home there (the first few of each part,
and how many there are), and what is anchored there. One asks what is said of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, RowNumber

from plan_pages.delivery.models import (
    Anchor,
    Project,
    ProjectVersion,
    Responsibility,
    StageChange,
    Task,
    TaskVersion,
)
from plan_pages.delivery.models.responsibility import SUBJECTS

from .models import UpdateVersion
from .reviews import with_reviews

#: Things at home in one part that are read; the rest is counted.
SHOWN = 5
_COLUMNS = (
    "of_kind", "of_key", "of_id", "of_part", "of_name", "of_stage", "of_lead",
    "at_part",
)  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """An indicator (`reference` is its number), project or task beside a part; `lead`
    is the name of the unit that leads.
    """

    kind: str
    key: int
    reference: str
    part_id: int
    name: str
    stage: str = ""
    lead: str = ""


@dataclass
class Beside:
    """By key of the part: the things that show there; by thing: what is said.

    `hidden` counts by part what is at home there and not read, `projects` those that
    show on the page at all.
    """

    things: dict[int, list[Thing]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    projects: int = 0
    said: dict[tuple[str, int], UpdateVersion] = field(default_factory=dict)
    of_part: dict[int, UpdateVersion] = field(default_factory=dict)


def beside(page_id: int) -> Beside:
    """Everything of one page. Two queries."""
    found = Beside()
    totals: dict[tuple[str, int], int] = {}
    tied: set[int] = set()
    for row in _things(page_id):
        thing = Thing(*row[:5], stage=row[5] or "", lead=row[6] or "")
        found.things[thing.part_id].append(thing)
        if row[7]:
            totals[thing.kind, thing.part_id] = row[7]
            found.hidden[thing.part_id] -= 1
        elif thing.kind == "project":
            tied.add(thing.key)
    for (kind, part_id), total in totals.items():
        found.hidden[part_id] += total
        found.projects += total if kind == "project" else 0
    found.projects += len(tied)
    _add_said(found, page_id)
    return found


def _add_said(found: Beside, page_id: int) -> None:
    about = Q(update__home__page=page_id)
    for kind in SUBJECTS:
        anchored = Anchor.objects.filter(
            part__page=page_id, **{f"{kind}__isnull": False}
        )
        about |= Q(**{f"update__{kind}__in": anchored.values(kind)})
    rows = with_reviews(UpdateVersion.objects.standing().filter(about))
    rows = rows.select_related("unit", "update__indicator").defer(
        "words", "problems", "next_step", "reason", "figures", "decided_by", "note"
    )
    for version in rows.order_by("period_end", "update_id"):
        update = version.update
        if update.part_id:
            found.of_part[update.part_id] = version
            continue
        kind = next(k for k in SUBJECTS if getattr(update, f"{k}_id"))
        key = getattr(update, f"{kind}_id")
        found.said[kind, key] = version
        if update.indicator is not None and update.indicator.number is not None:
            _add_indicator(found, update)


def _add_indicator(found: Beside, update: Any) -> None:
    """An indicator of which something is said shows at its own row, anchored or not."""
    indicator = update.indicator
    here = found.things[update.home_id]
    if all((each.kind, each.key) != ("indicator", indicator.pk) for each in here):
        here.append(
            Thing(
                "indicator", indicator.pk, str(indicator.number), update.home_id,
                indicator.name,
            )
        )  # fmt: skip


def _things(page_id: int) -> Iterable[Any]:
    """Rows of _COLUMNS; `at_part` is 0 for what is anchored. One query."""
    branches = [
        _at_home(Project.objects, page_id, "project", F("stage")),
        _at_home(Task.objects, page_id, "task", _words("")),
        _anchored(page_id, "project", _newest(ProjectVersion, "project"), _stage()),
        _anchored(page_id, "task", _newest(TaskVersion, "task"), _words("")),
        _anchored(page_id, "indicator", F("indicator__name"), _words("")),
    ]
    union = branches[0].union(*branches[1:], all=True)
    return sorted(union, key=lambda row: (row[3], row[0] != "project", row[1]))


def _at_home(manager: Any, page_id: int, kind: str, stage: Any) -> QuerySet[Any]:
    rank = Window(RowNumber(), partition_by=[F("part_id")], order_by=F("pk").asc())
    first = manager.filter(part__page=page_id).annotate(rank=rank)
    shown = first.filter(rank__lte=SHOWN).values("pk")
    neighbours = manager.filter(part=OuterRef("part")).order_by().values("part")
    total = neighbours.annotate(total=Count("pk")).values("total")
    rows = manager.with_present().filter(pk__in=shown)
    return _columns(
        rows, kind, F("pk"), F("public_id"), F("name"), stage, Subquery(total)
    )


def _anchored(page_id: int, kind: str, name: Any, stage: Any) -> QuerySet[Any]:
    rows = Anchor.objects.filter(part__page=page_id, **{f"{kind}__isnull": False})
    reference: Any = F(f"{kind}__public_id")
    if kind == "indicator":
        rows = rows.filter(indicator__number__isnull=False)
        reference = Cast("indicator__number", CharField())
    else:
        # What is at home in the paragraph stands there already.
        rows = rows.exclude(**{f"{kind}__part": F("part")})
    none = Value(0, output_field=IntegerField())
    return _columns(rows, kind, F(f"{kind}_id"), reference, name, stage, none)


def _columns(
    rows: Any, kind: str, key: Any, reference: Any, name: Any, stage: Any, at_part: Any
) -> QuerySet[Any]:
    said = {
        "of_kind": _words(kind),
        "of_key": key,
        "of_id": Cast(reference, TextField()),
        "of_part": F("part_id"),
        "of_name": Cast(name, TextField()),
        "of_stage": Cast(stage, TextField()),
        "of_lead": _lead(kind, key),
    }
    # `at_part` may look at the outer row's part, so it comes as it is.
    return rows.order_by().annotate(**said, at_part=at_part).values_list(*_COLUMNS)


def _words(text: str) -> Value:
    return Value(text, output_field=TextField())


def _newest(model: Any, kind: str) -> Subquery:
    rows = model.objects.filter(**{kind: OuterRef(kind)}).order_by("-number")
    return Subquery(rows.values("name")[:1])


def _lead(kind: str, key: Any) -> Cast:
    """The unit that leads; the first where several do."""
    rows = Responsibility.objects.leading().filter(**{kind: OuterRef(key.name)})
    return Cast(Subquery(rows.values("unit__name")[:1]), TextField())


def _stage() -> Subquery:
    rows = StageChange.objects.filter(project=OuterRef("project"))
    return Subquery(rows.order_by("-on", "-pk").values("stage")[:1])
