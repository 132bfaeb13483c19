from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "plan_pages.obligations"
    label = "obligations"
    verbose_name = "应公开事项"
