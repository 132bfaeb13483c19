from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "plan_pages.progress"
    label = "progress"
    verbose_name = "指标与项目"
