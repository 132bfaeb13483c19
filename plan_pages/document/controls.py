"""The one control of a part, as upper floors give it; asked once a page."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from portal.http.pagecache import depends_on
from portal.registry import part_controls

from .models import Division, Part, Plan

#: By public id.
Controls = dict[str, SafeString]


def controls_of(request: HttpRequest, page: Any, parts: Iterable[Part]) -> Controls:
    depends_on(request, f"page:{page.pk}")  # they count what stands on it
    found: Controls = {}
    for provide in part_controls:
        found.update(provide(request, page, parts))
    return found


def control_of(request: HttpRequest, plan: Plan, part: Part) -> SafeString | str:
    """For a page about this one part alone; one query beside the providers'."""
    page = Division.objects.filter(pk=part.page_id).first() or plan
    return controls_of(request, page, [part]).get(part.public_id, "")
