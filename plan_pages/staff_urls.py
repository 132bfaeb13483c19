"""Addresses of the units' desk: /disclosures/."""

from django.urls import URLPattern, path

from .disclosure import desk

urlpatterns: list[URLPattern] = [
    path("disclosures/", desk.disclosure_list, name="disclosure_list"),
    path("disclosures/new/", desk.disclosure_new, name="disclosure_new"),
    path("disclosures/<str:public_id>/", desk.disclosure_case, name="disclosure_case"),
    path(
        "disclosures/<str:public_id>/files/<int:number>/",
        desk.disclosure_file,
        name="disclosure_file",
    ),
]
