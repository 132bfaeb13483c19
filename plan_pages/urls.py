"""Addresses of the plan: /plan/…, /p/<id>, and its lists, from /indicators/ on.

The lists stand twice: short for the current plan, and under the plan's key for good.
Plan pages themselves (/plan/<key>/<no>/<no>/) are pages of the tree, found faster.
"""

from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from .delivery import downloads as delivered
from .delivery import papers
from .delivery import views as delivery
from .disclosure import views as disclosure
from .disclosure import views_units as units
from .document import views as document
from .places import views as places
from .progress import entry_views, indicator_views, item_views, sheet_views
from .scorecard import snapshot_views
from .scorecard import views as scorecard

LISTS = [
    ("indicators/", indicator_views.indicators, "indicators"),
    ("indicators.csv", indicator_views.indicators_csv, "indicators_csv"),
    ("indicators/<int:number>/", indicator_views.indicator, "indicator"),
    ("indicators/<int:number>.csv", indicator_views.indicator_csv, "indicator_csv"),
    ("items/", item_views.items, "items"),
    ("items.csv", item_views.items_csv, "items_csv"),
    ("items/<str:public_id>/", item_views.item, "item"),
    ("scorecard/", scorecard.scorecard, "scorecard"),
    ("scorecard.csv", scorecard.scorecard_csv, "scorecard_csv"),
    ("scorecard/<str:public_id>/", snapshot_views.snapshot, "snapshot"),
    ("scorecard/<str:public_id>.csv", snapshot_views.snapshot_csv, "snapshot_csv"),
    ("overdue/", scorecard.overdue, "overdue"),
    ("overdue.csv", scorecard.overdue_csv, "overdue_csv"),
    ("projects/", delivery.projects, "projects"),
    ("projects.csv", delivered.projects_csv, "projects_csv"),
    ("projects/<str:public_id>/", delivery.project, "project"),
    ("projects/<str:public_id>.csv", delivered.project_csv, "project_csv"),
    ("tasks/", delivery.tasks, "tasks"),
    ("tasks.csv", delivered.tasks_csv, "tasks_csv"),
    ("tasks/<str:public_id>/", delivery.task, "task"),
    ("tasks/<str:public_id>.csv", delivered.task_csv, "task_csv"),
    ("updates/", disclosure.updates, "updates"),
    ("updates.csv", disclosure.updates_csv, "updates_csv"),
    ("updates/<str:public_id>/", disclosure.update, "update"),
    (
        "updates/<str:public_id>/evidence/<int:version>/<int:order>/",
        disclosure.evidence,
        "update_evidence",
    ),
    ("units/", units.units, "units"),
    ("units.csv", units.units_csv, "units_csv"),
    ("units/<slug:unit_key>/", units.unit, "unit"),
    ("places/", places.places, "places"),
    ("places/<slug:slug>/", places.place, "place"),
]

urlpatterns: list[URLPattern] = [
    path("plan/", document.contents, name="plan_contents"),
    path("figures/entry/", entry_views.entry, name="figures_entry"),
    path("figures/entry/template.xlsx", entry_views.blank, name="figures_template"),
    path("figures/entry/<str:public_id>/", entry_views.upload, name="figures_upload"),
    path("spreadsheets/<slug:kind_key>/", sheet_views.sheet_entry, name="sheet_entry"),
    path(
        "spreadsheets/<slug:kind_key>/template.xlsx",
        sheet_views.sheet_template,
        name="sheet_template",
    ),
    path(
        "papers/<str:public_id>/", require_safe(papers.source_file), name="source_file"
    ),
    path(
        "papers/stamped/<str:public_id>/",
        require_safe(papers.stamped_file),
        name="stamped_file",
    ),
    path("method/", require_safe(indicator_views.method), name="method"),
    path("p/<str:public_id>", document.part, name="part"),
    path("p/<str:public_id>/", document.part),
    *(path(route, require_safe(view), name=name) for route, view, name in LISTS),
    *(
        path(f"plan/<slug:key>/{route}", require_safe(view), name=f"plan_{name}")
        for route, view, name in LISTS
    ),
    path("plan/<path:path>/", document.page, name="plan_page"),
]
