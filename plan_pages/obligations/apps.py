from importlib import import_module

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "plan_pages.obligations"
    label = "obligations"
    verbose_name = "应公开事项"

    def ready(self) -> None:
        import_module("plan_pages.obligations.daily")  # a chore of the relay
        import_module("plan_pages.obligations.awaiting")
