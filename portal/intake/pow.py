"""Proof of work against machines, bound to one form; and the slow lane without script.

The challenge is altcha's second version with plain SHA-256: the sender looks for a
counter, the server checks one hash. It is signed over the form key's digest, so that a
proof made for another form, or put together from two, is refused.
"""

import datetime
import hashlib
import json
import secrets
from typing import Any

import altcha
from django.db import IntegrityError

from portal.clock import BEIJING
from portal.outbox.events import housekeeping
from portal.prepared import PreparedInsert
from portal.writing import require_transaction

from .formkeys import LIFETIME, FormKey
from .models import SpentChallenge
from .secret import derived_key

#: Hashes at most, by level: a second on an old phone at first, and no level is a wall.
HASHES = (20_000, 60_000, 180_000)
MAX_LEVEL = len(HASHES) - 1
_MAX_PAYLOAD = 4096
_keep = PreparedInsert(SpentChallenge)


class AlreadySpent(Exception):
    """This form was sent before: look up what it led to, outside the transaction."""


def challenge_for(key: FormKey, *, level: int = 0) -> str:
    """A challenge for the form of `key`, as JSON for its `data-challenge`."""
    level = min(level, MAX_LEVEL)
    most = HASHES[level]
    challenge = altcha.create_challenge(
        "SHA-256",
        1,
        counter=most // 2 + secrets.randbelow(most // 2),
        expires_at=key.issued_at + LIFETIME,
        data={"form": _binding(key), "level": level},
        hmac_secret=derived_key("proof of work"),
    )
    return json.dumps(challenge.to_dict(), sort_keys=True, separators=(",", ":"))


def level_proved(payload: str, key: FormKey) -> int | None:
    """The level of the work that `payload` (base64 JSON of the form field) proves for
    this form, 0 to MAX_LEVEL; None where it proves nothing.
    """
    if len(payload) > _MAX_PAYLOAD:
        return None
    try:
        proof = altcha.Payload.from_base64(payload)
        data = _data_of(proof)
        _require_this_form(data, key)
        _require_work(proof)
        return int(data["level"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def spend(key: FormKey) -> None:
    """Use up the form, in the transaction that stores its text. One statement.

    Raises AlreadySpent, which must leave the transaction: then the earlier text is
    there, or was erased since.
    """
    require_transaction("spend")
    try:
        _keep(
            SpentChallenge(
                digest=hashlib.sha256(b"spent form\0" + key.raw).hexdigest(),
                forget_after=_last_day(key),
            )
        )
    except IntegrityError as error:
        raise AlreadySpent from error


@housekeeping.register
def forget_expired() -> None:
    """Delete the rows of forms that have expired: their keys are refused anyway."""
    today = datetime.datetime.now(BEIJING).date()
    SpentChallenge.objects.filter(forget_after__lt=today).delete()


class _NoProof(ValueError):
    """The payload proves nothing for this form."""


def _require_this_form(data: dict[str, Any], key: FormKey) -> None:
    """The binding is signed together with the rest of the challenge."""
    if data["form"] != _binding(key):
        raise _NoProof


def _data_of(proof: altcha.Payload) -> dict[str, Any]:
    data = proof.challenge.parameters.data
    if not isinstance(data, dict):
        raise _NoProof
    return data


def _require_work(proof: altcha.Payload) -> None:
    """The challenge is ours, unchanged and in time, and its counter was found."""
    if not altcha.verify_solution(proof, derived_key("proof of work")).verified:
        raise _NoProof


def _binding(key: FormKey) -> str:
    return hashlib.sha256(b"challenge of form\0" + key.raw).hexdigest()[:32]


def _last_day(key: FormKey) -> datetime.date:
    end = datetime.datetime.fromtimestamp(key.issued_at + LIFETIME, BEIJING)
    return end.date() + datetime.timedelta(days=1)
