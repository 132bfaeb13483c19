from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "feedback.congress"
    label = "congress"
    verbose_name = "人大监督"

    def ready(self) -> None:
        from . import doors, letters, waiting  # noqa: F401  models are importable now

        doors.register()
