from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "feedback.moderation"
    label = "moderation"
    verbose_name = "审核"

    def ready(self) -> None:
        from . import erasing, takedowns  # noqa: F401  registers eraser and chore
