"""`/spreadsheets/<kind>/`: the office checks a unit's table and writes it (代录).

First the check: what each line would write, or what is wrong with which cell. Then,
with the unit's stamped paper, the same table is written; it is carried along, not kept.
"""

import base64
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from plan_pages.document.models import Plan
from portal.pages.forms import DeskForm
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused
from portal.spreadsheets import BadSheet
from portal.units.models import Unit

from .entry_views import XLSX, check_stamped, kept_stamped, plan_asked_for
from .permissions import can_enter_figures
from .spreadsheets import (
    Delivery,
    Kind,
    Result,
    import_sheets,
    in_order,
    kind_of,
    template_of,
)

#: A larger table is sent again with the stamped paper; this much a form carries.
CARRIED = 1_500_000


class SheetForm(DeskForm):
    """`carried` is the table that was checked, in base64."""

    action = "sheet"
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("规划"), empty_label=None
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("填报单位"))
    sheet = forms.FileField(label=gettext_lazy("填好的表格（.xlsx）"), required=False)
    carried = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.order_by("-is_current", "key")  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.order_by("order", "key")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent: UploadedFile | None = cleaned.get("sheet")
        try:
            carried = base64.b64decode(cleaned.get("carried") or "", validate=True)
        except ValueError:
            carried = b""
        if sent is None and not carried:
            self.add_error("sheet", _("请附上填好的表格。"))
        cleaned["table"] = sent or ContentFile(carried, name="sheet.xlsx")
        return cleaned


class WriteForm(SheetForm):
    action = "write"
    stamped = forms.FileField(
        label=gettext_lazy("单位盖章件（PDF 或图片）"),
        error_messages={"required": gettext_lazy("请附上单位的盖章件。")},
    )

    def clean_stamped(self) -> UploadedFile | None:
        return check_stamped(self.cleaned_data["stamped"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_enter_figures)
def sheet_entry(request: HttpRequest, kind_key: str) -> HttpResponse:
    """Check, then write: `action` says which; nothing is written by a check."""
    kind = _kind(kind_key)
    writes = request.POST.get("action") == "write"
    make = WriteForm if writes else SheetForm
    form = make(request.POST or None, request.FILES or None)
    result, failure = None, ""
    if request.method == "POST" and (form.is_valid() or _can_still_check(form)):
        try:
            result = _import(request, kind, form)
        except BadSheet as bad:
            failure = str(bad)
        except Refused as refused:
            failure = str(refused.message)
    fine = form.is_valid() and result is not None and not result.problems
    context = {
        "meta": PageMeta(_("表格代录：%(kind)s") % {"kind": kind.label}),
        "kind": kind,
        "kinds": in_order(),
        "form": form if not (fine and writes) else SheetForm(),
        "result": result,
        "unit": form.cleaned_data.get("unit") if result else None,
        "failure": failure,
        "write_form": _write_form(form, result),
    }
    status = 422 if request.method == "POST" and not fine else 200
    template = "plan_pages/spreadsheets/entry.html"
    return render(request, template, context, status=status)


@require_safe
@staff_page(can_enter_figures)
def sheet_template(request: HttpRequest, kind_key: str) -> HttpResponse:
    """The empty table of the plan asked for (`?plan=<key>`), or of the current one."""
    kind = _kind(kind_key)
    content = template_of(kind, plan_asked_for(request))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{kind.key}.xlsx"'
    return response


def _kind(key: str) -> Kind:
    kind = kind_of(key)
    if kind is None:
        raise Http404
    return kind


def _can_still_check(form: Any) -> bool:
    """Only the stamped paper is missing: the table is checked and shown once more."""
    return set(form.errors) == {"stamped"}


def _import(request: HttpRequest, kind: Kind, form: Any) -> Result:
    given = form.cleaned_data
    sent = given.get("stamped") if form.is_valid() else None
    stamped = kept_stamped(sent, given["unit"], request.user) if sent else None
    delivery = Delivery(
        file=given["table"], plan=given["plan"], unit=given["unit"], by=request.user,
        stamped=stamped, dry_run=stamped is None,
    )  # fmt: skip
    kept = False
    try:
        result = import_sheets(delivery, kind)
        kept = result.handover is not None
        return result
    finally:
        if stamped is not None and not kept:
            stamped.file.delete(save=False)
            stamped.delete()


def _write_form(form: Any, result: Result | None) -> WriteForm | None:
    """After a check without a fault: the same table, and a place for the paper."""
    if result is None or result.problems or result.handover is not None:
        return None
    given = form.cleaned_data
    table = given["table"]
    table.seek(0)
    content = table.read()
    carried = base64.b64encode(content).decode() if len(content) <= CARRIED else ""
    initial = {"plan": given["plan"], "unit": given["unit"], "carried": carried}
    write = WriteForm(initial=initial)
    if isinstance(form, WriteForm):
        write = WriteForm(form.data, form.files)
        write.errors.pop("sheet", None)
    for name in ("plan", "unit"):
        write.fields[name].widget = forms.HiddenInput()
    if carried or isinstance(form, WriteForm):
        write.fields["sheet"].widget = forms.HiddenInput()
    return write


doors.register(
    Door("figures_entry", gettext_lazy("表格代录"), can_enter_figures, 38, "table")
)
