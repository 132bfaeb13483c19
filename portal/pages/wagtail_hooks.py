"""What the site adds to the editors' admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

_WORKFLOW_PANELS = (
    "workflow_objects_to_moderate",
    "user_objects_in_workflow_moderation",
)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("portal/css/admin.css")
    )


@hooks.register("construct_homepage_panels")
def without_workflows(request: HttpRequest, panels: list[Any]) -> None:
    """What waits stands in 今天要办; these two know pages and snippets alone."""
    panels[:] = [panel for panel in panels if panel.name not in _WORKFLOW_PANELS]
