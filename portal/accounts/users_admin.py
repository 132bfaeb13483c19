"""The admin's list of users: who may change whom."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest
from wagtail.users.views.users import EditView, UserViewSet

from .user_forms import AccountCreationForm, AccountEditForm


class AccountEditView(EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class AccountViewSet(UserViewSet):
    edit_view_class = AccountEditView
    create_template_name = "accounts/user_create.html"
    edit_template_name = "accounts/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return AccountEditForm if for_update else AccountCreationForm
