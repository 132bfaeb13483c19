"""Addresses of taking part, below the language."""

from django.urls import path

from .public import views_about, views_read

urlpatterns = [
    path("suggestions/", views_read.suggestions, name="suggestions"),
    path("suggestions/statistics/", views_read.answers, name="answer_statistics"),
    path("suggestions/statistics.csv", views_read.answers_csv, name="statistics_csv"),
    path("suggestions/<str:number>/", views_read.suggestion, name="suggestion"),
    path("moderation/log/", views_read.moderation_log, name="moderation_log"),
    path(
        "moderation/log.csv", views_read.moderation_log_csv, name="moderation_log_csv"
    ),
    path("moderation/rules/", views_about.moderation_rules, name="moderation_rules"),
    path(
        "moderation/rules/<int:number>/",
        views_about.moderation_rules,
        name="moderation_rules_version",
    ),
    path("how-it-works/", views_about.how_it_works, name="how_it_works"),
    path("before-you-write/", views_about.before_you_write, name="before_you_write"),
    path("what-is-kept/", views_about.what_is_kept, name="what_is_kept"),
]
