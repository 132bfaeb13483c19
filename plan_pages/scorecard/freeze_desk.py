"""`/cycles/`: the office looks at what a cycle will hold, and closes it for good.

The look is a GET and writes nothing; the button calls the service, which may refuse.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from plan_pages.disclosure.permissions import can_publish
from plan_pages.document.contents import Contents
from plan_pages.document.models import Plan
from portal.clock import today
from portal.pages.forms import DeskForm, choice_field
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused

from .axes import AXES
from .cards import card
from .models import CycleKind, CycleSnapshot
from .snapshots import freeze, refuse_unfinished
from .tables import groups_of

#: What names a cycle.
NAMED = ("plan", "kind", "year")


class CycleForm(DeskForm):
    action = "look"
    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=gettext_lazy("规划"),
        empty_label=None,
        to_field_name="key",
    )
    kind = choice_field(gettext_lazy("周期"), CycleKind.choices)
    year = forms.IntegerField(
        label=gettext_lazy("年份（评估写评估所到的那一年）"),
        min_value=1949,
        max_value=2100,
        error_messages={"required": gettext_lazy("请填写年份。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.order_by("-is_current", "key")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What can be closed today, and is not closed yet."""
        given = super().clean() or {}
        if self.errors:
            return given
        try:
            refuse_unfinished(given["plan"], given["kind"], given["year"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        named = {name: given[name] for name in NAMED}
        if CycleSnapshot.objects.filter(**named).exists():
            raise forms.ValidationError(_("这个周期已经封存。"))
        return given


class FreezeForm(CycleForm):
    action = "freeze"
    sure = forms.BooleanField(
        label=gettext_lazy("已核对上面的数；封存以后不能改，也不能撤回"),
        error_messages={"required": gettext_lazy("请先核对，再勾选。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMED:
            self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        return {name: given[name] for name in NAMED if name in given}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_publish)
def cycles(request: HttpRequest) -> HttpResponse:
    """What is closed; with `?kind=…&year=…` what would be; a POST closes it."""
    sends = request.method == "POST"
    form: Any = FreezeForm(request.POST) if sends else _looked_at(request)
    if sends and form.is_valid() and _frozen(request, form):
        return redirect("cycles")
    looked = sends or bool(form.is_bound and form.is_valid())
    context = {
        "meta": PageMeta(_("封存周期")),
        "snapshots": CycleSnapshot.objects.select_related("plan", "by").defer(
            "content"
        ),
        "form": CycleForm(initial={"year": today().year - 1}) if sends else form,
        "freeze_form": _confirming(request, form) if looked else None,
        "axes": AXES,
        **(_preview(form) if looked else {}),
    }
    wrong = sends or (form.is_bound and not looked)
    template = "plan_pages/scorecard/cycles.html"
    return render(request, template, context, status=422 if wrong else 200)


def _closed() -> Any:
    return CycleSnapshot.objects.select_related("plan", "by").defer("content")


def _looked_at(request: HttpRequest) -> CycleForm:
    initial = {"kind": CycleKind.ANNUAL, "year": today().year - 1}
    asked = request.GET if "kind" in request.GET else None
    return CycleForm(asked, initial=initial)


def _confirming(request: HttpRequest, form: Any) -> FreezeForm:
    return form if isinstance(form, FreezeForm) else FreezeForm(initial=request.GET)


def _preview(form: Any) -> dict[str, Any]:
    """The card as it would be kept; nothing where the form names no cycle."""
    given = form.cleaned_data
    if not given.keys() >= set(NAMED):
        return {}
    plan, kind, year = given["plan"], given["kind"], given["year"]
    shown = card(plan, Contents(plan, ""), year, today(), kind=kind)
    return {"card": shown, "groups": groups_of(shown), "kind": CycleKind(kind).label}


def _frozen(request: HttpRequest, form: Any) -> bool:
    by: Any = request.user
    try:
        row = freeze(by=by, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    said = _("已封存：%(kind)s %(year)s，编号 %(id)s。")
    facts = {"kind": row.get_kind_display(), "year": row.year, "id": row.public_id}
    messages.success(request, said % facts)
    return True


doors.register(Door("cycles", gettext_lazy("封存周期"), can_publish, 47, "lock"))
