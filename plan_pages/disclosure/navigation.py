"""The column 公开: absent until something was disclosed."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from plan_pages.document.current import current_plan, plan_facts
from portal.registry import NavigationEntry, navigation

from .models import UpdateVersion

_FACT = "has_disclosures"


def anything_published(plan: str) -> Exists:
    """Of the `plan` of an outer query, withdrawn or not."""
    return Exists(UpdateVersion.objects.filter(update__plan=OuterRef(plan)))


def has_disclosures(request: HttpRequest) -> bool:
    """Known with the current plan: no query of its own."""
    return bool(getattr(current_plan(request), _FACT, False))


def register() -> None:
    plan_facts.register((_FACT, anything_published))
    entry = NavigationEntry(
        _("公开"),
        "updates/",
        40,
        also=("units/", "scorecard/", "overdue/"),
        shown=has_disclosures,
    )
    navigation.register(entry)
