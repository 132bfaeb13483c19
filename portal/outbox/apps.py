from importlib import import_module

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = "发件箱"

    def ready(self) -> None:
        import_module("portal.outbox.purges")  # a chore of the relay
