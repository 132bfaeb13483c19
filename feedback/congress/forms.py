"""Forms of the review pages. What was typed is kept through every error."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Division
from plan_pages.oversight.states import Value
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.pages.forms import DeskForm, choice_field

from .models import Purpose


class FindingForm(DeskForm):
    action = "find"
    value = choice_field(_("核查结论"), Value.choices)
    words = forms.CharField(
        label=_("核查意见"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写明看了什么、缺什么。人大办公室公开之前，只有监督人员看得到。"),
        error_messages={"required": _("请写明核查意见。")},
    )


class AnswerForm(DeskForm):
    action = "answer"
    words = forms.CharField(
        label=_("回应"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("提交后即公开，列在核查结论旁，不能再改。"),
        error_messages={"required": _("请写明回应。")},
    )


class LookForm(DeskForm):
    action = "look"
    purpose = choice_field(_("查阅用途"), Purpose.choices)


class AssignmentForm(DeskForm):
    action = "assign"
    reviewer = forms.ModelChoiceField(
        label=_("审查人员"),
        queryset=User.objects.none(),
        error_messages={"required": _("请选择审查人员。")},
    )
    chapter = forms.ModelChoiceField(
        label=_("章"),
        queryset=Division.objects.none(),
        error_messages={"required": _("请选择一章。")},
    )

    def __init__(self, *args: Any, chapters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [Role.REVIEWER.value, Role.CONGRESS_OFFICE.value]
        people: Any = self.fields["reviewer"]
        people.queryset = User.objects.filter(
            is_active=True, groups__name__in=roles
        ).distinct()
        places: Any = self.fields["chapter"]
        places.queryset = chapters
