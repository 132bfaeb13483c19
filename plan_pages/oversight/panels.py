"""Released findings beside the version they are about, with the unit's answers."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.pages.context_processors import chrome
from portal.registry import version_panels

from .queries import PublicFinding, of_versions


@version_panels.register
def beside_versions(
    request: HttpRequest, versions: Iterable[Any]
) -> dict[int, list[SafeString]]:
    """By key of the version, the newest release first; four queries at most."""
    found = of_versions(versions)
    return {key: [shown(request, each) for each in own] for key, own in found.items()}


def shown(request: HttpRequest, found: PublicFinding) -> SafeString:
    context = {"found": found, "plan_lang": chrome(request)["plan_lang"]}
    return render_to_string("plan_pages/oversight/finding.html", context)
