"""What was disclosed: the list, CSV, one update with all its versions, its files."""

from itertools import pairwise
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plan_pages.document.scope import Scope, of_own_plan, of_plan
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on
from portal.media.serving import attachment
from portal.registry import version_panels
from portal.units.models import Unit

from . import queries
from .changes import between
from .models import Evidence
from .naming import name_of, url_of
from .subjects import column_of

#: Updates on a page of the list.
SHOWN = 20
#: What a list shows beside the updates themselves: the names of projects and tasks.
_LISTED = ("updates", "projects", "tasks")


@require_safe
@of_plan
def updates(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/updates/`: `?chapter=<no>` and `?unit=<key>` narrow it."""
    rows = queries.listed(scope.plan, chapter=scope.chapter, unit_key=_unit(request))
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    shown = queries.with_names(page)
    words = [("chapter", request.GET.get("chapter")), ("unit", _unit(request))]
    context = {
        "meta": scope.meta(_("公开"), _("公开"), "updates"),
        "page": page,
        "lines": [line_of(row, scope) for row in shown],
        "units": Unit.objects.filter(
            updates__plan=scope.plan, updates__versions__isnull=False
        ).distinct(),
        "unit_key": _unit(request),
        "chapters": scope.contents.chapters,
        "query": "".join(f"{name}={value}&" for name, value in words if value),
    }
    _depends(request, scope, *_LISTED)
    return _page(request, scope, "plan_pages/updates/list.html", context)


def line_of(row: Any, scope: Scope) -> dict[str, Any]:
    """What a line of a list says of a version."""
    subject = row.update.subject
    return {
        "version": row,
        "name": name_of(subject),
        "url": scope.url("update", row.update.public_id),
        "place": scope.contents.place_of(row.update.home.page_id),
        "place_url": scope.contents.url_of(row.update.home.page_id),
    }


COLUMNS = (
    "id", "version", "published_on", "unit", "about", "name", "place", "period",
    "delivery", "reason", "words", "problems", "next_step", "hash", "url",
    "decided_by", "figures", "evidence", "note", "review",
)  # fmt: skip


@require_safe
@of_plan
def updates_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/updates.csv`: what stands, the newest first."""
    rows = queries.listed(scope.plan, chapter=scope.chapter, unit_key=_unit(request))
    lines = (
        (
            row.update.public_id, row.number, row.published_on, row.unit.name,
            column_of(row.update.subject), name_of(row.update.subject),
            scope.contents.place_of(row.update.home.page_id), row.period, row.delivery,
            row.reason, row.words, row.problems, row.next_step, row.content_hash,
            request.build_absolute_uri(scope.canonical("update", row.update.public_id)),
            row.decided_by, _figures(row), _evidence(row, request, scope), row.note,
            getattr(row, "review", None),
        )
        for row in queries.with_names(rows.prefetch_related("evidence"))
    )  # fmt: skip
    _depends(request, scope, *_LISTED)
    return csv_response("updates", COLUMNS, lines)


def _figures(row: Any) -> str:
    """`完成投资 9800 万元；新增 12 公里`"""
    said = (
        f"{each.get('name', '')} {each.get('value', '')} {each.get('unit', '')}".strip()
        for each in row.figures
    )
    return "；".join(said)


def _evidence(row: Any, request: HttpRequest, scope: Scope) -> str:
    """Title, address and, of a file, its SHA-256; one a line."""
    lines = []
    for each in row.evidence.all():
        args = [row.update.public_id, row.number, each.order]
        own = scope.canonical("update_evidence", *args)
        address = each.url or request.build_absolute_uri(own)
        lines.append(f"{each.title} {address} {each.sha256}".strip())
    return "\n".join(lines)


@require_safe
@of_own_plan("updates__public_id")
def update(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """`/updates/<id>/`: what the unit says, its evidence, and every version."""
    found = queries.published(scope.plan, public_id)
    if found is None:
        raise Http404
    subject = found.update.subject
    changes = {
        newer.pk: between(older, newer) for newer, older in pairwise(found.versions)
    }
    beside: dict[int, list[Any]] = {version.pk: [] for version in found.versions}
    for provide in version_panels:
        for key, pieces in provide(request, found.versions).items():
            beside[key] += pieces
    context = {
        "meta": scope.meta(name_of(subject), _("公开"), "update", public_id),
        "published": found,
        "update": found.update,
        "about": name_of(subject),
        "about_url": url_of(subject, scope),
        "kind": column_of(subject),
        "versions": [
            (version, changes.get(version.pk, []), beside[version.pk])
            for version in found.versions
        ],
        "place": scope.contents.place_of(found.update.home.page_id),
        "place_url": scope.contents.url_of(found.update.home.page_id),
    }
    _depends(request, scope, f"update:{public_id}", *_LISTED[1:])
    return _page(request, scope, "plan_pages/updates/update.html", context)


@require_safe
@of_own_plan("updates__public_id")
def evidence(
    request: HttpRequest, scope: Scope, public_id: str, version: int, order: int
) -> HttpResponseBase:
    """A published file, to be saved and not shown."""
    row = get_object_or_404(
        Evidence.objects.select_related("document"),
        version__update__public_id=public_id,
        version__update__plan=scope.plan,
        version__number=version,
        order=order,
    )
    if row.document is None:
        raise Http404
    return attachment(row.document.file.open("rb"), row.file_name)


def _depends(request: HttpRequest, scope: Scope, *tags: str) -> None:
    words = ["chapter", "unit", "page"]
    depends_on(request, f"plan:{scope.plan.pk}", *tags, words=words)


def _unit(request: HttpRequest) -> str:
    """The unit's key asked for. Raises Http404 for one that no unit has."""
    key = request.GET.get("unit", "")
    if key and not Unit.objects.filter(key=key).exists():
        raise Http404
    return key


def _page(
    request: HttpRequest, scope: Scope, template: str, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, {"scope": scope, "plan": scope.plan, **context})
