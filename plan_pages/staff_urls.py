"""Addresses of the units' desk, /disclosures/, and of the rules: /disclosure-rules/."""

from django.urls import URLPattern, path

from .disclosure import desk
from .scorecard import rule_desk

urlpatterns: list[URLPattern] = [
    path("disclosures/", desk.disclosure_list, name="disclosure_list"),
    path("disclosures/new/", desk.disclosure_new, name="disclosure_new"),
    path("disclosures/<str:public_id>/", desk.disclosure_case, name="disclosure_case"),
    path(
        "disclosures/<str:public_id>/files/<int:number>/",
        desk.disclosure_file,
        name="disclosure_file",
    ),
    path("disclosure-rules/", rule_desk.rule_list, name="rule_list"),
    path("disclosure-rules/<slug:rule_key>/", rule_desk.rule_edit, name="rule_edit"),
]
