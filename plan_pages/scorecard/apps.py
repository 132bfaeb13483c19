from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    name = "plan_pages.scorecard"
    label = "scorecard"
    verbose_name = "公开一览"

    def ready(self) -> None:
        from . import beside, home_panel, panels, rule_desk, snapshots  # noqa: F401
