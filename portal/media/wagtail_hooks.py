"""A unit's file is not served by its number: a draft's evidence is nobody else's."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from .models import PortalDocument


@hooks.register("before_serve_document")
def units_files_elsewhere(document: PortalDocument, request: HttpRequest) -> Any:
    if document.unit_id is not None:
        raise Http404
