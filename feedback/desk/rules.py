"""The moderation rules: a publisher writes the next version, seeing what it changes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from feedback.moderation import rules
from feedback.moderation.models import RulesVersion
from feedback.moderation.permissions import can_change_rules
from portal.pages.meta import PageMeta
from portal.pages.sanitiser import clean
from portal.refusals import Refused

from .access import staff_page
from .differences import Line, differences
from .fields import DeskForm
from .markup import as_html, as_text, editable


class RulesForm(DeskForm):
    """`base`: the number of the version that was worked on."""

    action = "rules"
    base = forms.IntegerField(widget=forms.HiddenInput)
    markup = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("规则全文"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=gettext_lazy(
            "空一行另起一段；“## ”开头是标题，“- ”开头是列表，“1. ”开头是编号。"
        ),
        error_messages={"required": gettext_lazy("规则不能为空。")},
    )
    note = forms.CharField(
        label=gettext_lazy("修订了什么（公开）"), required=False, max_length=300
    )

    def html(self) -> str:
        make = clean if self.cleaned_data["markup"] == "html" else as_html
        return make(self.cleaned_data["words"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_change_rules)
def rules_edit(request: HttpRequest) -> HttpResponse:
    """`compare` shows the differences and writes nothing; `publish` writes."""
    current = rules.current()
    if request.method != "POST":
        return _page(request, current, RulesForm(initial=_initial(current)))
    form = RulesForm(request.POST)
    status, changes = 422, None
    try:
        if form.is_valid():
            changes = _changes(current, form.html())
            if request.POST.get("action") == "publish":
                return _publish(request, form)
            status = 200
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    return _page(request, current, form, changes, status)


def _publish(request: HttpRequest, form: RulesForm) -> HttpResponse:
    by: Any = request.user
    note, base = form.cleaned_data["note"], form.cleaned_data["base"]
    version = rules.publish_rules(html=form.html(), note=note, by=by, base=base)
    said = _("第 %(number)s 版已公布。") % {"number": version.number}
    messages.success(request, said)
    return redirect("rules_edit")


def _initial(current: RulesVersion) -> dict[str, object]:
    words, is_html = editable(current.html)
    markup = "html" if is_html else ""
    return {"base": current.number, "words": words, "markup": markup}


def _changes(current: RulesVersion, html: str) -> list[Line]:
    """Raises Refused (unchanged) where only the spelling of the HTML differs."""
    lines = differences(as_text(current.html), as_text(html))
    if not any(line.changed for line in lines):
        raise Refused("unchanged", _("内容没有变化。"))
    return lines


def _page(
    request: HttpRequest,
    current: RulesVersion,
    form: RulesForm,
    changes: list[Line] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "meta": PageMeta(_("修订审核规则")),
        "current": current,
        "versions": RulesVersion.objects.select_related("by"),
        "form": form,
        "changes": changes,
    }
    return render(request, "feedback/staff/rules.html", context, status=status)
