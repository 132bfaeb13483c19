"""The forms of /registry/: projects, tasks, who answers for them, and their papers."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import SourceDocument
from portal.pages.forms import DeskForm, choice_field
from portal.units.models import Unit

from .models import (
    AnnualClass,
    Milestone,
    MoneyKind,
    Responsibility,
    Stage,
    UnitRole,
)

_PART = re.compile(r"(?:^|[#/]|p-)([0-9a-hjkmnp-tv-z]{8})/?\s*$")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    told = _("请填写日期，例如 2026-03-31。")
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": told, "invalid": told},
    )


def _year(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=required, min_value=1949, max_value=2100
    )


def _money(label: Any, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=0, max_digits=16, decimal_places=4
    )


def _paper() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        SourceDocument.objects.order_by("-dated", "-pk"),
        label=_("来源文件"),
        required=False,
        empty_label=_("没有"),
    )


def facts_of(form: forms.Form) -> dict[str, Any]:
    """As the services take them: the field `paper` is their `source`."""
    given = dict(form.cleaned_data)
    if "paper" in given:
        given["source"] = given.pop("paper")
    return given


class PlainText(forms.CharField):
    """Lines end the same way, whatever the browser sends."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class PartField(forms.CharField):
    """A paragraph or a plan item of `plan`, by its address or its id."""

    plan: Plan | None = None

    def clean(self, value: Any) -> Any:
        match = _PART.search(super().clean(value).strip().lower())
        found = None
        if match:
            parts = Part.objects.current().select_related("page", "plan_item")
            if self.plan is not None:
                parts = parts.of_plan(self.plan.pk)
            found = parts.filter(public_id=match[1]).first()
        if found is None:
            raise forms.ValidationError(
                _("没有找到这一段。请打开规划里的段落或规划项目，复制它的网址。")
            )
        return found


def _part() -> PartField:
    return PartField(
        label=_("在规划的哪里"),
        max_length=300,
        help_text=_("规划段落或规划项目的网址，或末尾的八位编号。"),
        error_messages={"required": _("请填写网址。")},
    )


class _Facts(DeskForm):
    """What a version says; `reporting` is the 填报单位."""

    name = forms.CharField(
        label=_("名称"),
        max_length=300,
        error_messages={"required": _("请填写名称。")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("填报单位"), required=False, empty_label=_("没有")
    )
    paper = _paper()


class ProjectForm(_Facts):
    action = "revise"
    content = PlainText(label=_("建设内容"), required=False, widget=_area(4))
    site = forms.CharField(label=_("建设地点"), required=False, max_length=200)
    builder = forms.CharField(label=_("建设单位"), required=False, max_length=200)
    first_year = _year(_("起始年"))
    last_year = _year(_("完成年"))
    total_investment = _money(_("总投资（万元）"), required=False)


class TaskForm(_Facts):
    action = "revise"
    deliverable = PlainText(label=_("成果形式"), required=False, widget=_area(3))
    timetable = forms.CharField(label=_("时间安排"), required=False, max_length=300)
    starts_on = _day(_("开始日期"), required=False)
    due_on = _day(_("完成期限"), required=False)


class _New(DeskForm):
    part = _part()


class _Revised(DeskForm):
    note = forms.CharField(
        label=_("修改说明（公开）"),
        max_length=300,
        error_messages={"required": _("修改须写明改了什么，说明将公开。")},
    )


class NewProjectForm(ProjectForm, _New):
    action = "new"


class NewTaskForm(TaskForm, _New):
    action = "new"


class ProjectRevisionForm(ProjectForm, _Revised):
    pass


class TaskRevisionForm(TaskForm, _Revised):
    pass


class StageForm(DeskForm):
    action = "stage"
    stage = choice_field(_("项目阶段"), Stage.choices)
    on = _day(_("自哪天起"))
    paper = _paper()
    note = forms.CharField(
        label=_("说明（暂缓、调出须写文件或理由）"), required=False, max_length=300
    )


class MoneyForm(DeskForm):
    action = "money"
    year = _year(_("年度"), required=True)
    kind = choice_field(_("哪一种"), MoneyKind.choices)
    amount = _money(_("金额（万元）"))
    annual_class = forms.ChoiceField(
        label=_("年度类别（只用于计划投资）"),
        choices=[("", _("没有")), *AnnualClass.choices],
        required=False,
    )
    paper = _paper()
    reason = forms.CharField(
        label=_("更正理由（该年已有金额时必填，公开）"), required=False, max_length=300
    )


class MilestoneForm(DeskForm):
    action = "milestone"
    name = forms.CharField(label=_("节点名称"), max_length=200)
    due_on = _day(_("计划日期"))
    done_on = _day(_("完成日期"), required=False)
    paper = _paper()


class MovedMilestoneForm(DeskForm):
    action = "moved"
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), label=_("哪个节点"), empty_label=None
    )
    due_on = _day(_("新的计划日期（不改就空着）"), required=False)
    done_on = _day(_("完成日期"), required=False)
    paper = _paper()
    reason = forms.CharField(label=_("理由（公开）"), max_length=300)


class AssignForm(DeskForm):
    action = "assign"
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("单位"))
    role = choice_field(_("职责"), UnitRole.choices)
    since = _day(_("起始日期"), required=False)
    paper = _paper()


class EndForm(DeskForm):
    action = "end"
    responsibility = forms.ModelChoiceField(
        Responsibility.objects.none(), label=_("终止哪一项分工"), empty_label=None
    )
    on = _day(_("终止日期"), required=False)
    reason = forms.CharField(label=_("理由（公开）"), max_length=300)


class AnchorForm(DeskForm):
    action = "anchor"
    part = _part()


class PaperForm(DeskForm):
    """A paper that figures, projects or duties stand in."""

    action = "paper"
    title = forms.CharField(label=_("文件名称"), max_length=200)
    issuer = forms.CharField(label=_("发文单位"), max_length=120)
    number = forms.CharField(label=_("文号"), required=False, max_length=80)
    dated = _day(_("成文日期"))
    url = forms.URLField(
        label=_("网址"), required=False, max_length=500, assume_scheme="https"
    )
    file = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("PDF、DOCX、XLSX、OFD、PNG、JPG，20 MB 以内；公开后人人可下载。"),
    )


class PlainForm(DeskForm):
    """A button alone."""
