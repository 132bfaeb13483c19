from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "plan_pages.delivery"
    label = "delivery"
    verbose_name = "项目与任务"

    def ready(self) -> None:
        from . import panels, search, spreadsheets  # noqa: F401  models are ready now

        search.register()
