"""Projects and tasks as search documents, a scope each."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.document.search import Whereabouts, open_plans, pages_in
from portal.search.documents import Document, Kind, Source, search_kinds, search_sources

from .models import Project, Stage, Task
from .notices import PROJECT, TASK
from .queries import answerable

PROJECT_KIND = Kind(PROJECT, _("实施项目"), 35, dict(Stage.choices))
TASK_KIND = Kind(TASK, _("任务"), 36)


def _scopes_of(model: Any, name: str) -> Callable[[], Iterator[str]]:
    def scopes() -> Iterator[str]:
        ids = model.objects.order_by("pk").values_list("public_id", flat=True)
        for public_id in ids.iterator():
            yield f"{name}:{public_id}"

    return scopes


def _derived_of(model: Any, name: str) -> Callable[[Sequence[str]], Iterator[str]]:
    """Those at home on a page that changed: they are called by its title."""

    def derived(scopes: Sequence[str]) -> Iterator[str]:
        if pages := pages_in(scopes):
            at_home = model.objects.filter(part__page__in=pages)
            for public_id in at_home.values_list("public_id", flat=True):
                yield f"{name}:{public_id}"

    return derived


def projects(wanted: Sequence[str]) -> Iterator[Document]:
    rows = _rows(Project, wanted)
    for row, where, unit in rows:
        facts = row.newest
        yield _document(
            row, where, unit, kind=PROJECT, label=row.stage or "",
            text=[facts.name, facts.content, facts.site, facts.builder],
        )  # fmt: skip


def tasks(wanted: Sequence[str]) -> Iterator[Document]:
    for row, where, unit in _rows(Task, wanted):
        facts = row.newest
        yield _document(
            row, where, unit, kind=TASK, label="",
            text=[facts.name, facts.deliverable, facts.timetable],
        )  # fmt: skip


def _rows(model: Any, wanted: Sequence[str]) -> list[tuple[Any, Whereabouts, str]]:
    """(row with its newest version, whereabouts, key of a leading unit)."""
    ids = [scope.partition(":")[2] for scope in wanted]
    rows = model.objects.with_present().filter(public_id__in=ids)
    rows = list(rows.select_related("part").order_by("pk"))
    plans = open_plans(row.plan_id for row in rows)
    open_ids = {plan.pk for plan in plans}
    shown = [row for row in rows if row.plan_id in open_ids]
    if not shown:
        return []
    where = Whereabouts(plans)
    kind = model._meta.model_name
    units = answerable(kind, [row.pk for row in shown])
    versions = model.versions.rel.related_model.objects.filter(
        **{f"{kind}__in": [row.pk for row in shown]}
    ).order_by("number")
    newest = {getattr(version, f"{kind}_id"): version for version in versions}
    found = []
    for row in shown:
        row.newest = newest[row.pk]
        leads = units[row.pk].leads
        found.append((row, where, leads[0].key if leads else ""))
    return found


def _document(
    row: Any, where: Whereabouts, unit: str, *, kind: str, label: str, text: list[str]
) -> Document:
    place = (row.plan_id, row.part.page_id)
    return Document(
        key=f"{kind}:{row.public_id}",
        scope=f"{kind}:{row.public_id}",
        kind=kind,
        label=label,
        title=where.title(*place),
        text="\n".join(filter(None, text)),
        path=f"plan/{where.key(row.plan_id)}/{kind}s/{row.public_id}/",
        plan=where.key(row.plan_id),
        chapter=where.chapter(*place),
        unit=unit,
        date=row.newest.published_on,
        boost=1,
    )


def register() -> None:
    """Hang projects and tasks into the search; called once, when the app is ready."""
    search_kinds.register(PROJECT_KIND)
    search_kinds.register(TASK_KIND)
    for model, name, documents in ((Project, PROJECT, projects), (Task, TASK, tasks)):
        derived = _derived_of(model, name)
        source = Source(name, _scopes_of(model, name), documents, derived)
        search_sources.register(source)
