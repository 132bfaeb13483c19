from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DisclosureConfig(AppConfig):
    name = "plan_pages.disclosure"
    label = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from . import (  # noqa: F401  models are importable only now
            beside,
            desk,
            front_panel,
            navigation,
            notices,
            panels,
            search,
            sheets,
            versions,
            waiting,
        )
        from .setup import prepare

        desk.register()
        navigation.register()
        search.register()

        post_migrate.connect(prepare, sender=self)
