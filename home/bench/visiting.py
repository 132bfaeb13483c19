"""Visitors who write suggestions: the form as a browser gets and sends it.

`open_form` asks for the page, `Form.solved` does its proof of work, `Form.request` is
the whole POST, `receipt_in` reads the answer.
"""

import base64
import hashlib
import html
import json
import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from .talking import Answer, Talk, request

TEXT = "建议在健全规划治理体系一节写明每年公布进度，并说明资金从哪里来、由谁负责。"
_COOKIE = re.compile(rb"set-cookie: *csrftoken=([^;\r\n]+)", re.I)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CHALLENGE = re.compile(r'data-challenge="([^"]*)"')
_RECEIPT = re.compile(
    r'data-receipt-number="([^"]+)" data-return-code="([^"]+)"'
    r' data-return-digits="([^"]+)"'
)
_PROMISE = re.compile(r'<pre class="promise"[^>]*>(.*?)</pre>', re.S)


class Unexpected(Exception):
    """The server answered something else; the message holds no word of a text."""


@dataclass(frozen=True)
class Receipt:
    number: str
    code: str
    digits: str
    promise: str


@dataclass(frozen=True)
class Form:
    """`cookie`: the browser's token; `fields`: the hidden ones and what is written."""

    path: str
    cookie: str
    challenge: str = field(repr=False)
    fields: dict[str, str] = field(repr=False)

    def solved(self) -> "Form":
        """With the proof of work done."""
        return replace(self, fields=self.fields | {"proof": solve(self.challenge)})

    @property
    def request(self) -> bytes:
        body = urlencode(self.fields).encode()
        cookie = {"Cookie": f"csrftoken={self.cookie}"}
        return request("POST", self.path, body=body, headers=cookie)


def open_form(talk: Talk, part: str, *, path: str = "/suggest/", **said: str) -> Form:
    """The form about `part` filled in; `said` replaces fields. Raises Unexpected."""
    answer = talk.get(f"{path}?part={part}")
    page = answer.body.decode()
    fields = dict(_HIDDEN.findall(page))
    cookie = _COOKIE.search(answer.head)
    challenge = _CHALLENGE.search(page)
    if answer.status != 200 or not cookie or not challenge:
        raise Unexpected(f"no form: status {answer.status}")
    written = {"kind": "suggestion", "visibility": "private", "text": TEXT}
    return Form(
        path=path,
        cookie=cookie[1].decode(),
        challenge=html.unescape(challenge[1]),
        fields=fields | written | said,
    )


def receipt_in(answer: Answer) -> Receipt:
    """Raises Unexpected when the answer is no receipt."""
    page = answer.body.decode()
    found, promise = _RECEIPT.search(page), _PROMISE.search(page)
    if answer.status != 200 or not found or not promise:
        raise Unexpected(f"no receipt: status {answer.status}")
    return Receipt(*found.groups(), promise=html.unescape(promise[1]))


def solve(challenge: str) -> str:
    """The `proof` field: altcha's plain SHA-256 of one round, counted up from 0."""
    given = json.loads(challenge)
    asked = given["parameters"]
    if asked["algorithm"] != "SHA-256" or asked["cost"] != 1:
        raise Unexpected("another kind of challenge")
    wanted = bytes.fromhex(asked["keyPrefix"])
    begun = hashlib.sha256(bytes.fromhex(asked["salt"]) + bytes.fromhex(asked["nonce"]))
    counter = 0
    while True:
        trial = begun.copy()
        trial.update(counter.to_bytes(4, "big"))
        if trial.digest().startswith(wanted):
            break
        counter += 1
    key = trial.hexdigest()[: 2 * asked.get("keyLength", 32)]
    solution = {"counter": counter, "derivedKey": key, "time": 1}
    payload = {"challenge": given, "solution": solution}
    return base64.b64encode(json.dumps(payload).encode()).decode()
