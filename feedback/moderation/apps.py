from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "feedback.moderation"
    label = "moderation"
    verbose_name = "审核"

    def ready(self) -> None:
        # They register eraser, chore and earlier parts.
        from . import decisions, erasing, takedowns  # noqa: F401
