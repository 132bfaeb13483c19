"""A page whose context comes from a function of the views.

Named by its dotted path, because the views import these models.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.module_loading import import_string
from wagtail.models import PageViewRestriction

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

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """The same answer as Wagtail's in one query: plan pages are no aliases."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(
            page__path__in=[self.path[:end] for end in steps]
        )
