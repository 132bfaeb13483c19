"""Suggestion and Withdrawal: facts without a word of what was written."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..states import (
    ANSWERABLE,
    PUBLIC,
    Channel,
    Kind,
    PublicationMode,
    State,
    Visibility,
)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def shown(self) -> "SuggestionQuerySet":
        """The text, masked or whole, stands on public pages."""
        return self.filter(state__in=sorted(PUBLIC))

    def answerable(self) -> "SuggestionQuerySet":
        return self.filter(state__in=ANSWERABLE)

    def waiting(self) -> "SuggestionQuerySet":
        """Not decided yet, the oldest day first; inside a day by random number."""
        return self.filter(state=State.RECEIVED, erased_week="").order_by(
            "received_on", "number"
        )


class Suggestion(models.Model):
    """`number` is public and random; `lookup_id` comes from the return code.

    The primary key tells the order of arrival: it never leaves the server.
    `received_on` is the Beijing date. An erasure sets `erased_week` (2026-W47) and
    empties `lookup_id`, so that its code finds nothing, like a wrong one. All but part,
    state, merged_into, erased_week and lookup_id is frozen by a trigger.
    """

    number = models.CharField(_("编号"), max_length=12, unique=True)
    lookup_id = models.CharField(max_length=32, unique=True, null=True)
    part = models.ForeignKey(
        "document.Part",
        verbose_name=_("对应文本"),
        on_delete=models.PROTECT,
        related_name="suggestions",
    )
    kind = models.CharField(_("来信类型"), max_length=10, choices=Kind.choices)
    visibility = models.CharField(
        _("作者意愿"), max_length=7, choices=Visibility.choices
    )
    state = models.CharField(
        _("状态"), max_length=20, choices=State.choices, default=State.RECEIVED
    )
    received_on = models.DateField(_("收到日期"))
    channel = models.CharField(_("渠道"), max_length=5, choices=Channel.choices)
    publication_mode = models.CharField(
        _("收件时的公开方式"), max_length=12, choices=PublicationMode.choices
    )
    commitment = models.CharField(max_length=64)
    entry_id = models.CharField(max_length=26, unique=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    resubmission_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="resubmissions"
    )
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    erased_week = models.CharField(max_length=8, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("建议")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="suggestion_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="suggestion_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="suggestion_visibility_chosen",
            ),
            models.CheckConstraint(
                condition=Q(publication_mode__in=PublicationMode.values),
                name="suggestion_mode_known",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.WEB, entered_by__isnull=True)
                | Q(channel=Channel.PAPER, entered_by__isnull=False),
                name="suggestion_paper_names_clerk",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PUBLIC))
                | (
                    Q(visibility=Visibility.PUBLIC)
                    & ~Q(publication_mode=PublicationMode.NUMBERS_ONLY)
                ),
                name="suggestion_private_stays_private",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | Q(state=State.WITHDRAWN)
                | (
                    ~Q(state__in=[State.MERGED, State.WITHDRAWN])
                    & Q(merged_into__isnull=True)
                ),
                name="suggestion_merged_names_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="suggestion_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(erased_week="", lookup_id__isnull=False)
                | (~Q(erased_week="") & Q(lookup_id__isnull=True)),
                name="suggestion_erased_has_no_code",
            ),
        ]
        indexes = [
            models.Index(fields=["part", "state"], name="suggestion_part_state"),
            models.Index(fields=["state", "number"], name="suggestion_state_number"),
            models.Index(fields=["state", "received_on"], name="suggestion_queue"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_erased(self) -> bool:
        return self.erased_week != ""

    @property
    def may_be_shown(self) -> bool:
        """The author said 公开 and the site's mode at intake allows texts."""
        return (
            self.visibility == Visibility.PUBLIC
            and self.publication_mode != PublicationMode.NUMBERS_ONLY
        )

    @property
    def text_is_due(self) -> bool:
        """The author said 公开 and the site promised at intake to publish each text."""
        return self.may_be_shown and self.publication_mode == PublicationMode.EACH


class Withdrawal(models.Model):
    """Append-only: the author withdrew. `state_before` decides about a tombstone."""

    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.PROTECT, related_name="withdrawal"
    )
    state_before = models.CharField(max_length=20, choices=State.choices)
    withdrawn_on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("撤回")
        constraints = [
            models.CheckConstraint(
                condition=Q(state_before__in=sorted(set(State.values) - {"withdrawn"})),
                name="withdrawal_from_another_state",
            ),
        ]

    def __str__(self) -> str:
        return str(self.suggestion)
