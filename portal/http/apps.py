from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "portal.http"
    label = "http"
    verbose_name = "网络"

    def ready(self) -> None:
        from .nonce import teach_choosers

        teach_choosers()
