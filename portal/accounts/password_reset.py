"""A forgotten password: whoever asks, for whatever address, waits for the same work.

The request owes one event, known address or not; the relay writes the mail, or finds
nobody to write to. So neither the answer nor its time says who has an account, and a
mail server that is away loses no request.
"""

from typing import Any

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.outbox.events import Delivery, Handler, enqueue, handlers
from portal.writing import write_transaction

from .models import User

MAIL = "account.password_reset"
_NOBODY = 0


class OwedResetForm(ResetPasswordForm):
    """allauth's form; what it would mail at once becomes an event."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        user = next(iter(self.users), None)
        number = user.pk if user else _NOBODY
        payload = {"user": number, "address": _address(request)}
        with write_transaction():
            enqueue(topic=MAIL, key=f"{MAIL}:{number}", payload=payload)
        email: str = self.cleaned_data["email"]
        return email


def _address(request: HttpRequest) -> str:
    """Where the link leads, without its key: that is made when the mail is written."""
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
    )
    base = settings.BASE_URL.rstrip("/")
    return f"{base}{path}" if base else request.build_absolute_uri(path)


def _send(delivery: Delivery) -> None:
    """Nothing for nobody, nor for who was switched off or lost the address since."""
    asked = delivery.payload
    user = User.objects.filter(pk=asked["user"], is_active=True).first()
    if user is None or not user.email:
        return
    with override(settings.LANGUAGE_CODE):
        _message(user, str(asked["address"])).send()


def _message(user: User, address: str) -> EmailMessage:
    key = default_token_generator.make_token(user)
    url = address.replace("UID-KEY", f"{user_pk_to_url_str(user)}-{key}")
    words = _(
        "有人请求重设账号 %(name)s 的密码。要重设，请打开下面的地址，"
        "它只能用一次，%(days)d 天内有效：\n\n%(url)s\n\n"
        "不是您请求的，不必理会，密码不变。\n"
    )
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    body = words % {"name": user.get_username(), "days": days, "url": url}
    return EmailMessage(
        _("重设密码"),
        body,
        to=[str(user.email)],
        connection=get_connection(fail_silently=False),
    )


handlers.register(Handler(topic=MAIL, run=_send))
