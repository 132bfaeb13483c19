"""`manage.py publish_scheduled`: Wagtail's own ends at the first refusal.

Each thing is a transaction of its own. What refuses stays as it is, is named in the
log, and makes the command end with an error when everything else is done.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import DraftStateMixin, Page, Revision

log = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    help = "Publish and unpublish what is due; what refuses holds up nothing else."

    def handle(self, *args: Any, dryrun: bool, **options: Any) -> None:
        if dryrun:
            return super().handle(*args, dryrun=True, **options)
        refused = sum(not _done(thing, act) for thing, act in _due())
        if refused:
            raise CommandError(f"{refused} refused, see the log")
        return None


def _due() -> Iterator[tuple[str, Callable[[], object]]]:
    """What is due now, the expired first, as Wagtail has it: name and act."""
    for thing in [*_expired()]:
        yield (
            _name(thing),
            lambda thing=thing: thing.unpublish(
                set_expired=True, log_action="wagtail.unpublish.scheduled"
            ),
        )
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for revision in [*due.order_by("approved_go_live_at")]:
        name = f"{revision.content_type.model} {revision.object_id}"
        yield (
            name,
            lambda revision=revision: revision.publish(
                log_action="wagtail.publish.scheduled"
            ),
        )


def _expired() -> Iterator[Any]:
    """Pages as what they are: a bare Page knows none of its kind's refusals."""
    kinds = [m for m in apps.get_models() if issubclass(m, DraftStateMixin)]
    now = timezone.now()
    pages = Page.objects.filter(live=True, expire_at__lt=now)
    yield from pages.order_by("expire_at").specific()
    for kind in kinds:
        if not issubclass(kind, Page):
            rows = kind._default_manager.filter(live=True, expire_at__lt=now)
            yield from rows.order_by("expire_at")


def _name(thing: Any) -> str:
    return f"{thing._meta.model_name} {thing.pk}"


def _done(name: str, act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except Exception as error:
        log.error("scheduled: %s refused: %s %s", name, type(error).__name__, error)
        return False
    return True
