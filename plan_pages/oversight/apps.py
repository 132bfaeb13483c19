from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "plan_pages.oversight"
    label = "oversight"
    verbose_name = "核查"

    def ready(self) -> None:
        from . import panels, search  # noqa: F401  panels hang themselves

        search.register()
