"""What an update is about, in words and as an address."""

from collections.abc import Iterable
from typing import Any

from plan_pages.delivery.models import Project, ProjectVersion, Task, TaskVersion
from plan_pages.document.models import Part
from plan_pages.document.permalinks import anchor
from plan_pages.document.scope import Scope
from plan_pages.progress.models import Indicator

from .subjects import Subject

#: Letters of a paragraph that stand for it.
_BEGINNING = 24


def name_of(subject: Any) -> str:
    """`14 基本养老保险参保率`, `城区供水管网改造`, `第四章第五节 “优化…”`."""
    if isinstance(subject, Indicator):
        return str(subject)
    if isinstance(subject, Part):
        return part_name(subject)
    known = getattr(subject, "name", None)
    if known is None:
        known = subject.versions.latest("number").name
        subject.name = known
    return str(known)


def part_name(part: Part) -> str:
    """The page's title, and how the paragraph begins."""
    text = part.text.split("\n")[0]
    if part.kind in ("plan", "division"):
        return text
    cut = text[:_BEGINNING] + ("…" if len(text) > _BEGINNING else "")
    return f"{part.page.title} “{cut}”"


def remember_names(subjects: Iterable[Any]) -> None:
    """Give projects and tasks their present `name`: one query each kind."""
    things = [each for each in subjects if isinstance(each, Project | Task)]
    for model, versions, column in (
        (Project, ProjectVersion, "project_id"),
        (Task, TaskVersion, "task_id"),
    ):
        own = [each for each in things if isinstance(each, model)]
        if not own:
            continue
        said = versions.objects.filter(
            **{f"{column}__in": [each.pk for each in own]}
        ).order_by("number")
        names = dict(said.values_list(column, "name"))
        for each in own:
            each.name = names[each.pk]  # type: ignore[union-attr]


def typed_address(subject: Any, plan_key: str) -> str:
    """What the form of a new draft takes for an indicator, project or task."""
    if isinstance(subject, Indicator):
        return f"plan/{plan_key}/indicators/{subject.number}"
    kind = "projects" if isinstance(subject, Project) else "tasks"
    return f"{kind}/{subject.public_id}"


def url_of(subject: Subject, scope: Scope) -> str:
    """The page of the thing, or the place of the paragraph."""
    if isinstance(subject, Indicator):
        if subject.number is None:
            return ""
        return scope.url("indicator", subject.number)
    if isinstance(subject, Project):
        return scope.url("project", subject.public_id)
    if isinstance(subject, Task):
        return scope.url("task", subject.public_id)
    return f"{scope.contents.url_of(subject.page_id)}#{anchor(subject)}"
