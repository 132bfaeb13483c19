"""The form of a colleague's account: name, unit, roles, a one-time password.

No way to a superuser from here (`manage.py createsuperuser` on the server is one), and
nobody changes their own roles, unit or password here.
"""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.units.models import Unit

from .roles import Role

_FIELDS = ["username", "email", "last_name", "first_name", "unit", "groups"]
_WIDGETS = {"groups": forms.CheckboxSelectMultiple}


def _prepare(form: forms.ModelForm) -> None:
    """What both forms share: nothing is required but the login name."""
    form.fields.pop("is_superuser", None)
    for name in ("email", "first_name", "last_name"):
        form.fields[name].required = False
    unit, groups = form.fields["unit"], form.fields["groups"]
    unit.queryset = Unit.objects.all()  # type: ignore[attr-defined]
    roles = Group.objects.filter(name__in=[role.value for role in Role])
    groups.queryset = roles  # type: ignore[attr-defined]
    groups.label = "角色"
    groups.help_text = "部门编辑和部门负责人须选单位。角色的权限由程序规定。"
    form.order_fields(
        [*_FIELDS, "is_active", "password1", "password2", "password_change_required"]
    )


class AccountCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = get_user_model()
        fields = [*_FIELDS, "password_change_required"]
        widgets = _WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _prepare(self)
        self.fields["password_change_required"].initial = True

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None


class AccountEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        model = get_user_model()
        fields = [*_FIELDS, "is_active", "password_change_required"]
        widgets = _WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        _prepare(self)
        if editing_self:
            for name in (
                "groups", "unit", "password_change_required", "password1", "password2",
            ):  # fmt: skip
                del self.fields[name]
            self.password_enabled_here = False

    @property
    def password_enabled(self) -> bool:
        return getattr(self, "password_enabled_here", True)

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None
