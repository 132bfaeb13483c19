"""What allauth may and may not do here: no sign-up, no address, sealed seeds."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .rights import DOOR
from .roles import roles_of

#: One sentence, whatever was wrong and whatever it was typed as.
_MISMATCH = _("用户名、电子邮箱或密码不对。")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed until an account can be had without tying a name to a suggestion."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who has a role begins with what is due today; anybody else in the admin."""
        user: Any = request.user
        if roles_of(user):
            return reverse("today")
        if user.has_perm(DOOR):
            return super().get_login_redirect_url(request)
        return reverse("mfa_index")

    def get_client_ip(self, request: HttpRequest) -> str:
        """One constant for everybody: allauth puts this into cache keys."""
        return "0.0.0.0"  # noqa: S104  (a word, not a socket)


class MFAAdapter(DefaultMFAAdapter):
    """TOTP seeds and recovery codes lie encrypted, the key derived from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"portal/mfa\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
