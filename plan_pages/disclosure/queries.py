"""Reads over what was disclosed: lists, one update, a unit, a page of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from plan_pages.document.contents import Entry
from plan_pages.document.models import Plan

from .models import Update, UpdateVersion
from .naming import remember_names
from .reviews import with_reviews
from .subjects import Subject, column_of

_WITH = (
    "unit", "update__home__page", "update__indicator__part", "update__project__part",
    "update__task__part", "update__part__page",
)  # fmt: skip


def standing(plan: Plan) -> QuerySet[UpdateVersion]:
    """The newest version of each update of the plan that stands, newest first; each
    with what was found of it.
    """
    rows = UpdateVersion.objects.standing().filter(update__plan=plan)
    found: QuerySet[UpdateVersion] = with_reviews(
        rows.select_related(*_WITH).newest_first()
    )
    return found


def listed(
    plan: Plan, *, chapter: Entry | None = None, unit_key: str = ""
) -> QuerySet[UpdateVersion]:
    rows = standing(plan)
    if chapter is not None:
        pages = [entry.pk for entry in chapter.walk()]
        rows = rows.filter(update__home__page__in=pages)
    if unit_key:
        rows = rows.filter(unit__key=unit_key)
    return rows


def with_names(rows: Iterable[UpdateVersion]) -> list[UpdateVersion]:
    """The rows, their projects and tasks knowing their names. Two queries at most."""
    found = list(rows)
    remember_names(row.update.subject for row in found)
    return found


def of_subject(subject: Subject) -> list[UpdateVersion]:
    """What stands about it, the latest period first: the first is its state today."""
    rows = with_reviews(UpdateVersion.objects.standing())
    rows = rows.filter(**{f"update__{column_of(subject)}": subject})
    return list(
        rows.select_related("unit", "update").order_by("-period_end", "-update_id")
    )


def of_unit(unit: Any, plan: Plan, *, most: int | None = None) -> list[UpdateVersion]:
    return with_names(standing(plan).filter(unit=unit)[:most])


def states_of(kind: str, keys: Iterable[int]) -> dict[int, UpdateVersion]:
    """What each thing's unit says of it today, by key. One query."""
    rows = with_reviews(UpdateVersion.objects.standing()).filter(
        **{f"update__{kind}__in": list(keys)}
    )
    found: dict[int, UpdateVersion] = {}
    for row in rows.select_related("update").order_by("period_end", "update_id"):
        found[getattr(row.update, f"{kind}_id")] = row
    return found


@dataclass(frozen=True)
class Published:
    """An update with all it ever said, the newest version first."""

    update: Update
    versions: list[UpdateVersion]
    withdrawal: Any = None

    @property
    def current(self) -> UpdateVersion:
        return self.versions[0]


def published(plan: Plan, public_id: str) -> Published | None:
    """None where nothing of that id was ever published. Four queries."""
    update = (
        Update.objects.filter(plan=plan, public_id=public_id)
        .select_related(
            "unit", "withdrawal", "home__page", "indicator__part", "project__part",
            "task__part", "part__page",
        )
        .first()
    )  # fmt: skip
    if update is None:
        return None
    versions = list(
        update.versions.select_related("unit", "release")
        .prefetch_related("evidence")
        .order_by("-number")
    )
    if not versions:
        return None
    remember_names([update.subject])
    return Published(update, versions, getattr(update, "withdrawal", None))
