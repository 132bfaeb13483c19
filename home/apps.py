from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = "首页"

    def ready(self) -> None:
        post_migrate.connect(build_tree, sender=self)


def build_tree(*, using: str, **kwargs: object) -> None:
    """After every migrate, and after a flush, the site has its root and home page."""
    from home.tree import ensure_site  # models are ready only now

    ensure_site()
