"""Addresses of the plan: /plan/…, /p/<id>, /indicators/, /items/, /places/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
