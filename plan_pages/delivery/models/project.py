"""Project: what carries a plan item out. Its stage is the newest of dated rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from .pieces import Identity, Said, version_constraints


class Stage(models.TextChoices):
    RESERVE = "reserve", _("储备")
    PREPARATORY = "preparatory", _("前期")
    UNDER_CONSTRUCTION = "under_construction", _("在建")
    COMPLETED = "completed", _("竣工")
    COMMISSIONED = "commissioned", _("投产")
    SUSPENDED = "suspended", _("暂缓")
    WITHDRAWN = "withdrawn", _("调出")


class ProjectQuerySet(models.QuerySet["Project"]):
    def of_plan(self, plan_id: int) -> "ProjectQuerySet":
        return self.filter(plan_id=plan_id)

    def with_present(self) -> "ProjectQuerySet":
        """Annotate `name`, `version`, `stage` and `stage_on` as they stand today.

        `stage` is None where no row says one.
        """
        newest = ProjectVersion.objects.filter(project=OuterRef("pk"))
        newest = newest.order_by("-number")
        stages = StageChange.objects.filter(project=OuterRef("pk"))
        stages = stages.order_by("-on", "-pk")
        return self.annotate(
            name=Subquery(newest.values("name")[:1]),
            version=Subquery(newest.values("number")[:1]),
            stage=Subquery(stages.values("stage")[:1]),
            stage_on=Subquery(stages.values("on")[:1]),
        )


class Project(Identity):
    """Public id, plan, home Part, plan item: fixed for good."""

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("实施项目")


class ProjectVersion(Said):
    """Append-only: all public facts of a project. Money in 万元."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="versions"
    )
    content = models.TextField(_("建设内容"), blank=True)
    site = models.CharField(_("建设地点"), max_length=200, blank=True)
    builder = models.CharField(_("建设单位"), max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField(_("起始年"), null=True)
    last_year = models.PositiveSmallIntegerField(_("完成年"), null=True)
    total_investment = models.DecimalField(
        _("总投资（万元）"), max_digits=16, decimal_places=4, null=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("项目版本")
        constraints = [
            *version_constraints("project"),
            models.CheckConstraint(
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(first_year__lte=F("last_year")),
                name="project_years_in_order",
                violation_error_message=_("完成年不能早于起始年。"),
            ),
            models.CheckConstraint(
                condition=Q(total_investment__isnull=True) | Q(total_investment__gte=0),
                name="project_investment_not_negative",
                violation_error_message=_("金额不能是负数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} v{self.number}"


class StageChange(models.Model):
    """Append-only: on this day the project came into this stage."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="stages"
    )
    stage = models.CharField(_("项目阶段"), max_length=20, choices=Stage.choices)
    on = models.DateField(_("日期"))
    source = models.ForeignKey(
        "progress.SourceDocument",
        verbose_name=_("来源文件"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    entered_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("阶段变化")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="stage_known"
            ),
        ]
        indexes = [models.Index(fields=["project", "-on", "-id"])]

    def __str__(self) -> str:
        return f"{self.project_id} → {self.stage}"
