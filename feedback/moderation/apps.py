from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "feedback.moderation"
    label = "moderation"
    verbose_name = "审核"
