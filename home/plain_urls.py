"""Addresses without a language: sitemap.xml, robots.txt."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
