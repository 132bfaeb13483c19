"""Reply: the draft that a unit edits and its head approves, in Wagtail's workflow."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    ModelLogEntry,
    RevisionMixin,
    WorkflowMixin,
)

from feedback.suggestions.models import Suggestion
from portal.pages.unscheduled import Unscheduled
from portal.refusals import Refused
from portal.registry import Point
from portal.writing import write_transaction

from ..dispositions import Disposition, disposition_constraints

#: What a reply may be made of.
FEATURES = ["bold", "ol", "ul", "link"]

#: What publishing does, called with (reply, user) in its transaction. The service that
#: writes versions hangs itself here, because models import no services.
publishers: Point[Callable[["Reply", Any], object]] = Point("reply publishers")


class ReplyQuerySet(models.QuerySet["Reply"]):
    def of_unit(self, unit_id: int | None) -> "ReplyQuerySet":
        """The unit's own; none for somebody without a unit."""
        return self.filter(unit_id=unit_id) if unit_id else self.none()


class Reply(
    Unscheduled,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    models.Model,
):
    """Mutable until published, and afterwards only the next version's draft.

    `note` is the public note of a correction: empty before the first version.
    """

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="replies", editable=False
    )
    disposition = models.CharField(
        _("采纳情况"), max_length=20, choices=Disposition.choices
    )
    body = RichTextField(_("答复"), features=FEATURES)
    reason = models.TextField(_("理由"), blank=True)
    referred_to = models.CharField(_("转往"), max_length=120, blank=True)
    change_url = models.CharField(_("改变之处的链接"), max_length=300, blank=True)
    note = models.CharField(_("更正说明"), max_length=300, blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="reply",
        for_concrete_model=False,
    )
    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("答复")
        constraints = disposition_constraints("reply")

    def __str__(self) -> str:
        return f"答复 {self.pk}"

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """However it is published, a version is written in the same transaction.

        Raises Refused, see feedback.replies.versions.
        """
        with write_transaction():
            # Whose right it is, the services say: one's own unit, not the model's.
            options["skip_permission_checks"] = True
            super().publish(revision, user=user, **options)
            self.refresh_from_db()
            for publisher in publishers:
                publisher(self, user)

    def unpublish(self, *args: Any, **options: Any) -> None:
        """A published reply is withdrawn with a public reason, never taken away."""
        raise Refused("withdraw_instead", _("请撤回答复并写明理由。"))

    def drop(self) -> None:
        """Delete a draft that answers nothing, with its history."""
        self.silence_log()
        self.delete()

    def silence_log(self) -> None:
        """Who did what when stays; the details, which hold remarks, go."""
        ModelLogEntry.objects.for_instance(self).update(data={})


class ReplyTarget(models.Model):
    """The reply is meant for this suggestion; AnsweredSuggestion has what was said."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="targets")
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="reply_targets"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("答复对象")
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "suggestion"], name="target_once_a_reply"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} → {self.suggestion_id}"
