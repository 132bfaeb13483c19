"""Staff view: what is owed and what is dead, with one button to try again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .models import OutboxEvent
from .permissions import can_retry_outbox
from .retrying import retry_dead_letters

#: Rows on the page; `manage.py outbox` lists them all.
SHOWN = 200


def dead_letters(request: HttpRequest) -> HttpResponse:
    if not can_retry_outbox(request.user):
        raise PermissionDenied
    events = OutboxEvent.objects
    return TemplateResponse(
        request,
        "outbox/dead_letters.html",
        {
            "events": events.dead_letters()[:SHOWN],
            "dead": events.filter(dead=True).count(),
            "waiting": events.filter(dead=False).count(),
        },
    )


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Let the event `key` try again, or all without one."""
    if not can_retry_outbox(request.user):
        raise PermissionDenied
    key = request.POST.get("key", "")
    count = retry_dead_letters(keys=[key] if key else [])
    messages.success(request, _("已重新排队 %(count)d 项。") % {"count": count})
    return redirect("outbox_dead_letters")
