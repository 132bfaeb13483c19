"""Files behind what is registered: a source's own, and a unit's stamped paper (代录).

They leave as attachments. A stamped paper is public from the first row that rests on
it; what only drafts rest on is nobody else's.
"""

from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from plan_pages.progress.models import Handover, Observation, SourceDocument
from portal.media.serving import attachment

from .models import ProjectVersion, Responsibility, TaskVersion

#: Rows that are public as soon as they are written.
_RESTING: tuple[Any, ...] = (Observation, ProjectVersion, TaskVersion, Responsibility)


def source_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """`/papers/<id>/`: the file of a paper that is cited."""
    rows = SourceDocument.objects.select_related("document")
    paper = get_object_or_404(rows, public_id=public_id, document__isnull=False)
    return _attached(paper.document, paper.title)


def stamped_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """`/papers/stamped/<id>/`: what the office typed from, as the unit stamped it."""
    rows = Handover.objects.select_related("stamped", "unit")
    handover = get_object_or_404(rows, public_id=public_id)
    if not any(each.objects.filter(handover=handover).exists() for each in _RESTING):
        raise Http404
    return _attached(handover.stamped, f"{handover.unit.name} {handover.public_id}")


def _attached(document: Any, title: str) -> HttpResponseBase:
    suffix = PurePath(document.file.name).suffix
    return attachment(document.file.open("rb"), f"{title}{suffix}")
