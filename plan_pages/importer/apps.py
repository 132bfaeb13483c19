from django.apps import AppConfig


class ImporterConfig(AppConfig):
    name = "plan_pages.importer"
    label = "importer"
    verbose_name = "规划导入"
