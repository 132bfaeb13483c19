"""Staff view: how the page cache of the answering process does."""

import os

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..permissions import can_see_page_cache
from .running import of_this_process


def status(request: HttpRequest) -> HttpResponse:
    if not can_see_page_cache(request.user):
        raise PermissionDenied
    context = {"cache": of_this_process(), "process": os.getpid()}
    return TemplateResponse(request, "pagecache/status.html", context)
