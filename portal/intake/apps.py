from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "portal.intake"
    label = "intake"
    verbose_name = "收件"

    def ready(self) -> None:
        import_module("portal.intake.pow")  # a chore of the relay
        import_module("portal.intake.throttle")  # a system check
