"""One-time form keys: stateless, issued by this server alone, bound to a purpose.

    version (1) ‖ issued at, Unix seconds (5) ‖ random (24) ‖ HMAC-SHA256 (20 of 32)

as base64url, 68 characters. Only `read` makes a FormKey out of text, so a key in hand
is one that the server issued. Whoever holds a key can still not compute the return code
that it leads to: that takes the server's secret as well (portal.intake.codes).
"""

import base64
import binascii
import hmac
import secrets
import time
from dataclasses import dataclass

from .secret import derived_key

VERSION = b"\x01"
#: Seconds after which a key is refused for a new text; the text is kept.
LIFETIME = 24 * 3600
#: Seconds that a clock of another machine may be ahead.
_AHEAD = 120
_BODY, _MAC = 30, 20


class FormKeyRefused(Exception):
    """The text is no key that this server issued for this purpose."""


@dataclass(frozen=True)
class FormKey:
    """`raw` is secret between the form and the server: never logged, never stored."""

    raw: bytes
    purpose: str

    @property
    def text(self) -> str:
        """For the form's hidden field."""
        return base64.urlsafe_b64encode(self.raw).decode()

    @property
    def issued_at(self) -> int:
        return int.from_bytes(self.raw[1:6], "big")

    @property
    def age(self) -> int:
        """Whole seconds since it was issued, never negative."""
        return max(0, int(time.time()) - self.issued_at)

    @property
    def expired(self) -> bool:
        """Too old for a new text. What it already led to may still be shown again."""
        return self.age > LIFETIME

    def __repr__(self) -> str:
        return f"FormKey(purpose={self.purpose!r})"


def issue(*, purpose: str) -> FormKey:
    """A new key for one form, e.g. purpose "suggest"."""
    body = VERSION + int(time.time()).to_bytes(5, "big") + secrets.token_bytes(24)
    return FormKey(raw=body + _mac(body, purpose), purpose=purpose)


def read(text: str, *, purpose: str) -> FormKey:
    """The key that `text` spells. Raises FormKeyRefused; look at `expired` yourself."""
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise FormKeyRefused from error
    if len(raw) != _BODY + _MAC or not raw.startswith(VERSION):
        raise FormKeyRefused
    _require_our_mac(raw, purpose)
    key = FormKey(raw=raw, purpose=purpose)
    if key.issued_at > time.time() + _AHEAD:
        raise FormKeyRefused
    return key


def _require_our_mac(raw: bytes, purpose: str) -> None:
    if not hmac.compare_digest(raw[_BODY:], _mac(raw[:_BODY], purpose)):
        raise FormKeyRefused


def _mac(body: bytes, purpose: str) -> bytes:
    message = body + purpose.encode()
    return hmac.digest(derived_key("form key"), message, "sha256")[:_MAC]
