"""The sealed contact details of one case, as a file for the machine with the key."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from feedback.moderation import contacts
from feedback.moderation.permissions import can_moderate
from feedback.suggestions.models import Suggestion
from portal.refusals import Refused

from .access import staff_page


@require_POST
@staff_page(can_moderate)
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """One line in a file; each time leaves a row. There is no list and no bulk."""
    row = get_object_or_404(Suggestion, number=number)
    by: Any = request.user
    try:
        line = contacts.take_contact(suggestion=row, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("moderation_case", number)
    return HttpResponse(
        f"{line}\n",
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{row.number}.sealed.txt"',
            "Cache-Control": "no-store",
        },
    )
