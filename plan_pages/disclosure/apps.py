from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "plan_pages.disclosure"
    label = "disclosure"
    verbose_name = "公开"
