from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "plan_pages.progress"
    label = "progress"
    verbose_name = "指标与项目"

    def ready(self) -> None:
        from . import beside, search, uploads  # noqa: F401 models are ready only now
        from .spreadsheets import targets  # noqa: F401

        search.register()
