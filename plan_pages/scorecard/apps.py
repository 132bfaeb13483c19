from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    name = "plan_pages.scorecard"
    label = "scorecard"
    verbose_name = "公开一览"

    def ready(self) -> None:
        from . import (  # noqa: F401  models are importable only now
            beside,
            extension_desk,
            freeze_desk,
            home_panel,
            panels,
            rule_desk,
            snapshots,
        )
