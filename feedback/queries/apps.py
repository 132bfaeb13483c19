from django.apps import AppConfig


class QueriesConfig(AppConfig):
    name = "feedback.queries"
    label = "feedback_queries"
    verbose_name = "公众参与"

    def ready(self) -> None:
        from . import search

        search.register()
