"""What a moderator fills in at a case, a form an action."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.moderation.models import AppealOutcome
from feedback.moderation.moves import Exemption, Ground
from feedback.replies.dispositions import Complexity
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import ANSWERABLE
from portal.units.models import Unit

from .fields import DeskForm, MaskingForm, PartField, choice_field, reason_field


class GroundedForm(DeskForm):
    """Unlawful needs the provision; a second person then decides."""

    ground = choice_field(_("依据"), Ground.choices)
    reason = reason_field(required=True)
    provision = forms.CharField(
        label=_("所依条款"),
        required=False,
        max_length=200,
        help_text=_("只在认定违法时填写；由第二名审核员确认后生效。"),
    )


class MaskedForm(MaskingForm, GroundedForm):
    action = "publish_masked"
    field_order = ["detected", "sentences", "phrases", "ground", "reason", "provision"]


class RefuseForm(GroundedForm):
    action = "refuse"


class AppealForm(MaskingForm):
    action = "decide_appeal"
    field_order = [
        "outcome", "to", "exemption", "reason", "detected", "sentences", "phrases",
    ]  # fmt: skip
    outcome = choice_field(_("申诉结果"), AppealOutcome.choices)
    to = choice_field(
        _("改变为"),
        [(state.value, state.label) for state in sorted(ANSWERABLE)],
        required=False,
    )
    exemption = choice_field(
        _("不公开的情形"),
        [("", _("没有")), *Exemption.choices],
        required=False,
        initial="",
        help_text=_("作者选择了公开的，只有这一情形可以改变为“已接收，不公开”。"),
    )
    reason = reason_field(required=True)


class MergeForm(DeskForm):
    action = "merge"
    into = forms.CharField(
        label=_("并入的建议编号"),
        max_length=12,
        error_messages={"required": _("请填写编号。")},
    )
    reason = reason_field()

    def clean_into(self) -> Suggestion:
        number = self.cleaned_data["into"].strip().upper()
        found = Suggestion.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号。"))
        return found


class RelocateForm(DeskForm):
    action = "relocate"
    part = PartField()
    reason = reason_field()


class RouteForm(DeskForm):
    action = "route"
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("承办单位"),
        error_messages={"required": _("请选择承办单位。")},
    )
    complexity = choice_field(
        _("办理时限"),
        Complexity.choices,
        help_text=_("纠错一律按页面纠错计时，除非选“复杂”。"),
    )


class ExtendForm(DeskForm):
    action = "extend"
    due_on = forms.DateField(
        label=_("新期限"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期，例如 2026-03-31。")},
    )
    reason = forms.CharField(
        label=_("延期理由（公开）"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("延期须写明理由，理由将公开。")},
    )
