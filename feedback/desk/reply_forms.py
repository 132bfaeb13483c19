"""The forms of a unit's answer."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.rich_text import expand_db_html

from feedback.replies import drafts
from feedback.replies.dispositions import Disposition
from portal.pages.sanitiser import clean

from .case_forms import ExtendForm
from .fields import DeskForm, choice_field
from .markup import as_html, editable

_LINK = re.compile(r"(https?://|/)\S+")


class DraftForm(DeskForm):
    """The body in the words of feedback.desk.markup; `markup` says it is HTML."""

    action = "draft"
    markup = forms.CharField(required=False, widget=forms.HiddenInput)
    disposition = choice_field(gettext_lazy("采纳情况"), Disposition.choices)
    body = forms.CharField(
        label=gettext_lazy("答复"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "空一行另起一段；“- ”开头是列表，“1. ”开头是编号；**粗体**；"
            "[文字](网址)是链接。"
        ),
        error_messages={"required": gettext_lazy("答复不能为空。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("理由（公开；“未采纳”和“留作参考”必填）"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    referred_to = forms.CharField(
        label=gettext_lazy("转往（只在“转办”时填写）"), required=False, max_length=120
    )
    change_url = forms.CharField(
        label=gettext_lazy("改变之处的链接（“采纳”必填）"),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["markup"].value() == "html":
            self.fields["body"].help_text = _(
                "这份草稿的格式超出了普通文字，按HTML原样显示，保存时不会丢失。"
            )

    def clean_change_url(self) -> str:
        url = self.cleaned_data["change_url"]
        if url and not _LINK.fullmatch(url):
            raise forms.ValidationError(_("链接须以 http://、https:// 或 / 开头。"))
        return url

    def columns(self) -> dict[str, str]:
        data = dict(self.cleaned_data)
        is_html = data.pop("markup") == "html"
        return data | {
            "body": clean(data["body"]) if is_html else as_html(data["body"])
        }


class CorrectionForm(DraftForm):
    action = "correct"
    note = forms.CharField(
        label=gettext_lazy("更正说明（公开）"),
        max_length=300,
        error_messages={"required": gettext_lazy("更正须写明更正了什么，说明将公开。")},
    )


class WithdrawForm(DeskForm):
    action = "withdraw"
    reason = forms.CharField(
        label=gettext_lazy("撤回理由（公开）"),
        max_length=300,
        error_messages={"required": gettext_lazy("撤回答复须写明理由，理由将公开。")},
    )


class SendBackForm(DeskForm):
    action = "send_back"
    comment = forms.CharField(
        label=gettext_lazy("要改什么"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("退回须写明要改什么。")},
    )


class PlainForm(DeskForm):
    """A button alone."""


FORMS: dict[str, type[DeskForm]] = {
    "save": DraftForm,
    "submit": DraftForm,
    "publish": DraftForm,
    "approve": PlainForm,
    "send_back": SendBackForm,
    "correct": CorrectionForm,
    "withdraw": WithdrawForm,
    "extend": ExtendForm,
}


def initial_of(draft: Any) -> dict[str, str]:
    """The fields of a DraftForm that shows `draft`."""
    body, is_html = editable(expand_db_html(draft.body))
    return {name: getattr(draft, name) for name in drafts.FIELDS} | {
        "body": body,
        "markup": "html" if is_html else "",
    }
