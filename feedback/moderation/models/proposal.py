"""UnlawfulProposal: one moderator says unlawful; a second one decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import ErasableText, Suggestion

from ..moves import GROUNDED, DecisionKind


class UnlawfulProposalQuerySet(models.QuerySet["UnlawfulProposal"]):
    def open(self) -> "UnlawfulProposalQuerySet":
        """Neither confirmed nor declined, and the suggestion still waits."""
        return self.filter(
            decision__isnull=True,
            decline__isnull=True,
            suggestion__state="received",
        )


class UnlawfulProposal(models.Model):
    """Append-only: refuse or mask `suggestion` under `provision`."""

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="unlawful_proposals"
    )
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    provision = models.CharField(_("所依条款"), max_length=200)
    proposed_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = UnlawfulProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("违法认定提议")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(GROUNDED)), name="proposal_kind_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(provision=""), name="proposal_names_provision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.provision}"


class ProposalWords(ErasableText):
    """The reason as proposed, and the masked text when masking was proposed."""

    proposal = models.OneToOneField(
        UnlawfulProposal,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="words",
    )
    masked = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("提议理由")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="proposal_has_reason"),
        ]


class ProposalDecline(models.Model):
    """Append-only: the second person does not agree; the suggestion waits on."""

    proposal = models.OneToOneField(
        UnlawfulProposal, on_delete=models.PROTECT, related_name="decline"
    )
    declined_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("未确认的提议")

    def __str__(self) -> str:
        return str(self.proposal_id)
