"""`/figures/entry/`: 发改 enters a unit's figures from its spreadsheet (代录)."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from plan_pages.document.models import Plan
from portal.media.keeping import keep_file
from portal.media.models import PortalDocument
from portal.pages.meta import PageMeta
from portal.pages.staff import staff_page
from portal.refusals import Refused
from portal.spreadsheets import BadSheet, count_rows
from portal.spreadsheets.reading import MAX_BYTES
from portal.units.models import Unit
from portal.writing import write_transaction

from .models import FigureUpload
from .permissions import can_enter_figures
from .spreadsheets import (
    Delivery,
    Outcome,
    import_observations,
    in_order,
    template,
)
from .uploads import receive

#: Rows that are checked while the office waits for the answer; more are received.
AT_ONCE = 300
#: Seconds until the page of an upload looks again.
LOOK_AGAIN = 2
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAMPED_MOST = 20_000_000
#: What a scan begins with: PDF, JPEG, PNG.
SCANS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class EntryForm(forms.Form):
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("规划"), empty_label=None
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("填报单位"))
    sheet = forms.FileField(label=gettext_lazy("观测值表格（.xlsx）"))
    stamped = forms.FileField(
        label=gettext_lazy("单位盖章件（PDF 或图片）"),
        required=False,
        help_text=gettext_lazy("只检查时可以不附；写入时必须附上。"),
    )
    dry_run = forms.BooleanField(
        label=gettext_lazy("只检查，不写入"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.order_by("-is_current", "key")  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.order_by("order", "key")  # type: ignore[attr-defined]

    def clean_sheet(self) -> UploadedFile:
        sheet: UploadedFile = self.cleaned_data["sheet"]
        if (sheet.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件过大，请分成几个文件。"))
        return sheet

    def clean_stamped(self) -> UploadedFile | None:
        return check_stamped(self.cleaned_data["stamped"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("dry_run") or cleaned.get("stamped") or self.errors):
            self.add_error("stamped", _("请附上单位的盖章件。"))
        return cleaned


def check_stamped(stamped: UploadedFile | None) -> UploadedFile | None:
    """A scan of a size that is kept. Raises ValidationError."""
    if stamped is None:
        return None
    if (stamped.size or 0) > STAMPED_MOST:
        raise forms.ValidationError(_("文件过大，请分成几个文件。"))
    if not stamped.read(8).startswith(SCANS):
        raise forms.ValidationError(_("盖章件须是 PDF、JPEG 或 PNG。"))
    stamped.seek(0)
    return stamped


def kept_stamped(sent: File, unit: Unit, by: Any) -> PortalDocument:
    """The unit's paper, kept for what will be written from it. Raises Refused."""
    with write_transaction():
        document, _digest = keep_file(file=sent, title=str(sent.name), unit=unit, by=by)
    return document


def plan_asked_for(request: HttpRequest) -> Plan:
    """`?plan=<key>`, or the current one. Raises PermissionDenied without one."""
    key = request.GET.get("plan")
    wanted = {"key": key} if key else {"is_current": True}
    plan = Plan.objects.filter(**wanted).first()
    if plan is None:
        raise PermissionDenied
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_enter_figures)
def entry(request: HttpRequest) -> HttpResponse:
    """The form; a POST says what was written, or which cells are wrong.

    A large file is received, and its own page says how far it is.
    """
    form = EntryForm(request.POST or None, request.FILES or None)
    outcome, failure = None, ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if count_rows(given["sheet"]) > AT_ONCE:
                upload = _receive(request, given)
                return redirect("figures_upload", upload.public_id)
            outcome = _import(request, given)
        except BadSheet as bad:
            failure = str(bad)
        except Refused as refused:
            failure = str(refused.message)
    failed = bool(failure) or (request.method == "POST" and _is_wrong(form, outcome))
    context = {
        "meta": PageMeta(title=_("表格代录：%(kind)s") % {"kind": _("观测值")}),
        "form": form,
        "kinds": in_order(),
        "outcome": outcome,
        "failure": failure,
    }
    status = 422 if failed else 200
    return render(request, "plan_pages/indicators/entry.html", context, status=status)


@require_safe
@staff_page(can_enter_figures)
def upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/figures/entry/<id>/`: how far it is, then what became of it."""
    rows = FigureUpload.objects.defer("sheet").select_related("plan", "unit")
    found = get_object_or_404(rows, public_id=public_id)
    context = {
        "meta": PageMeta(title=_("表格代录：%(kind)s") % {"kind": _("观测值")}),
        "kinds": in_order(),
        "upload": found,
    }
    response = render(request, "plan_pages/indicators/upload.html", context)
    if found.is_running:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


def _receive(request: HttpRequest, given: dict[str, Any]) -> FigureUpload:
    return receive(
        sheet=given["sheet"],
        plan=given["plan"],
        unit=given["unit"],
        by=request.user,
        stamped=None if given["dry_run"] else given["stamped"],
    )


def _is_wrong(form: EntryForm, outcome: Outcome | None) -> bool:
    return not form.is_valid() or bool(outcome and outcome.problems)


def _import(request: HttpRequest, given: dict[str, Any]) -> Outcome:
    stamped = None
    if given["stamped"] and not given["dry_run"]:
        stamped = kept_stamped(given["stamped"], given["unit"], request.user)
    kept = False
    try:
        outcome = import_observations(
            Delivery(
                file=given["sheet"],
                plan=given["plan"],
                unit=given["unit"],
                by=request.user,
                stamped=stamped,
                dry_run=given["dry_run"],
            )
        )
        kept = outcome.handover is not None
        return outcome
    finally:
        if stamped is not None and not kept:
            stamped.file.delete(save=False)
            stamped.delete()


@require_safe
@staff_page(can_enter_figures)
def blank(request: HttpRequest) -> HttpResponse:
    """The template of the plan asked for (`?plan=<key>`), or of the current one."""
    response = HttpResponse(template(plan_asked_for(request)), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="figures.xlsx"'
    return response
