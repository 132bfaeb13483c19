"""Update: the draft of a disclosure, in Wagtail's workflow of two tasks."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from plan_pages.delivery.models.pieces import exactly_one, public_id_shape
from plan_pages.document.models.part import PUBLIC_ID_LENGTH, new_public_id
from portal.pages.unscheduled import Unscheduled
from portal.refusals import Refused
from portal.registry import Point
from portal.writing import write_transaction

from .. import periods
from ..states import Delivery, claim_constraints

#: What an update may be about.
SUBJECTS = ("indicator", "project", "task", "part")

#: What publishing does, called with (update, user) in its transaction. The service that
#: writes versions hangs itself here, because models import no services.
publishers: Point[Callable[["Update", Any], object]] = Point("update publishers")


class UpdateQuerySet(models.QuerySet["Update"]):
    def of_unit(self, unit_id: int | None) -> "UpdateQuerySet":
        """The unit's own; none for somebody without a unit."""
        return self.filter(unit_id=unit_id) if unit_id else self.none()

    def standing(self) -> "UpdateQuerySet":
        """Published and not withdrawn."""
        return self.filter(live=True, withdrawal__isnull=True)


class Claim(models.Model):
    """What a unit says, in the draft and the version alike; plain text.

    `decided_by` names the document (title and number) of a change or a stop; `figures`
    is a list of {"name", "value", "unit", "row"?}, the value a decimal as text.
    """

    period = models.CharField(_("时期"), max_length=7, validators=[periods.check])
    period_end = models.DateField(editable=False)
    delivery = models.CharField(_("实施状态"), max_length=12, choices=Delivery.choices)
    reason = models.TextField(_("延期原因"), blank=True)
    decided_by = models.CharField(_("所依文件"), max_length=300, blank=True)
    words = models.TextField(_("做了什么"))
    problems = models.TextField(_("存在问题"), blank=True)
    next_step = models.TextField(_("下一步"), blank=True)
    figures = models.JSONField(_("数据"), default=list, blank=True)
    note = models.CharField(_("更正说明"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Update(
    Unscheduled,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    Claim,
    models.Model,
):
    """Mutable until published, and afterwards only the next version's draft.

    `unit` is the 填报单位; `on_behalf`: the office typed it for a unit that never logs
    in (代录), with the unit's stamped paper as evidence. What it is about never
    changes (trigger); `home` is the Part where that stands. `note` is the public note
    of a correction.
    """

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH,
        unique=True,
        default=new_public_id,
        editable=False,
        validators=[public_id_shape],
    )
    plan = models.ForeignKey(
        "document.Plan",
        on_delete=models.PROTECT,
        related_name="updates",
        editable=False,
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="updates", editable=False
    )
    on_behalf = models.BooleanField(_("代录"), default=False, editable=False)
    home = models.ForeignKey(
        "document.Part",
        on_delete=models.PROTECT,
        related_name="disclosed",
        editable=False,
    )
    indicator = models.ForeignKey(
        "progress.Indicator",
        null=True,
        on_delete=models.PROTECT,
        related_name="updates",
        editable=False,
    )
    project = models.ForeignKey(
        "delivery.Project",
        null=True,
        on_delete=models.PROTECT,
        related_name="updates",
        editable=False,
    )
    task = models.ForeignKey(
        "delivery.Task",
        null=True,
        on_delete=models.PROTECT,
        related_name="updates",
        editable=False,
    )
    part = models.ForeignKey(
        "document.Part",
        null=True,
        on_delete=models.PROTECT,
        related_name="updates",
        editable=False,
    )

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="disclosure_update",
        for_concrete_model=False,
    )
    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("进展公开")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*SUBJECTS), name="update_about_one"
            ),
            *claim_constraints("update"),
        ]

    def __str__(self) -> str:
        return f"公开 {self.public_id}"

    @property
    def subject(self) -> Any:
        """The indicator, project, task or part."""
        return self.indicator or self.project or self.task or self.part

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """However it is published, a version is written in the same transaction.

        Raises Refused, see plan_pages.disclosure.versions.
        """
        with write_transaction():
            # Whose right it is, the services say: the office's, not the model's.
            options["skip_permission_checks"] = True
            super().publish(revision, user=user, **options)
            self.refresh_from_db()
            for publisher in publishers:
                publisher(self, user)

    def unpublish(self, *args: Any, **options: Any) -> None:
        """What was disclosed is withdrawn with a public reason, never taken away."""
        raise Refused("withdraw_instead", _("请撤回这项公开并写明理由。"))


class Shown(models.Model):
    """What evidence of a draft and of a version have in common."""

    title: str
    document: Any

    class Meta:
        abstract = True

    @property
    def file_name(self) -> str:
        """The title with the ending of the file that was kept."""
        return f"{self.title}{PurePath(self.document.file.name).suffix}"


class DraftEvidence(Shown):
    """Mutable: what the next version will show: a file or an address, never both."""

    update = models.ForeignKey(
        Update, on_delete=models.CASCADE, related_name="draft_evidence"
    )
    title = models.CharField(_("名称"), max_length=200)
    document = models.ForeignKey(
        "media.PortalDocument", null=True, on_delete=models.PROTECT, related_name="+"
    )
    url = models.CharField(
        _("链接"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )

    class Meta:
        verbose_name = verbose_name_plural = _("佐证草稿")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, url="")
                | (Q(document__isnull=True) & ~Q(url="")),
                name="draft_evidence_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title
