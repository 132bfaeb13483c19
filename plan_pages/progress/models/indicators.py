"""Indicators as the plan states them. Rows are made by the import.

Figures of the text are Decimal strings of the text, never float.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Property(models.TextChoices):
    BINDING = "binding", _("约束性")
    EXPECTED = "expected", _("预期性")


class IndicatorKind(models.TextChoices):
    """How progress is computed once target and data are known."""

    LEVEL = "level", _("水平值")
    BOUND = "bound", _("限值")
    CUMULATIVE_QUANTITY = "cumulative_quantity", _("累计量")
    CUMULATIVE_RATE = "cumulative_rate", _("累计率")
    ANNUAL_GROWTH = "annual_growth", _("年度增速")
    RELATION = "relation", _("相对关系")


class Direction(models.TextChoices):
    UP = "up", _("越高越好")
    DOWN = "down", _("越低越好")


class TargetForm(models.TextChoices):
    """Where the target comes from."""

    NUMBER = "number", _("数值")
    BOUND = "bound", _("限值")
    RELATION = "relation", _("相对关系")
    ANNUAL_WORDS = "annual_words", _("各年度提出")
    ASSIGNED_ABOVE = "assigned_above", _("上级下达")


class OnImport(models.TextChoices):
    """The schedule axis right after the import."""

    NO_DATA = "no_data", _("数据未发布")
    NOT_ASSESSABLE = "not_assessable", _("不可评估")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def current(self) -> "IndicatorQuerySet":
        """Those that stand in the plan's text."""
        return self.filter(number__isnull=False)


class Indicator(models.Model):
    """A numbered indicator of a plan; `part` is the Part of its first row.

    Its identity is its rows' Parts; one that left the text has no number any more.
    """

    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="indicators"
    )
    number = models.PositiveSmallIntegerField(_("序号"), null=True)
    name = models.TextField(_("名称"))
    group = models.TextField(_("类别"), blank=True)
    property = models.CharField(
        _("属性"), max_length=10, choices=Property.choices, blank=True
    )
    part = models.ForeignKey(
        "document.Part", on_delete=models.PROTECT, related_name="indicators"
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="indicator_once_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(property__in=["", *Property.values]),
                name="indicator_property_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.name}".strip()


class IndicatorRow(models.Model):
    """One row of the table. `cells` exactly as printed, — and empty kept apart.

    A row without an entry in the plan's data file has no kind and is not assessable;
    `not_assessable_reason` then says why, in the words shown to readers. `on_import` is
    the state of the schedule axis before any observation. A row that left the text has
    no code any more.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="rows"
    )
    code = models.CharField(_("行号"), max_length=20, null=True)
    order = models.PositiveSmallIntegerField()
    part = models.OneToOneField(
        "document.Part", on_delete=models.PROTECT, related_name="indicator_row"
    )
    part_name = models.TextField(_("分项"), blank=True)
    unit = models.TextField(_("单位"), blank=True)
    unit_printed = models.BooleanField(default=True)
    usual_unit = models.TextField(_("惯用单位"), blank=True)
    cells = models.JSONField()
    kind = models.CharField(max_length=20, choices=IndicatorKind.choices, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, blank=True)
    baseline_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    baseline_text = models.TextField(blank=True)
    baseline_period = models.CharField(max_length=20, blank=True)
    baseline_role = models.CharField(max_length=60, blank=True)
    target_form = models.CharField(
        max_length=16, choices=TargetForm.choices, blank=True
    )
    target_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    target_text = models.TextField(blank=True)
    target_column = models.CharField(max_length=20, blank=True)
    target_operator = models.CharField(max_length=4, blank=True)
    target_period = models.CharField(max_length=20, blank=True)
    target_assigner = models.TextField(blank=True)
    inherited_from = models.CharField(max_length=20, blank=True)
    reference_number = models.PositiveSmallIntegerField(null=True)
    assess = models.CharField(max_length=20, blank=True)
    on_import = models.CharField(max_length=16, choices=OnImport.choices)
    not_assessable_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("指标行")
        ordering = ["indicator", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "code"], name="row_once_an_indicator"
            ),
            models.CheckConstraint(
                condition=~Q(kind="") | ~Q(not_assessable_reason=""),
                name="row_without_kind_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code or ""
