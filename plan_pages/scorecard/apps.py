from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    name = "plan_pages.scorecard"
    label = "scorecard"
    verbose_name = "公开一览"

    def ready(self) -> None:
        from . import beside, home_panel, snapshots  # noqa: F401 models are ready only now
