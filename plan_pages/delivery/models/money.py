"""Investment: planned and actual sums of a project, year by year."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .pieces import superseding_constraints
from .project import Project


class MoneyKind(models.TextChoices):
    PLANNED = "planned", _("年度计划投资")
    ACTUAL = "actual", _("年度完成投资")


class AnnualClass(models.TextChoices):
    """How an annual plan lists the project."""

    NEW_START = "new_start", _("新开工")
    CONTINUED = "continued", _("续建")
    TO_COMPLETE = "to_complete", _("计划竣工")


class InvestmentQuerySet(models.QuerySet["Investment"]):
    def standing(self) -> "InvestmentQuerySet":
        """Those that no later row takes the place of."""
        return self.filter(superseded_by__isnull=True)


class Investment(models.Model):
    """Append-only: `amount` in 万元. One that `supersedes` another says why."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="investments"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(max_length=8, choices=MoneyKind.choices)
    amount = models.DecimalField(_("金额（万元）"), max_digits=16, decimal_places=4)
    annual_class = models.CharField(
        _("年度类别"), max_length=12, choices=AnnualClass.choices, blank=True
    )
    source = models.ForeignKey(
        "progress.SourceDocument",
        verbose_name=_("来源文件"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    entered_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = InvestmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("项目投资")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "kind"],
                condition=Q(supersedes__isnull=True),
                name="investment_first_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MoneyKind.values), name="investment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="investment_not_negative",
                violation_error_message=_("金额不能是负数。"),
            ),
            models.CheckConstraint(
                condition=Q(annual_class="")
                | Q(kind=MoneyKind.PLANNED, annual_class__in=AnnualClass.values),
                name="investment_class_of_planned",
                violation_error_message=_("年度类别只用于计划投资。"),
            ),
            *superseding_constraints("investment"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year} {self.kind}"
