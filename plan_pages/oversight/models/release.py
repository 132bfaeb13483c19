"""FindingRelease makes a finding public; FindingAnswer is what the unit says to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id


class FindingRelease(models.Model):
    """Append-only, one a finding, by a second person of the congress office.

    `supplement_due_on` opens the clock of a finding "to be supplemented"; the day on
    which the disclosure itself was due stays as it was. `certain` as with obligations.
    """

    finding = models.OneToOneField(
        "oversight.Finding", on_delete=models.PROTECT, related_name="release"
    )
    released_on = models.DateField()
    supplement_due_on = models.DateField(_("补充期限"), null=True)
    certain = models.BooleanField(default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("核查结论公开")
        constraints = [
            models.CheckConstraint(
                condition=Q(supplement_due_on__isnull=True)
                | Q(supplement_due_on__gt=F("released_on")),
                name="finding_supplement_is_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.released_on}"


class FindingAnswer(models.Model):
    """Append-only: the unit's words about a released finding, public as they are."""

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    finding = models.ForeignKey(
        "oversight.Finding", on_delete=models.PROTECT, related_name="answers"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("回应"))
    answered_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("单位回应")
        ordering = ["answered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""), name="finding_answer_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.answered_on}"
