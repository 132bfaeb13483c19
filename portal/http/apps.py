from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "portal.http"
    label = "http"
    verbose_name = "网络"

    def ready(self) -> None:
        from . import fronts  # models are ready only now
        from .nonce import teach_choosers
        from .pagecache import admin_edits

        admin_edits.connect()
        fronts.register()
        teach_choosers()
