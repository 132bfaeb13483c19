from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "feedback.suggestions"
    label = "suggestions"
    verbose_name = "建议"
