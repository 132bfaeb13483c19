"""Addresses of the staff: /today/, /moderation/, /replies/."""

from django.urls import URLPattern, path

from .desk import contacts, grouped, moderation, paper, replies, rules, today

urlpatterns: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("today/today.xlsx", today.today_sheet, name="today_sheet"),
    path("moderation/", moderation.queue, name="moderation_queue"),
    path("moderation/rules/edit/", rules.rules_edit, name="rules_edit"),
    path("moderation/paper/", paper.paper, name="paper_entry"),
    path("moderation/case/<str:number>/", moderation.case, name="moderation_case"),
    path(
        "moderation/case/<str:number>/claim/",
        moderation.claim,
        name="moderation_claim",
    ),
    path(
        "moderation/case/<str:number>/release/",
        moderation.release,
        name="moderation_release",
    ),
    path(
        "moderation/case/<str:number>/contact/",
        contacts.contact,
        name="moderation_contact",
    ),
    path("replies/", replies.reply_list, name="reply_list"),
    path("replies/group/", grouped.reply_group, name="reply_group"),
    path("replies/<str:number>/", replies.reply_case, name="reply_case"),
]
