from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "plan_pages.delivery"
    label = "delivery"
    verbose_name = "项目与任务"
