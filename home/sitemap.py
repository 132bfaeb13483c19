"""Every public address, for sitemap.xml: the canonical, Chinese ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from plan_pages.delivery.models import Project, Task
from plan_pages.disclosure.models import Update
from plan_pages.document.models import Division, Plan, PlanIndex
from plan_pages.places.gazetteer import gazetteer
from plan_pages.progress.models import Indicator, PlanItem
from portal.pages.languages import root_path
from portal.units.models import Unit, UnitKind

#: Pages that are there whatever the plan.
ALWAYS = (
    "method", "suggestions", "answer_statistics", "moderation_log",
    "moderation_rules", "how_it_works", "before_you_write", "what_is_kept",
    "site_map", "privacy", "accessibility",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    path: str
    changed: datetime | None = None


def addresses(request: HttpRequest) -> Iterator[Address]:
    with override(settings.LANGUAGE_CODE):
        yield Address(root_path())
        for page in [*PlanIndex.objects.live(), *Plan.objects.live()]:
            yield Address(page.get_url(request), page.last_published_at)
        for plan in Plan.objects.live():
            yield from addresses_of_plan(request, plan)
        for name in ALWAYS:
            yield Address(reverse(name))


def addresses_of_plan(request: HttpRequest, plan: Plan) -> Iterator[Address]:
    for page in Division.objects.live().filter(plan=plan).order_by("path"):
        yield Address(page.get_url(request), page.last_published_at)
    # What a correction took out of the text has no page any more.
    numbered = Indicator.objects.current().filter(plan=plan)
    indicators = numbered.values_list("number", flat=True)
    current = PlanItem.objects.current().filter(plan=plan)
    items = current.values_list("part__public_id", flat=True)
    known = gazetteer(plan.key)
    places = [place.slug for place in known.places] if known else []
    projects = Project.objects.of_plan(plan.pk).values_list("public_id", flat=True)
    tasks = Task.objects.of_plan(plan.pk).values_list("public_id", flat=True)
    published = Update.objects.filter(plan=plan, versions__isnull=False)
    updates = published.distinct().values_list("public_id", flat=True)
    frozen = plan.snapshots.values_list("public_id", flat=True)
    units = Unit.objects.exclude(kind=UnitKind.CONGRESS).values_list("key", flat=True)
    for name in ("plan_scorecard", "plan_overdue"):
        yield Address(reverse(name, args=[plan.key]), plan.last_published_at)
    for many, one, keys in (
        ("plan_indicators", "plan_indicator", list(indicators)),
        ("plan_items", "plan_item", list(items)),
        ("plan_places", "plan_place", places),
        ("plan_projects", "plan_project", list(projects)),
        ("plan_tasks", "plan_task", list(tasks)),
        ("plan_updates", "plan_update", list(updates)),
        ("", "plan_snapshot", list(frozen)),
        ("plan_units", "plan_unit", list(units)),
    ):
        if keys and many:
            yield Address(reverse(many, args=[plan.key]), plan.last_published_at)
        for key in keys:
            yield Address(reverse(one, args=[plan.key, key]), plan.last_published_at)
