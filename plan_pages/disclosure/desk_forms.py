"""The forms of a unit's desk: a draft, its evidence, the head's and office's word."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.models import Project, Task
from plan_pages.document.models import Part, PartKind
from plan_pages.progress.models import Indicator
from portal.pages.forms import DeskForm, choice_field
from portal.units.models import Unit

from .figures import STATUSES
from .models.version import SecrecyResult
from .states import Delivery

STATUS_CHOICES = [(status.value, status.label) for status in STATUSES]
_THING = re.compile(r"(project|task)s/([0-9a-hjkmnp-tv-z]{8})/?\s*$")
_INDICATOR = re.compile(r"(?:plan/([\w-]+)/)?indicators/(\d+)/?\s*$")
_PART = re.compile(r"(?:^|[#/]|p-)([0-9a-hjkmnp-tv-z]{8})/?\s*$")
_PAGE = re.compile(r"(?:^|/)plan/([\w-]+)((?:/[\w-]+)*)/?\s*$")
_CELLS = re.compile(r"[,，\t|｜]")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SubjectField(forms.CharField):
    """A project, task, indicator, paragraph or section, by its address or its id."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip().lower()
        for find in (self._thing, self._indicator, self._part, self._page):
            if (found := find(typed)) is not None:
                return found
        raise forms.ValidationError(
            _("没有找到。请打开项目、任务、指标、章节或段落的页面，复制它的网址。")
        )

    def _thing(self, typed: str) -> Project | Task | None:
        match = _THING.search(typed)
        if match is None:
            return None
        model: Any = Project if match[1] == "project" else Task
        return model.objects.filter(public_id=match[2]).first()

    def _indicator(self, typed: str) -> Indicator | None:
        match = _INDICATOR.search(typed)
        if match is None:
            return None
        rows = Indicator.objects.filter(number=int(match[2])).select_related("part")
        if match[1]:
            return rows.filter(plan__key=match[1]).first()
        return rows.filter(plan__is_current=True).first()

    def _part(self, typed: str) -> Part | None:
        match = _PART.search(typed)
        parts = Part.objects.current().select_related("page")
        return parts.filter(public_id=match[1]).first() if match else None

    def _page(self, typed: str) -> Part | None:
        """The heading of a 章 or 节; the plan's own page is a whole plan's."""
        match = _PAGE.search(typed.partition("?")[0])
        if match is None or not match[2]:
            return None
        headings = Part.objects.current().filter(kind=PartKind.DIVISION)
        path = f"/plan/{match[1]}{match[2]}/"
        at = headings.filter(page__url_path__endswith=path, page__live=True)
        return at.select_related("page").first()


