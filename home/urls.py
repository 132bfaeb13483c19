"""Standard pages: sitemap in words, privacy, accessibility."""

from django.urls import path

from . import views

urlpatterns = [
    path("sitemap/", views.site_map, name="site_map"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
