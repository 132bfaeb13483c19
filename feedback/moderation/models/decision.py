"""Decision: what was decided, on which ground, under which rules; never in words."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import ErasableText, Suggestion
from feedback.suggestions.states import State

from ..moves import GROUNDED, MOVES, DecisionKind, Destination, Exemption, Ground


def _only_for(kind: DecisionKind, *columns: str) -> Q:
    """All `columns` are set for `kind` and none for any other."""
    given = Q(**{f"{column}__isnull": False for column in columns})
    absent = Q(**{f"{column}__isnull": True for column in columns})
    return (Q(kind=kind) & given) | (~Q(kind=kind) & absent)


def _moves() -> Q:
    """The table of moves as a condition on kind, state_before and state_after."""
    allowed = Q()
    for kind, move in MOVES.items():
        one = Q(kind=kind, state_before__in=sorted(move.before))
        if move.to is None:
            one &= Q(state_after=F("state_before"))
        else:
            one &= Q(state_after__in=sorted(move.to))
        allowed |= one
    return allowed


class DecisionQuerySet(models.QuerySet["Decision"]):
    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-id")


class Decision(models.Model):
    """Append-only. `by` and `confirmed_by` never leave the staff pages.

    `lapses_on` (take_down): the last day on which a second person may confirm.
    """

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    state_before = models.CharField(max_length=20, choices=State.choices)
    state_after = models.CharField(max_length=20, choices=State.choices)
    ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    provision = models.CharField(_("所依条款"), max_length=200, blank=True)
    exemption = models.CharField(
        max_length=20, choices=Exemption.choices, blank=True, default=""
    )
    rules = models.ForeignKey(
        "moderation.RulesVersion", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20)
    decided_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.OneToOneField(
        "moderation.UnlawfulProposal",
        null=True,
        on_delete=models.PROTECT,
        related_name="decision",
    )
    appeal = models.OneToOneField(
        "moderation.Appeal",
        null=True,
        on_delete=models.PROTECT,
        related_name="reinstatement",
    )
    merged_into = models.ForeignKey(
        Suggestion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    part_from = models.ForeignKey(
        "document.Part", null=True, on_delete=models.PROTECT, related_name="+"
    )
    part_to = models.ForeignKey(
        "document.Part", null=True, on_delete=models.PROTECT, related_name="+"
    )
    destination = models.CharField(
        max_length=20, choices=Destination.choices, blank=True
    )
    lapses_on = models.DateField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("审核决定")
        constraints = [
            models.CheckConstraint(condition=_moves(), name="decision_is_a_move"),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(state_before=State.RECEIVED)
                & ~Q(kind=DecisionKind.RELOCATE),
                name="decision_decides_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(GROUNDED), ground__in=Ground.values)
                | (~Q(kind__in=list(GROUNDED)) & Q(ground="")),
                name="decision_ground_where_due",
            ),
            models.CheckConstraint(
                condition=Q(exemption="")
                | Q(
                    exemption__in=Exemption.values,
                    kind__in=[DecisionKind.ACCEPT_UNPUBLISHED, DecisionKind.REINSTATE],
                    state_after=State.ACCEPTED_UNPUBLISHED,
                ),
                name="decision_exemption_keeps_unpublished",
            ),
            models.CheckConstraint(
                condition=(
                    Q(ground=Ground.UNLAWFUL)
                    & ~Q(provision="")
                    & Q(confirmed_by__isnull=False, proposal__isnull=False)
                )
                | (
                    ~Q(ground=Ground.UNLAWFUL)
                    & Q(provision="", confirmed_by__isnull=True, proposal__isnull=True)
                ),
                name="decision_unlawful_has_provision_and_second",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="decision_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=_only_for(DecisionKind.MERGE, "merged_into"),
                name="decision_merge_names_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("suggestion")),
                name="decision_merge_not_into_itself",
            ),
            models.CheckConstraint(
                condition=_only_for(DecisionKind.RELOCATE, "part_from", "part_to"),
                name="decision_relocate_names_parts",
            ),
            models.CheckConstraint(
                condition=Q(part_to__isnull=True) | ~Q(part_to=F("part_from")),
                name="decision_relocate_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=DecisionKind.HAND_OFF, destination__in=Destination.values
                )
                | (~Q(kind=DecisionKind.HAND_OFF) & Q(destination="")),
                name="decision_hand_off_says_where",
            ),
            models.CheckConstraint(
                condition=_only_for(DecisionKind.TAKE_DOWN, "lapses_on"),
                name="decision_take_down_may_lapse",
            ),
            models.CheckConstraint(
                condition=_only_for(DecisionKind.REINSTATE, "appeal"),
                name="decision_reinstate_after_appeal",
            ),
            models.CheckConstraint(condition=~Q(role=""), name="decision_names_role"),
        ]
        indexes = [models.Index(fields=["kind", "lapses_on"], name="decision_lapsing")]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.kind}"


class DecisionReason(ErasableText):
    """Why, in words for the author: it may quote them, so it can be erased."""

    decision = models.OneToOneField(
        Decision, primary_key=True, on_delete=models.PROTECT, related_name="reason"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("决定理由")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reason_given"),
        ]


class MaskedText(ErasableText):
    """The public text: the author's, with visible blocks where spans are hidden."""

    decision = models.OneToOneField(
        Decision, primary_key=True, on_delete=models.PROTECT, related_name="masked"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("遮盖后的文本")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="masked_text_given"),
        ]