class NewForm(DeskForm):
    action = "new"
    about = SubjectField(
        label=_("填报什么"),
        max_length=300,
        help_text=_("项目、任务、指标、规划章节或段落的网址。"),
        error_messages={"required": _("请填写网址。")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("填报单位"),
        help_text=_("为别的单位填报即代录，须附该单位盖章的文件。"),
        error_messages={"required": _("请选择填报单位。")},
    )

    def __init__(
        self, *args: Any, office: bool, own: Unit | None = None, **kwargs: Any
    ) -> None:
        """`own`: the unit that speaks where none is chosen."""
        super().__init__(*args, **kwargs)
        self.own = own
        self.fields["unit"].initial = own
        self.fields["unit"].required = own is None
        if not office:
            del self.fields["unit"]

    def clean_unit(self) -> Unit | None:
        return self.cleaned_data["unit"] or self.own


class DraftForm(DeskForm):
    """Plain text; an empty line begins a paragraph."""

    action = "draft"
    period = forms.CharField(
        label=_("时期"), max_length=7, help_text=_("2024、2024-H1、2024-Q3 或 2024-05")
    )
    delivery = choice_field(_("实施状态"), Delivery.choices)
    words = forms.CharField(label=_("做了什么"), max_length=5000, widget=_area(8))
    reason = forms.CharField(
        label=_("延期原因（“延期”必填）"),
        required=False,
        max_length=2000,
        widget=_area(2),
    )
    decided_by = forms.CharField(
        label=_("所依文件的名称和文号（“已调整”“已停止”必填）"),
        required=False,
        max_length=300,
    )
    figures = forms.CharField(
        label=_("数据"),
        required=False,
        max_length=3000,
        widget=_area(3),
        help_text=_("一行一个：名称，数值，单位。没有数据就空着，不要填 0。"),
    )
    problems = forms.CharField(
        label=_("存在问题"), required=False, max_length=3000, widget=_area(3)
    )
    next_step = forms.CharField(
        label=_("下一步"), required=False, max_length=3000, widget=_area(3)
    )

    def __init__(self, *args: Any, rows: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            unit = f"（{row.unit}）" if row.unit else ""
            self.fields[f"row_{row.code}"] = forms.CharField(
                label=_("该年数据：%(row)s") % {"row": row_name(row) + unit},
                required=False,
                max_length=22,
                help_text=_("公开时同时登记为指标的观测值，来源是下面的佐证。"),
            )
        if rows:
            self.fields["status"] = choice_field(
                _("数据状态"), STATUS_CHOICES, initial=STATUS_CHOICES[0][0]
            )
            self.fields["status"].required = False
            self._put_before("figures", [*_names(rows), "status"])

    def _put_before(self, field: str, names: list[str]) -> None:
        others = [name for name in self.fields if name not in names]
        at = others.index(field)
        self.order_fields([*others[:at], *names, *others[at:]])

    def clean(self) -> dict[str, Any]:
        """The year's figures stand among the others."""
        given = super().clean() or {}
        lines = [
            figure_of(line)
            for line in given.get("figures", "").splitlines()
            if line.strip()
        ]
        status = given.pop("status", "")
        for row in self.rows:
            if value := given.pop(f"row_{row.code}", ""):
                figure = {"name": row_name(row), "value": value, "unit": row.unit}
                lines.append({**figure, "row": row.code, "status": status})
        given["figures"] = lines
        return given


def _names(rows: Sequence[Any]) -> list[str]:
    return [f"row_{row.code}" for row in rows]


def row_name(row: Any) -> str:
    return " ".join(filter(None, [row.indicator.name, row.part_name]))


def initial_of(draft: Any) -> dict[str, str]:
    """What a draft's figures are in the form's fields."""
    measured = [figure for figure in draft.figures if figure.get("row")]
    found = {f"row_{figure['row']}": figure["value"] for figure in measured}
    found["figures"] = lines_of([f for f in draft.figures if not f.get("row")])
    for figure in measured:
        found["status"] = figure.get("status", "")
    return found


class CorrectionForm(DraftForm):
    note = forms.CharField(
        label=_("更正说明（公开）"),
        max_length=300,
        error_messages={"required": _("更正须写明更正了什么，说明将公开。")},
    )


class EvidenceForm(DeskForm):
    action = "evidence"
    title = forms.CharField(label=_("材料名称"), max_length=200)
    file = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("PDF、DOCX、XLSX、OFD、PNG、JPG，20 MB 以内；公开后人人可下载。"),
    )
    url = forms.CharField(label=_("或者链接"), required=False, max_length=500)


class SendBackForm(DeskForm):
    action = "send_back"
    comment = forms.CharField(
        label=_("要改什么"),
        max_length=500,
        widget=_area(2),
        error_messages={"required": _("退回须写明要改什么。")},
    )


def _person(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=60)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期，例如 2026-03-31。")},
    )


class ReleaseForm(DeskForm):
    """三审三校 and 保密审查."""

    action = "publish"
    first_reader = _person(_("一审、一校"))
    first_read_on = _day(_("一审日期"))
    second_reader = _person(_("二审、二校"))
    second_read_on = _day(_("二审日期"))
    third_reader = _person(_("三审、三校"))
    third_read_on = _day(_("三审日期"))
    secrecy_by = _person(_("保密审查人"))
    secrecy_on = _day(_("保密审查日期"))
    secrecy_result = choice_field(_("保密审查结果"), SecrecyResult.choices)


class WithdrawForm(DeskForm):
    action = "withdraw"
    reason = forms.CharField(
        label=_("撤回理由（公开）"),
        max_length=300,
        error_messages={"required": _("撤回须写明理由，理由将公开。")},
    )


class PlainForm(DeskForm):
    """A button alone."""


def figure_of(line: str) -> dict[str, str]:
    """`完成投资，1200，万元` as a figure; what is wrong with it, the service says."""
    cells = [cell.strip() for cell in _CELLS.split(line)]
    name, value, unit = (*cells, "", "", "")[:3]
    return {"name": name, "value": value, "unit": unit}


def lines_of(figures: list[dict[str, str]]) -> str:
    return "\n".join(
        "，".join(filter(None, (each["name"], each["value"], each["unit"])))
        for each in figures
    )
