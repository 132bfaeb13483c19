from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Rights are made when the last app has made its permissions."""
        import_module("portal.accounts.password_reset")  # its mail, for the relay
        import_module("portal.accounts.attempts").count_apart()
        *_others, last = apps.get_app_configs()
        post_migrate.connect(make_rights, sender=last)


def make_rights(**signal: Any) -> None:
    from django.contrib.contenttypes.models import ContentType

    from .rights import apply_rights, remove_unused_examples

    # After a flush the cached content types name rows that are gone.
    ContentType.objects.clear_cache()
    apply_rights()
    remove_unused_examples()
