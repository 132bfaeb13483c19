"""The office's messenger: one webhook beside mail. Unset, there is none.

Words for it name numbers and units, never a person and nothing a citizen wrote. Call
`post` from an outbox handler: what it raises is tried again and ends as a dead letter.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

SECONDS = 10
#: More than any of them answers.
_MOST = 10_000


class MessengerRefused(Exception):
    """It answered, and did not take the message."""


def is_set() -> bool:
    return bool(settings.OFFICE_WEBHOOK_URL)


def post(*, title: str, lines: Sequence[str], url: str = "") -> None:
    """Tell the office. Raises MessengerRefused, OSError, ValueError (the setting)."""
    body = _bodies()[settings.OFFICE_WEBHOOK_KIND](title, list(lines), url)
    request = urllib.request.Request(  # noqa: S310  (the scheme is checked)
        _address(),
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        method="POST",
    )
    opener = urllib.request.build_opener(_NoRedirects)
    with opener.open(request, timeout=SECONDS) as answer:
        _check(answer.read(_MOST))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """The key in the address goes nowhere else: a redirect is an error."""
        return None


def _address() -> str:
    address: str = settings.OFFICE_WEBHOOK_URL
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("OFFICE_WEBHOOK_URL must begin with http:// or https://")
    if not settings.OFFICE_WEBHOOK_SECRET:
        return address
    join = "&" if "?" in address else "?"
    return f"{address}{join}{urlencode(_signed(round(time.time() * 1000)))}"


def _signed(moment: int) -> dict[str, str]:
    """钉钉 may ask for a signature over the milliseconds since 1970."""
    secret = settings.OFFICE_WEBHOOK_SECRET.encode()
    digest = hmac.new(secret, f"{moment}\n".encode() + secret, hashlib.sha256).digest()
    return {"timestamp": str(moment), "sign": base64.b64encode(digest).decode()}


def _check(answer: bytes) -> None:
    """企业微信 and 钉钉 answer 200 also when they refuse, with a code."""
    try:
        said = json.loads(answer)
    except ValueError:
        return
    if isinstance(said, Mapping) and said.get("errcode"):
        raise MessengerRefused


Body = Callable[[str, list[str], str], dict[str, Any]]


def _bodies() -> Mapping[str, Body]:
    return {"json": _generic, "wecom": _text, "dingtalk": _text}


def _generic(title: str, lines: list[str], url: str) -> dict[str, Any]:
    return {"title": title, "lines": lines, "url": url}


def _text(title: str, lines: list[str], url: str) -> dict[str, Any]:
    """The text message that 企业微信 and 钉钉 have in common."""
    content = "\n".join([title, *lines, *([url] if url else [])])
    return {"msgtype": "text", "text": {"content": content}}
