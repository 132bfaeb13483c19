from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = "首页"

    def ready(self) -> None:
        from .tree import build_tree  # models are importable only now

        post_migrate.connect(build_tree, sender=self)
