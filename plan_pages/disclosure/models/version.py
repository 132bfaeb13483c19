"""UpdateVersion: what was published, for good. A correction is the next number."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..states import Delivery, claim_constraints
from .update import Claim, Shown


class UpdateVersionQuerySet(models.QuerySet["UpdateVersion"]):
    def standing(self) -> "UpdateVersionQuerySet":
        """The newest version of every update that is not withdrawn."""
        newer = UpdateVersion.objects.filter(
            update=models.OuterRef("update"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer), update__withdrawal__isnull=True)

    def newest_first(self) -> "UpdateVersionQuerySet":
        """The latest day of publication first."""
        return self.order_by("-published_on", "-pk")


class UpdateVersion(Claim):
    """Append-only. `content_hash` stands in the ledger.

    `delivery_before` is the state that stood when this was published, empty for the
    first that anybody said: a change of it needs evidence. `unit_name` is what the unit
    was called then; null in versions older than the column.
    """

    update = models.ForeignKey(
        "disclosure.Update", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=80, null=True)
    delivery_before = models.CharField(
        max_length=12, choices=Delivery.choices, blank=True
    )
    content_hash = models.CharField(max_length=64)
    published_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = UpdateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公开版本")
        constraints = [
            models.UniqueConstraint(
                fields=["update", "number"], name="update_version_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, note="") | (Q(number__gt=1) & ~Q(note="")),
                name="update_correction_has_note",
            ),
            models.CheckConstraint(
                condition=Q(delivery_before__in=["", *Delivery.values]),
                name="update_version_before_known",
            ),
            *claim_constraints("update_version"),
        ]
        indexes = [models.Index(fields=["-published_on", "-id"])]

    def __str__(self) -> str:
        return f"{self.update_id} v{self.number}"

    @property
    def former_name(self) -> str:
        """What the unit was called then, where it is called otherwise today."""
        then = self.unit_name or self.unit.name
        return then if then != self.unit.name else ""


class Evidence(Shown):
    """Append-only: a file (served as attachment, SHA-256 in hex) or an address."""

    version = models.ForeignKey(
        UpdateVersion, on_delete=models.PROTECT, related_name="evidence"
    )
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    document = models.ForeignKey(
        "media.PortalDocument", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("佐证")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"], name="evidence_order_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(document__isnull=False, size__isnull=False, url="")
                    & ~Q(sha256="")
                )
                | (Q(document__isnull=True, size__isnull=True, sha256="") & ~Q(url="")),
                name="evidence_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SecrecyResult(models.TextChoices):
    """Of the secrecy check; anything else is not published."""

    OPEN = "open", _("不涉密，可以公开")
    REDACTED = "redacted", _("已作处理，可以公开")


class ReleaseRecord(models.Model):
    """Append-only, one a version: 三审三校 and 保密审查. Pages show the days alone."""

    version = models.OneToOneField(
        UpdateVersion, on_delete=models.PROTECT, related_name="release"
    )
    first_reader = models.CharField(_("一审"), max_length=60)
    first_read_on = models.DateField(_("一审日期"))
    second_reader = models.CharField(_("二审"), max_length=60)
    second_read_on = models.DateField(_("二审日期"))
    third_reader = models.CharField(_("三审"), max_length=60)
    third_read_on = models.DateField(_("三审日期"))
    secrecy_by = models.CharField(_("保密审查人"), max_length=60)
    secrecy_on = models.DateField(_("保密审查日期"))
    secrecy_result = models.CharField(
        _("保密审查结果"), max_length=10, choices=SecrecyResult.choices
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("发布审查记录")
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_reader="")
                & ~Q(second_reader="")
                & ~Q(third_reader="")
                & ~Q(secrecy_by=""),
                name="release_names_everybody",
                violation_error_message=_("请写明每一审和保密审查由谁进行。"),
            ),
            models.CheckConstraint(
                condition=~Q(first_reader=F("second_reader"))
                & ~Q(second_reader=F("third_reader"))
                & ~Q(first_reader=F("third_reader")),
                name="release_three_people",
                violation_error_message=_("三审须由三个人进行。"),
            ),
            models.CheckConstraint(
                condition=Q(second_read_on__gte=F("first_read_on"))
                & Q(third_read_on__gte=F("second_read_on")),
                name="release_readings_in_order",
                violation_error_message=_("三审须依次进行。"),
            ),
            models.CheckConstraint(
                condition=Q(secrecy_result__in=SecrecyResult.values),
                name="release_secrecy_known",
                violation_error_message=_("请选择保密审查结果。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.version_id)


class UpdateWithdrawal(models.Model):
    """Append-only: taken back with a public reason; every version stays readable."""

    update = models.OneToOneField(
        "disclosure.Update", on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(_("撤回理由"), max_length=300)
    withdrawn_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("公开撤回")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="update_withdrawal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.update_id)
