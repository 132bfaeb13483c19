from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "feedback.suggestions"
    label = "suggestions"
    verbose_name = "建议"

    def ready(self) -> None:
        from . import authors, erased, notices  # noqa: F401  registers erasers, handlers
