"""Addresses of the congress: /review/ and below; of a unit's answers: /findings/."""

from django.urls import URLPattern, path

from . import sheets, views, views_office

urlpatterns: list[URLPattern] = [
    path("review/", views.review, name="review"),
    path("review/list/<slug:which>/", views.review_list, name="review_list"),
    path(
        "review/updates/<str:public_id>/<int:number>/", views.claim, name="review_claim"
    ),
    path(
        "review/obligations/<str:public_id>/",
        views.obligation,
        name="review_obligation",
    ),
    path(
        "review/findings/<str:public_id>/release/", views.release, name="review_release"
    ),
    path("review/chapters/", views_office.chapters, name="review_chapters"),
    path(
        "review/chapters/<slug:key>/<int:ordinal>/", sheets.sheet, name="review_sheet"
    ),
    path(
        "review/chapters/<slug:key>/<int:ordinal>.docx",
        sheets.sheet_docx,
        name="review_sheet_docx",
    ),
    path("review/refused/", views_office.refused, name="review_refused"),
    path(
        "review/refused/<str:number>/",
        views_office.refused_one,
        name="review_refused_one",
    ),
    path("review/looks/", views_office.looked, name="review_looks"),
    path("findings/", views_office.to_answer, name="findings_to_answer"),
]
