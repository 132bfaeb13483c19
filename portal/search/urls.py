"""Addresses of the search; they speak the language of their prefix."""

from django.urls import path

from . import status_views, views

urlpatterns = [
    path("search/", views.results_page, name="search"),
    path("search/status/", status_views.status_page, name="search_status_page"),
    path("search/status.json", status_views.status_json, name="search_status"),
    path("search/complete.json", views.completions, name="search_complete"),
    path("search/results.json", views.results_json, name="search_json"),
    path("search/results.atom", views.results_atom, name="search_atom"),
]
