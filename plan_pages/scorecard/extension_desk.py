"""The publisher's pages for a later due day: what is not due yet, and one of it.

Nothing is written here: the button calls a service, which may refuse.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.extensions import extend
from plan_pages.obligations.models import DisclosureSettings, Obligation
from plan_pages.obligations.permissions import can_extend
from plan_pages.obligations.reading import owed
from plan_pages.obligations.states import ClockState
from portal.pages.forms import DeskForm
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused
from portal.units.models import Unit

#: Lines of a page of the list.
SHOWN = 50
#: States in which a due day can still be moved.
OPEN = (ClockState.NOT_DUE, ClockState.DUE_SOON)


class ExtensionForm(DeskForm):
    action = "extend"
    due_on = forms.DateField(
        label=gettext_lazy("延至"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请填写日期，例如 2026-03-31。"),
            "invalid": gettext_lazy("请填写日期，例如 2026-03-31。"),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("延期理由（公开）"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("延期须写明理由，理由将公开。")},
    )


@require_safe
@staff_page(can_extend)
def extension_list(request: HttpRequest) -> HttpResponse:
    """What is not disclosed and not overdue; `?unit=<key>` narrows it."""
    rows = with_clock(Obligation.objects.all())
    open_ones = rows.filter(clock__in=OPEN).order_by("last_day", "pk")
    units = Unit.objects.filter(pk__in=open_ones.values("unit_id"))
    unit = units.filter(key=request.GET.get("unit", "")).first()
    if unit is not None:
        open_ones = open_ones.filter(unit=unit)
    page = Paginator(open_ones.only("pk"), SHOWN).get_page(request.GET.get("page"))
    shown = [row.pk for row in page]
    context = {
        "meta": PageMeta(_("公开延期")),
        "page": page,
        "lines": owed(rows.filter(pk__in=shown)),
        "units": units,
        "unit": unit,
        "query": f"unit={unit.key}&" if unit else "",
        "launch": DisclosureSettings.load().launch_date,
    }
    return render(request, "plan_pages/rules/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_extend)
def extension_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them, the extensions it had, and the form for another."""
    obligation = get_object_or_404(Obligation, public_id=public_id)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and _extended(request, obligation, form):
        return redirect("extension_edit", public_id)
    (line,) = owed(with_clock(Obligation.objects.filter(pk=obligation.pk)))
    context = {
        "meta": PageMeta(_("公开延期 %(id)s") % {"id": public_id}),
        "line": line,
        "open": line.state in OPEN,
        "extensions": obligation.extensions.select_related("by").order_by("due_on"),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan_pages/rules/extension.html", context, status=status)


def _extended(request: HttpRequest, obligation: Obligation, form: Any) -> bool:
    if not form.is_valid():
        return False
    by: Any = request.user
    try:
        row = extend(obligation=obligation, by=by, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    said = _("已延至 %(day)s，理由已公开。")
    messages.success(request, said % {"day": row.due_on.isoformat()})
    return True


doors.register(
    Door("extension_list", gettext_lazy("公开延期"), can_extend, 45, "history")
)
