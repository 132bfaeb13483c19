"""Standard pages: sitemap in words, privacy, accessibility, elder view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
