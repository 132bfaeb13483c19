"""A page whose context comes from a function of the views.

Named by its dotted path, because the views import these models.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

from portal.pages.models import BasePage


class ServedPage(BasePage):
    """`context_from` names a callable(request, page) that returns a dict."""

    context_from = ""

    class Meta:
        abstract = True

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        fill = import_string(self.context_from)
        return {**super().get_context(request, *args, **kwargs), **fill(request, self)}
