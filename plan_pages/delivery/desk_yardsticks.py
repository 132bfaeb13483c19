"""The forms of an indicator's targets at /registry/, and what of it can be withdrawn.

A change of what stands is a revision of it: the page finds what it revises, the office
says why.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plan_pages.progress import yardsticks
from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    GrowthBasis,
    Indicator,
    IndicatorKind,
    IndicatorRow,
    Observation,
    SourceDocument,
    TargetForm,
    Tolerance,
    Yardstick,
)
from plan_pages.progress.observations import withdraw_observation
from portal.pages.forms import DeskForm, choice_field

KINDS: tuple[type[Yardstick], ...] = (AssignedTarget, Checkpoint, Tolerance)


class RowField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.part_name or obj.indicator.name)


class _Entered(DeskForm):
    row = RowField(IndicatorRow.objects.none(), label=_("哪一行"), empty_label=None)
    value = forms.DecimalField(
        label=_("数值（照文件印出的样子，保留末尾的零）"),
        max_digits=20,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": _("请填写数值。")},
    )
    paper = forms.ModelChoiceField(
        SourceDocument.objects.order_by("-dated", "-pk"),
        label=_("来源文件"),
        empty_label=_("请选择（先在“项目与分工”里登记）"),
        error_messages={"required": _("请选择下达或确定这个数的文件。")},
    )
    reason = forms.CharField(
        label=_("修订原因（已有这个数时必填，公开）"), required=False, max_length=300
    )


class AssignedForm(_Entered):
    action = "target"


class AnnualForm(_Entered):
    action = "checkpoint"
    period = forms.IntegerField(
        label=_("年份"),
        min_value=1949,
        max_value=2100,
        error_messages={"required": _("请填写年份。")},
    )
    field_order = ["row", "period"]


class ToleranceForm(_Entered):
    action = "tolerance"
    basis = choice_field(_("增速口径"), GrowthBasis.choices)
    field_order = ["row", "value", "basis"]


class WithdrawForm(DeskForm):
    action = "withdraw"
    what = forms.ChoiceField(label=_("撤回哪个数"))
    reason = forms.CharField(
        label=_("撤回原因（公开）"),
        max_length=300,
        error_messages={"required": _("撤回须写明原因，原因将公开。")},
    )


FORMS: dict[str, Any] = {
    "target": AssignedForm,
    "checkpoint": AnnualForm,
    "tolerance": ToleranceForm,
    "withdraw": WithdrawForm,
}
TITLES = {
    "target": _("登记上级下达目标"),
    "checkpoint": _("登记年度目标"),
    "tolerance": _("登记同步容差"),
    "withdraw": _("撤回一个数"),
}
SAID = {
    "target": _("上级下达目标已登记，并已公开。"),
    "checkpoint": _("年度目标已登记，并已公开。"),
    "tolerance": _("同步容差已登记，并已公开。"),
    "withdraw": _("已撤回；原来的数和原因留在指标页。"),
}


def rows_for(action: str, indicator: Indicator) -> Any:
    """The rows of the indicator that can have it."""
    rows = indicator.rows.filter(code__isnull=False).order_by("order")
    if action == "target":
        rows = rows.filter(target_form=TargetForm.ASSIGNED_ABOVE)
    if action == "tolerance":
        rows = rows.filter(kind=IndicatorKind.RELATION)
    return rows.select_related("part", "indicator__plan")


def actions_of(indicator: Indicator) -> list[str]:
    entered = ["target", "checkpoint", "tolerance"]
    found = [action for action in entered if rows_for(action, indicator)]
    return found + (["withdraw"] if standing(indicator) else [])


def prepare(form: Any, indicator: Indicator) -> None:
    """The choices that the indicator leaves."""
    if form.action == "withdraw":
        form.fields["what"].choices = [
            (_key(each), _said_of(each)) for each in standing(indicator)
        ]
        return
    rows = form.fields["row"]
    rows.queryset = rows_for(form.action, indicator)
    if len(rows.queryset) == 1:
        rows.widget, rows.disabled = forms.HiddenInput(), True
        form.initial["row"] = rows.queryset[0].pk


def run(action: str, indicator: Indicator, data: dict[str, Any], by: Any) -> None:
    """Raises Refused."""
    if action == "withdraw":
        _withdraw(indicator, data["what"], data["reason"], by)
    elif action == "target":
        last: Any = yardsticks.last_of(AssignedTarget(row=data["row"]))
        yardsticks.assign_target(by=by, supersedes=last, **data)
    elif action == "checkpoint":
        last = yardsticks.last_of(Checkpoint(row=data["row"], period=data["period"]))
        yardsticks.set_checkpoint(by=by, supersedes=last, **data)
    else:
        last = yardsticks.last_of(Tolerance(row=data["row"]))
        yardsticks.set_tolerance(by=by, supersedes=last, **data)


def _withdraw(indicator: Indicator, key: str, reason: str, by: Any) -> None:
    found = {_key(each): each for each in standing(indicator)}[key]
    if isinstance(found, Observation):
        withdraw_observation(observation=found, reason=reason, by=by)
    else:
        yardsticks.withdraw_yardstick(yardstick=found, reason=reason, by=by)


def standing(indicator: Indicator) -> list[Any]:
    """Targets, tolerances, and figures that came by table: those of a published update
    are corrected or withdrawn with it.
    """
    found: list[Any] = []
    for kind in KINDS:
        rows = kind._default_manager.filter(row__indicator=indicator).current()
        found += rows.select_related(*_NEAR).order_by("row__order", "pk")
    tabled = Observation.objects.current().filter(
        row__indicator=indicator, handover__isnull=False
    )
    ordered = tabled.order_by("row__order", "-period", "pk")
    return found + list(ordered.select_related(*_NEAR))


def entered(indicator: Indicator) -> list[tuple[str, Any]]:
    """(what it says, its paper) of each target and tolerance that stands."""
    rows = [each for each in standing(indicator) if isinstance(each, Yardstick)]
    return [(_words(each), each.source) for each in rows]


_NEAR = ("source", "row__part", "row__indicator__plan")


def _key(each: Any) -> str:
    return f"{each._meta.model_name}/{each.public_id}"


def _words(each: Any) -> str:
    """`年度目标 2022 79.7`"""
    words = [each._meta.verbose_name, each.row.part_name, getattr(each, "period", "")]
    return " ".join(str(word) for word in [*words, each.printed] if word)


def _said_of(each: Any) -> str:
    return f"{_words(each)} · {each.source.title}"
