"""The one spelling of an entry: ASCII JSON, sorted, no spaces, integers and tokens.

A string is a token (an id, a code, a hash, a week), never a sentence: that is how the
ledger holds no free text and no identity.
"""

import json
import re
from collections.abc import Mapping

#: Bytes of an entry at most.
MAX_BYTES = 1024
#: Integers that every JSON reader keeps exactly.
MAX_INTEGER = 2**53 - 1

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}")

Value = int | str


class NotCanonical(ValueError):
    """The mapping cannot stand in the ledger; the message names the key."""


def canonical(payload: Mapping[str, Value]) -> str:
    """`payload` as canonical JSON text. Raises NotCanonical."""
    for key, value in payload.items():
        _check_key(key)
        _check_value(key, value)
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    if len(text) > MAX_BYTES:
        raise NotCanonical(f"{len(text)} bytes, at most {MAX_BYTES}")
    return text


def parse(text: str) -> dict[str, Value]:
    """The mapping that `text` spells. Raises NotCanonical for any other spelling."""
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    if not isinstance(payload, dict) or canonical(payload) != text:
        raise NotCanonical("another spelling")
    return payload


def _check_key(key: object) -> None:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise NotCanonical(f"key {key!r}")


def _check_value(key: str, value: object) -> None:
    if type(value) is int and abs(value) <= MAX_INTEGER:
        return
    if type(value) is str and _TOKEN.fullmatch(value):
        return
    raise NotCanonical(f"{key}: an integer or a token is needed")
