"""Obligation: a unit has to publish about this, for this period, by this day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id

from ..states import Subject

#: The columns of which one is set; none for a report of the unit.
SUBJECT_COLUMNS = ("indicator", "project", "task")


def _subject_fits() -> Q:
    fits = Q()
    for subject in Subject:
        columns = {f"{name}__isnull": name != subject.value for name in SUBJECT_COLUMNS}
        fits |= Q(subject=subject.value, **columns)
    return fits


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def of_plan(self, plan_id: int) -> "ObligationQuerySet":
        return self.filter(plan_id=plan_id)

    def of_unit(self, unit_id: int | None) -> "ObligationQuerySet":
        """What this unit owes; nothing for somebody without a unit."""
        return self.filter(unit_id=unit_id) if unit_id else self.none()


class Obligation(models.Model):
    """Append-only. `due_on` is the first day set, ending at 24:00 Beijing time;
    extensions are rows of their own. `certain` is False where a year without a
    published calendar was counted, by weekends only.
    """

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    rule = models.ForeignKey(
        "obligations.Rule", on_delete=models.PROTECT, related_name="obligations"
    )
    rule_key = models.CharField(max_length=8)
    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="obligations"
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="obligations"
    )
    subject = models.CharField(max_length=10, choices=Subject.choices)
    indicator = models.ForeignKey(
        "progress.Indicator",
        null=True,
        on_delete=models.PROTECT,
        related_name="obligations",
    )
    project = models.ForeignKey(
        "delivery.Project",
        null=True,
        on_delete=models.PROTECT,
        related_name="obligations",
    )
    task = models.ForeignKey(
        "delivery.Task", null=True, on_delete=models.PROTECT, related_name="obligations"
    )
    period = models.CharField(_("时期"), max_length=7)
    period_end = models.DateField()
    due_on = models.DateField(_("应于"))
    certain = models.BooleanField(default=True)
    made_on = models.DateField()

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("应公开事项")
        constraints = [
            models.CheckConstraint(
                condition=_subject_fits(), name="obligation_subject_fits"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("period_end")) & Q(due_on__gt=F("made_on")),
                name="obligation_due_after_period_and_making",
            ),
            *(
                models.UniqueConstraint(
                    fields=["rule_key", "unit", name, "period"],
                    name=f"obligation_{name}_once_a_period",
                )
                for name in SUBJECT_COLUMNS
            ),
            models.UniqueConstraint(
                fields=["rule_key", "unit", "plan", "period"],
                condition=Q(subject=Subject.UNIT),
                name="obligation_report_once_a_period",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "due_on"], name="obligation_plan_due"),
            models.Index(fields=["unit", "due_on"], name="obligation_unit_due"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_key} {self.period} {self.public_id}"


class ObligationExtension(models.Model):
    """Append-only: a later day, and why, for everybody to read."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="extensions"
    )
    due_on = models.DateField(_("延至"))
    reason = models.CharField(_("延期理由"), max_length=300)
    extended_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("公开延期")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="obligation_extension_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("extended_on")),
                name="obligation_extension_is_ahead",
            ),
            models.UniqueConstraint(
                fields=["obligation", "due_on"], name="obligation_extension_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} → {self.due_on}"
