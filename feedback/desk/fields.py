"""What the staff's forms are made of. Their words are kept as typed."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.moderation.masking import spans_of
from feedback.suggestions import personal_data
from plan_pages.document.models import Part
from portal.pages.forms import DeskForm, choice_field

from .showing import pieces

__all__ = [
    "DeskForm",
    "MaskingForm",
    "PartField",
    "choice_field",
    "legible",
    "reason_field",
    "sentences",
]

Span = tuple[int, int]
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]?")
_PART = re.compile(r"(?:^|[#/]|p-|part=)([0-9a-hjkmnp-tv-z]{8})/?\s*$")


def reason_field(*, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("理由"),
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由；作者凭回执码可以看到。")},
        **options,
    )


class MaskingForm(DeskForm):
    """Spans to hide: what the detector found, whole sentences, or words as written."""

    detected = forms.MultipleChoiceField(
        label=_("疑似个人信息"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sentences = forms.MultipleChoiceField(
        label=_("整句遮盖"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phrases = forms.CharField(
        label=_("要遮盖的字，照原文，一行一处"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(
            "detected", [(s.start, s.end) for s in personal_data.find(self.source)]
        )
        self._offer("sentences", sentences(self.source))

    def _offer(self, name: str, spans: list[Span]) -> None:
        field: Any = self.fields[name]
        field.choices = [
            (f"{start}-{end}", legible(self.source[start:end])) for start, end in spans
        ]
        if not spans:
            del self.fields[name]

    def spans(self) -> list[Span]:
        """Raises Refused (not_found) for words that do not stand in the text."""
        chosen = self.cleaned_data.get("detected", []) + self.cleaned_data.get(
            "sentences", []
        )
        pairs = [value.split("-") for value in chosen]
        lines = self.cleaned_data["phrases"].splitlines()
        return [
            *((int(start), int(end)) for start, end in pairs),
            *spans_of(self.source, [line for line in lines if line.strip()]),
        ]


def sentences(text: str) -> list[Span]:
    """Sentences and lines of `text` that say something."""
    return [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]


def legible(text: str) -> str:
    """One line with the names of unseen characters in brackets."""
    shown = pieces(text.strip(), marked=False)
    return "".join(f"[{p.text}]" if p.unseen else p.text for p in shown)


class PartField(forms.CharField):
    """A part by its id, or by the address of its place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("段落的链接或编号"),
            max_length=300,
            error_messages={"required": _("请填写段落的链接或编号。")},
            **options,
        )

    def clean(self, value: Any) -> Part:
        typed = super().clean(value)
        match = _PART.search(typed.lower())
        parts = Part.objects.current().select_related("page", "plan")
        part = parts.filter(public_id=match[1]).first() if match else None
        if part is None:
            raise forms.ValidationError(
                _("没有找到这一段。请打开该段，复制段号的链接。")
            )
        return part
