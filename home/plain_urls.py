"""Addresses without a language: sitemap.xml, robots.txt, the elder view's switch."""

from django.urls import path

from . import views

urlpatterns = [
    path("view/elder/", views.elder_view, name="elder_view"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
