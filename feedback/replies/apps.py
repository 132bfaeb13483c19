from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RepliesConfig(AppConfig):
    name = "feedback.replies"
    label = "replies"
    verbose_name = "答复"

    def ready(self) -> None:
        from portal.http.pagecache.admin_edits import says_itself

        from . import erasing, versions  # noqa: F401  models are importable only now
        from .models import Reply
        from .setup import prepare

        says_itself.register(Reply)
        post_migrate.connect(prepare, sender=self)
