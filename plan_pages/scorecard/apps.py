from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    name = "plan_pages.scorecard"
    label = "scorecard"
    verbose_name = "公开一览"
