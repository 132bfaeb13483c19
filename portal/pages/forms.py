"""What the staff's forms are made of. Their words are kept as typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DeskForm(forms.Form):
    """A form of one action: `action` tells its fields' ids from the others'."""

    action = ""
    required_css_class = "required"

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        self.source = text
        super().__init__(*args, auto_id=f"{self.action or 'id'}-%s", **kwargs)


def choice_field(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项。")},
        **options,
    )
