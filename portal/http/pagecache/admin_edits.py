"""What an editor changes in the admin shows at once: settings, snippets, pages.

Wagtail writes a log entry with every change, in the change's own transaction. Such
changes are rare and stand on many pages, so each empties the caches. Drafts show on no
page; what says itself what it changed (`says_itself`) needs none of this.
"""

from typing import Any

from django.db import models
from django.db.models.signals import post_save
from wagtail.models import BaseLogEntry, DraftStateMixin, ModelLogEntry, PageLogEntry

from portal.outbox.purges import purge_everything
from portal.registry import Point
from portal.writing import write_transaction

#: Models whose services purge what they change; upper floors add theirs.
says_itself: Point[type[models.Model]] = Point("models that purge by themselves")

#: Done to a draft, or about it.
_DRAFTING = (
    "wagtail.create", "wagtail.edit", "wagtail.lock", "wagtail.unlock",
    "wagtail.comments", "wagtail.workflow", "wagtail.schedule",
    "wagtail.publish.schedule",
)  # fmt: skip


def connect() -> None:
    """Listen to Wagtail's log; called once, when the app is ready."""
    for entry in (PageLogEntry, ModelLogEntry):
        post_save.connect(_on_entry, sender=entry, dispatch_uid=f"purge {entry}")


def _on_entry(
    sender: Any, instance: BaseLogEntry, raw: bool = False, **rest: Any
) -> None:
    if not raw and _shows(instance):
        with write_transaction():
            purge_everything()


def _shows(entry: BaseLogEntry) -> bool:
    model = entry.content_type.model_class() if entry.content_type else None
    if model is None:
        return True
    if model in tuple(says_itself):
        return False
    has_drafts = issubclass(model, DraftStateMixin)
    return not (has_drafts and entry.action.startswith(_DRAFTING))
