"""Addresses of the staff: /disclosures/, /registry/, the rules and the extensions."""

from django.urls import URLPattern, path

from .delivery import desk as registry
from .disclosure import desk
from .document import desk as plan_desk
from .scorecard import extension_desk, freeze_desk, rule_desk

urlpatterns: list[URLPattern] = [
    path("disclosures/", desk.disclosure_list, name="disclosure_list"),
    path("disclosures/new/", desk.disclosure_new, name="disclosure_new"),
    path("disclosures/<str:public_id>/", desk.disclosure_case, name="disclosure_case"),
    path(
        "disclosures/<str:public_id>/files/<int:number>/",
        desk.disclosure_file,
        name="disclosure_file",
    ),
    path("registry/", registry.registry, name="registry"),
    path("registry/<slug:kind>/new/", registry.registry_new, name="registry_new"),
    path(
        "registry/indicators/<slug:key>/<int:number>/",
        registry.registry_indicator,
        name="registry_indicator",
    ),
    path(
        "registry/<slug:kind>/<str:public_id>/",
        registry.registry_thing,
        name="registry_thing",
    ),
    path("plans/", plan_desk.plan_desk, name="plan_desk"),
    path("cycles/", freeze_desk.cycles, name="cycles"),
    path("disclosure-rules/", rule_desk.rule_list, name="rule_list"),
    path("disclosure-rules/<slug:rule_key>/", rule_desk.rule_edit, name="rule_edit"),
    path(
        "disclosure-extensions/", extension_desk.extension_list, name="extension_list"
    ),
    path(
        "disclosure-extensions/<str:public_id>/",
        extension_desk.extension_edit,
        name="extension_edit",
    ),
]
