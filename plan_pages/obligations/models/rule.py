"""Rule: who has to publish what, how often, within how many working days, and why."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Substr
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from plan_pages.disclosure import periods
from plan_pages.document.models import PlanPhase, new_public_id

from ..states import PART_OF_YEAR, Basis, Cycle, Field, Subject

_DIGITS = tuple("0123456789")


def _periods(cycle: Cycle) -> Q:
    """That the first period is written as one of the cycle, of the years 2000 to 2999.

    Without a regular expression: the tools that check or copy a SQLite file know none.
    """
    year = [Q(In(Substr("first_period", place, 1), _DIGITS)) for place in (2, 3, 4)]
    rest = Q(In(Substr("first_period", 5), PART_OF_YEAR[cycle]))
    return Q(Q(first_period__startswith="2"), *year, rest)


class RuleQuerySet(models.QuerySet["Rule"]):
    def newest(self) -> "RuleQuerySet":
        """The last version of every rule."""
        later = Rule.objects.filter(key=OuterRef("key"), number__gt=OuterRef("number"))
        return self.filter(~models.Exists(later))


class Rule(models.Model):
    """Append-only: one version of a rule; `key` names the rule through its versions.

    A version counts for the periods from `first_period` on, until the next version's;
    one that is not `active` ends the rule there. The term of `term_days` working days
    runs from the period's end, or from the day the obligation was written where that
    is later. `phases` are the plan's phases in which it exists.
    """

    key = models.CharField(max_length=8, default=new_public_id, editable=False)
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    name = models.CharField(_("名称"), max_length=80)
    subject = models.CharField(_("对象"), max_length=10, choices=Subject.choices)
    cycle = models.CharField(_("周期"), max_length=10, choices=Cycle.choices)
    first_period = models.CharField(
        _("自哪一期起"), max_length=7, validators=[periods.check]
    )
    term_days = models.PositiveSmallIntegerField(
        _("期限（工作日）"), validators=[MinValueValidator(1)]
    )
    needs_value = models.BooleanField(Field.VALUE.label, default=False)
    needs_words = models.BooleanField(Field.WORDS.label, default=True)
    needs_figures = models.BooleanField(Field.FIGURES.label, default=False)
    needs_evidence = models.BooleanField(Field.EVIDENCE.label, default=False)
    needs_problems = models.BooleanField(Field.PROBLEMS.label, default=False)
    needs_next_step = models.BooleanField(Field.NEXT_STEP.label, default=False)
    basis = models.CharField(_("依据"), max_length=8, choices=Basis.choices)
    basis_text = models.CharField(_("依据原文或出处"), max_length=300)
    phases = models.JSONField(_("规划处于何阶段时适用"), default=list)
    active = models.BooleanField(_("适用"), default=True)
    note = models.CharField(_("修改说明"), max_length=300, blank=True)
    published_on = models.DateField(editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公开规则")
        ordering = ["name", "key", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "number"], name="rule_version_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, note="") | (Q(number__gt=1) & ~Q(note="")),
                name="rule_later_version_has_note",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(basis_text=""),
                name="rule_has_name_and_basis",
            ),
            models.CheckConstraint(
                condition=Q(
                    subject__in=Subject.values,
                    cycle__in=Cycle.values,
                    basis__in=Basis.values,
                ),
                name="rule_words_known",
            ),
            models.CheckConstraint(
                condition=Q(term_days__gte=1), name="rule_term_positive"
            ),
            models.CheckConstraint(
                condition=Q(needs_value=True)
                | Q(needs_words=True)
                | Q(needs_figures=True)
                | Q(needs_evidence=True)
                | Q(needs_problems=True)
                | Q(needs_next_step=True),
                name="rule_asks_for_something",
                violation_error_message=_("请至少选择一项应公开的内容。"),
            ),
            models.CheckConstraint(
                condition=Q(needs_value=False)
                | (Q(subject=Subject.INDICATOR) & _periods(Cycle.ANNUAL)),
                name="rule_value_of_indicator_by_year",
                violation_error_message=_("“年度数据”只用于按年公开的指标。"),
            ),
            models.CheckConstraint(
                condition=Q(cycle=Cycle.ONCE)
                | (Q(cycle=Cycle.ANNUAL) & _periods(Cycle.ANNUAL))
                | (Q(cycle=Cycle.HALF_YEAR) & _periods(Cycle.HALF_YEAR))
                | (Q(cycle=Cycle.QUARTER) & _periods(Cycle.QUARTER)),
                name="rule_first_period_fits_cycle",
                violation_error_message=_("“自哪一期起”的写法与周期不符。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def required(self) -> tuple[Field, ...]:
        """What is asked for, in the order of the form."""
        return tuple(field for field in Field if getattr(self, f"needs_{field.value}"))

    @property
    def phase_words(self) -> list[str]:
        known = dict(PlanPhase.choices)
        return [str(known[phase]) for phase in self.phases if phase in known]
