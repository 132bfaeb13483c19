from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "feedback.desk"
    label = "feedback_desk"
    verbose_name = "今天要办"

    def ready(self) -> None:
        from . import reminding  # noqa: F401  registers handlers and a chore
        from .access import register

        register()
