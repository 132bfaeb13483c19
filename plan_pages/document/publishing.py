"""Publishing a plan's text: revision, publication and Parts in one transaction.

Wagtail publishes by several ways (the editor, bulk actions, the schedule, workflows),
and the editor calls its action without going through the model. The one thing they all
do is to send `page_published`, inside the transaction of whoever opened one. So that is
where Parts are reconciled: `GuardedPage.publish` opens a transaction for every way but
the editor's, whose pages are those of a draft under consultation alone (an adopted text
is locked there); should it fail half way, the next publication mends the Parts.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from . import parts, search
from .changes import Changes
from .models import Division, Plan
from .search import text_changed

PlanPage = Plan | Division
#: What a publication changes on the page's row.
LIVE_FIELDS = (
    "live",
    "expired",
    "has_unpublished_changes",
    "draft_title",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
    "latest_revision",
    "live_revision",
)
_caller_reconciles: ContextVar[bool] = ContextVar("caller_reconciles", default=False)


@transaction.atomic
def publish(*, page: PlanPage, by: Any = None, reason: str | None = None) -> Changes:
    """Publish the page as it stands in memory and reconcile its Parts.

    Raises ReasonRequired when an adopted text would change without a reason.
    """
    with _reconciling():
        revision = page.save_revision(user=by, log_action=True)
        page.publish(revision, user=by, skip_permission_checks=True)
    text_changed([page.pk])
    return parts.reconcile(page=page, reason=reason, by=by)


@transaction.atomic
def publish_saved(*, pages: Sequence[PlanPage], by: Any = None) -> None:
    """Publish many pages as they were just saved, each with a revision.

    For the import, whose caller reconciles the whole plan at once: one page after
    another would take several seconds and lose what moves between pages.
    """
    now = timezone.now()
    for page in pages:
        _make_live(page, now)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=by,
            content=page.serializable_data(),
            object_str=str(page),
            created_at=now,
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
    Page.objects.bulk_update(pages, LIVE_FIELDS, batch_size=50)
    with _reconciling():
        for page, revision in zip(pages, revisions, strict=True):
            log(instance=page, action="wagtail.publish", user=by, revision=revision)
            page_published.send(sender=type(page), instance=page, revision=revision)
    search.text_changed(page.pk for page in pages)
    text_changed(page.pk for page in pages)


def take_out(*, pages: Sequence[PlanPage], by: Any = None) -> None:
    """Take divisions that left the text off the site; the page and its parts stay."""
    for page in pages:
        was_live = page.live
        page.live, page.expired, page.has_unpublished_changes = False, True, False
        Page.objects.filter(pk=page.pk).update(
            live=False, expired=True, has_unpublished_changes=False
        )
        if was_live:
            log(instance=page, action="wagtail.unpublish", user=by)
            page_unpublished.send(sender=type(page), instance=page)
    text_changed(page.pk for page in pages)


def on_page_published(sender: type, instance: PlanPage, **kwargs: Any) -> None:
    """Wagtail published a page of a plan."""
    if _caller_reconciles.get():
        return
    with transaction.atomic():
        parts.reconcile(page=instance)
        text_changed([instance.pk])


@transaction.atomic
def on_page_unpublished(sender: type, instance: PlanPage, **kwargs: Any) -> None:
    """A page of a plan left the site, by whatever way."""
    search.text_changed([instance.pk])


def connect() -> None:
    """Listen for both kinds of page; called once, when the app is ready."""
    for model in (Plan, Division):
        page_published.connect(
            on_page_published, sender=model, dispatch_uid=f"reconcile {model.__name__}"
        )
        page_unpublished.connect(
            on_page_unpublished, sender=model, dispatch_uid=f"forget {model.__name__}"
        )


@contextmanager
def _reconciling() -> Iterator[None]:
    token = _caller_reconciles.set(True)
    try:
        yield
    finally:
        _caller_reconciles.reset(token)


def _make_live(page: PlanPage, now: Any) -> None:
    page.live, page.expired, page.has_unpublished_changes = True, False, False
    page.draft_title = page.title
    page.first_published_at = page.first_published_at or now
    page.last_published_at = page.latest_revision_created_at = now
