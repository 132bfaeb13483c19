"""What came in on paper: typed in by staff, with the same receipt."""

from io import BytesIO
from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from feedback.suggestions import intake
from feedback.suggestions.permissions import can_enter_paper
from feedback.suggestions.states import Kind, Visibility
from portal.clock import today as beijing_today
from portal.intake import bodies, formkeys
from portal.pages.meta import PageMeta, site_origin
from portal.refusals import Refused

from .access import staff_page
from .fields import DeskForm, PartField, choice_field
from .today import place_of

PURPOSE = "paper"


class PaperForm(DeskForm):
    """The text exactly as on the paper; its length is the service's to judge."""

    action = "paper"
    part = PartField()
    kind = choice_field(gettext_lazy("来信类型"), Kind.choices)
    visibility = choice_field(gettext_lazy("作者意愿"), Visibility.choices)
    received_on = forms.DateField(
        label=gettext_lazy("收到日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("请填写日期，例如 2026-03-31。")},
    )
    text = forms.CharField(
        label=gettext_lazy("正文，照原文录入"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("正文须为 1 至 3000 字。")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_enter_paper)
def paper(request: HttpRequest) -> HttpResponse:
    """The form; a POST answers with the receipt, the same one however often sent."""
    if request.method != "POST":
        initial = {
            "part": request.GET.get("part", ""),
            "received_on": beijing_today(),
        }
        return _form(request, PaperForm(initial=initial))
    form = PaperForm(request.POST)
    try:
        key = formkeys.read(request.POST.get("key", ""), purpose=PURPOSE)
        if form.is_valid():
            return _receipt(request, _store(request, key, form.cleaned_data))
    except formkeys.FormKeyRefused:
        form.add_error(None, _("表单已失效，内容已保留，请再提交一次。"))
        return _form(request, form, status=422)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        fresh = refusal.code in ("expired", "form_used", "another")
        return _form(request, form, key=None if fresh else key, status=422)
    return _form(request, form, key=key, status=422)


def _store(request: HttpRequest, key: formkeys.FormKey, data: Any) -> intake.Received:
    user: Any = request.user
    return intake.enter_paper(key=key, by=user, **data)


def _receipt(request: HttpRequest, received: intake.Received) -> HttpResponse:
    site, row = received.settings, received.suggestion
    error = row.kind == Kind.ERROR
    context = {
        "meta": PageMeta(_("回执")),
        "receipt": received.receipt,
        "row": row,
        "place": place_of(row.part),
        "reply_days": site.reply_days_error if error else site.reply_days,
        "back": f"{site_origin(request)}{reverse('return')}",
        "qr": _qr(received.receipt.code.letters),
    }
    return render(request, "feedback/staff/paper_receipt.html", context)


def _qr(letters: str) -> SafeString:
    """The code alone, as an inline drawing."""
    picture = BytesIO()
    code = segno.make(letters, error="m", micro=False)
    code.save(
        picture, kind="svg", scale=4, border=4, xmldecl=False, svgns=False,
        svgclass="qr", light="#FFFFFF", title=_("回执码二维码"),
    )  # fmt: skip
    return mark_safe(picture.getvalue().decode())  # noqa: S308  letters and digits


def _form(
    request: HttpRequest,
    form: PaperForm,
    *,
    key: formkeys.FormKey | None = None,
    status: int = 200,
) -> HttpResponse:
    key = key or formkeys.issue(purpose=PURPOSE)
    context = {
        "meta": PageMeta(_("录入书面来信")),
        "form": form,
        "key": key.text,
        "longest": bodies.MAX_LENGTH,
    }
    return render(request, "feedback/staff/paper.html", context, status=status)
