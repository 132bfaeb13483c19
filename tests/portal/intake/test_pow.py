import base64
import datetime
import json
import time
from typing import Any

import altcha
import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import BEIJING
from portal.intake import formkeys, pow
from portal.intake.formkeys import LIFETIME, FormKey, issue
from portal.intake.models import SpentChallenge
from portal.intake.pow import AlreadySpent, challenge_for, forget_expired, spend

from .solving import proof_for, solve

KEY = issue(purpose="suggest")
PROOF = proof_for(KEY)


def taken_apart(proof: str) -> dict[str, Any]:
    return json.loads(base64.b64decode(proof))


def put_together(parts: Any) -> str:
    return base64.b64encode(json.dumps(parts).encode()).decode()


def test_proof_of_the_form_holds() -> None:
    assert pow.level_proved(PROOF, KEY) == 0


def test_proof_of_another_form_is_refused() -> None:
    assert pow.level_proved(PROOF, issue(purpose="suggest")) is None


def test_proof_spliced_from_two_is_refused() -> None:
    """Another challenge's solution, another form, a longer life, less work."""
    other = issue(purpose="suggest")
    mine, theirs = taken_apart(PROOF), taken_apart(proof_for(other))
    spliced = [
        {"challenge": theirs["challenge"], "solution": mine["solution"]},
        {"challenge": mine["challenge"], "solution": theirs["solution"]},
    ]
    for name, value in (
        ("data", theirs["challenge"]["parameters"]["data"]),
        ("expiresAt", mine["challenge"]["parameters"]["expiresAt"] + 1),
        ("keyPrefix", ""),
        ("cost", 0),
        ("keyLength", 0),
        ("nonce", "00" * 16),
        ("algorithm", "SHA-512"),
    ):
        parameters = {**mine["challenge"]["parameters"], name: value}
        challenge = {**mine["challenge"], "parameters": parameters}
        spliced.append({"challenge": challenge, "solution": mine["solution"]})
        without = {**challenge, "signature": None}
        spliced.append({"challenge": without, "solution": mine["solution"]})
    for parts in spliced:
        assert pow.level_proved(put_together(parts), KEY) is None
        assert pow.level_proved(put_together(parts), other) is None


def test_proof_without_work_is_refused() -> None:
    parts = taken_apart(PROOF)
    parts["solution"]["counter"] += 1
    assert pow.level_proved(put_together(parts), KEY) is None


def test_proof_expired_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + LIFETIME + 2
    monkeypatch.setattr(altcha.v2.time, "time", lambda: later)
    assert pow.level_proved(PROOF, KEY) is None


def test_proof_of_another_server_is_refused(settings: Any) -> None:
    settings.INTAKE_SECRET = "another"
    assert pow.level_proved(PROOF, KEY) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["challenge", "solution", "parameters", "signature", "counter"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(JSON.map(put_together) | st.text(max_size=60))
def test_proof_made_of_anything_is_refused_quietly(proof: str) -> None:
    assert pow.level_proved(proof, KEY) is None


def test_proof_too_long_is_not_read() -> None:
    assert pow.level_proved(PROOF + "=" * 5000, KEY) is None
    assert pow.level_proved(base64.b64encode(b"[" * 2900).decode(), KEY) is None


@pytest.mark.parametrize(("level", "most"), [(0, 20_000), (1, 60_000), (2, 180_000)])
def test_challenge_work_is_bounded(level: int, most: int) -> None:
    key = issue(purpose="suggest")
    proof = solve(challenge_for(key, level=level))
    counter = taken_apart(proof)["solution"]["counter"]
    assert most // 2 <= counter < most
    assert pow.level_proved(proof, key) == level


def test_challenge_level_has_a_ceiling() -> None:
    assert json.loads(challenge_for(KEY, level=99))["parameters"]["cost"] == 1


def test_spend_is_one_statement_and_once(
    db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        spend(KEY)
    with pytest.raises(AlreadySpent), transaction.atomic():
        spend(KEY)
    spend(issue(purpose="suggest"))
    assert SpentChallenge.objects.count() == 2


def test_spend_keeps_no_key_and_no_time(db: None) -> None:
    spend(KEY)
    row = SpentChallenge.objects.get()
    assert row.digest not in (KEY.raw.hex(), KEY.text)
    assert type(row.forget_after) is datetime.date
    assert {field.name for field in row._meta.fields} == {
        "id",
        "digest",
        "forget_after",
    }


@pytest.mark.django_db(transaction=True)
def test_spend_needs_the_callers_transaction() -> None:
    with pytest.raises(DatabaseError):
        spend(KEY)
    assert not SpentChallenge.objects.exists()


def test_forget_expired_leaves_what_could_still_be_sent(db: None) -> None:
    old = FormKey(
        raw=KEY.raw[:1]
        + (KEY.issued_at - 3 * LIFETIME).to_bytes(5, "big")
        + KEY.raw[6:],
        purpose="suggest",
    )
    spend(old)
    spend(KEY)
    forget_expired()
    spend(old)
    with pytest.raises(AlreadySpent), transaction.atomic():
        spend(KEY)


def test_forgotten_keys_are_expired_ones() -> None:
    """A row goes a whole day after its key was refused for good."""
    last = pow._last_day(KEY)
    end = datetime.datetime.combine(last, datetime.time(), BEIJING).timestamp()
    assert end > KEY.issued_at + formkeys.LIFETIME
