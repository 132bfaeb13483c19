"""There is one login: allauth's, with its limits and its second factor."""

from typing import Any

from allauth.account import forms as allauth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class LoginForm(allauth.LoginForm):
    """By login name or by e-mail address, in one field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("用户名或电子邮箱")
        field.max_length = 254
        field.widget.attrs |= {
            "autocomplete": "username",
            "placeholder": field.label,
            "maxlength": "254",
        }

    def user_credentials(self) -> dict[str, str]:
        """Under one name, whatever was typed: a known address then costs as many
        password hashes as an unknown one, and its failures are counted once.
        """
        said = self.cleaned_data
        return {"username": said["login"], "password": said["password"]}


def to_account_login(request: HttpRequest) -> HttpResponse:
    """Stands where Wagtail's own login views would; `?next=` goes along."""
    query = request.META.get("QUERY_STRING", "")
    url = reverse("account_login")
    return HttpResponseRedirect(f"{url}?{query}" if query else url)
