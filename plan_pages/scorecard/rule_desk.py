"""The administrator's pages for the rules of disclosure: a new version, never a change.

Nothing is written here: every button calls a service, which may refuse.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from plan_pages.document.models import PlanPhase
from plan_pages.obligations.due import make
from plan_pages.obligations.models import DisclosureSettings, Rule
from plan_pages.obligations.permissions import can_set_rules
from plan_pages.obligations.rules import FACTS, FIXED, revise_rule, set_rule
from plan_pages.obligations.states import Basis, Cycle, Field, Subject
from portal.pages.forms import DeskForm, choice_field
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused

_FIELDS = [(field.value, field.label) for field in Field]


class RuleForm(DeskForm):
    """A new rule. `needs`: codes of the fields asked for."""

    action = "rule"
    name = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    subject = choice_field(gettext_lazy("对象"), Subject.choices)
    cycle = choice_field(gettext_lazy("周期"), Cycle.choices)
    first_period = forms.CharField(
        label=gettext_lazy("自哪一期起"),
        max_length=7,
        help_text=gettext_lazy("例如 2024、2024-H1、2024-Q3，写法须与周期一致。"),
    )
    term_days = forms.IntegerField(
        label=gettext_lazy("期限（工作日）"), min_value=1, max_value=365
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("应有内容"),
        choices=_FIELDS,
        widget=forms.CheckboxSelectMultiple,
    )
    basis = choice_field(gettext_lazy("依据"), Basis.choices)
    basis_text = forms.CharField(label=gettext_lazy("依据原文或出处"), max_length=300)
    phases = forms.MultipleChoiceField(
        label=gettext_lazy("规划处于何阶段时适用"),
        choices=PlanPhase.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def facts(self) -> dict[str, Any]:
        """As the services take them."""
        said = {key: value for key, value in self.cleaned_data.items() if key in FACTS}
        needs = self.cleaned_data["needs"]
        return said | {f"needs_{each.value}": each.value in needs for each in Field}


class RevisionForm(RuleForm):
    """The next version; `number` is that of the version that was worked on."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    active = forms.BooleanField(label=gettext_lazy("适用"), required=False)
    note = forms.CharField(
        label=gettext_lazy("修改说明（公开）"), max_length=300, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIXED:
            del self.fields[name]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_set_rules)
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule as it stands, and a form for another."""
    form = RuleForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _written(request, form, lambda by: _set(form, by)):
            return redirect("rule_list")
    context = {
        "meta": PageMeta(_("公开规则")),
        "rules": list(Rule.objects.newest()),
        "launch": DisclosureSettings.load().launch_date,
        "form": form,
    }
    return render(request, "plan_pages/rules/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_set_rules)
def rule_edit(request: HttpRequest, rule_key: str) -> HttpResponse:
    """The next version of one rule, and the versions before."""
    newest = get_object_or_404(Rule.objects.newest(), key=rule_key)
    form = RevisionForm(request.POST or None, initial=_initial(newest))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _written(
            request, form, lambda by: _revise(form, rule_key, by)
        ):
            return redirect("rule_edit", rule_key)
    context = {
        "meta": PageMeta(newest.name),
        "rule": newest,
        "versions": Rule.objects.filter(key=rule_key).select_related("by"),
        "form": form,
    }
    return render(request, "plan_pages/rules/edit.html", context, status=status)


def _written(request: HttpRequest, form: RuleForm, write: Any) -> bool:
    """Written, and what it makes due with it; or the form says why not."""
    try:
        version = write(request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    made = make()
    said = _("第 %(number)s 版已公布，新登记应公开事项 %(made)s 项。")
    messages.success(request, said % {"number": version.number, "made": made})
    return True


def _set(form: RuleForm, by: Any) -> Rule:
    return set_rule(by=by, **form.facts())


def _revise(form: RuleForm, key: str, by: Any) -> Rule:
    """Raises Refused (superseded) where somebody was faster."""
    number, note = form.cleaned_data["number"], form.cleaned_data["note"]
    rule = get_object_or_404(Rule, key=key, number=number)
    return revise_rule(rule=rule, note=note, by=by, **form.facts())


def _initial(rule: Rule) -> dict[str, Any]:
    shown = {name: getattr(rule, name) for name in FACTS}
    needs = [field.value for field in rule.required]
    return shown | {"needs": needs, "number": rule.number}


doors.register(
    Door("rule_list", gettext_lazy("公开规则"), can_set_rules, 80, "list-ol")
)
