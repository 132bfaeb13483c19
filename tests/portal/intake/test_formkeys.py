import base64
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.intake import formkeys
from portal.intake.formkeys import FormKeyRefused, issue, read


def test_read_gives_back_the_issued_key() -> None:
    key = issue(purpose="suggest")
    assert read(key.text, purpose="suggest") == key
    assert len(key.text) == 68 and not key.expired
    assert 0 <= key.age <= 5


def test_issue_never_repeats() -> None:
    assert len({issue(purpose="suggest").raw for _ in range(1000)}) == 1000


def test_read_refuses_another_purpose() -> None:
    with pytest.raises(FormKeyRefused):
        read(issue(purpose="suggest").text, purpose="appeal")


@given(st.text(max_size=100) | st.binary(max_size=60).map(base64.urlsafe_b64encode))
def test_read_refuses_what_was_not_issued(text: str | bytes) -> None:
    given_text = text if isinstance(text, str) else text.decode()
    with pytest.raises(FormKeyRefused):
        read(given_text, purpose="suggest")


@given(st.integers(0, 50 * 8 - 1))
def test_read_refuses_every_flipped_bit(bit: int) -> None:
    raw = bytearray(issue(purpose="suggest").raw)
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(FormKeyRefused):
        read(base64.urlsafe_b64encode(raw).decode(), purpose="suggest")


def test_read_refuses_a_key_of_another_server(settings: Any) -> None:
    key = issue(purpose="suggest")
    settings.INTAKE_SECRET = "another"
    with pytest.raises(FormKeyRefused):
        read(key.text, purpose="suggest")


def test_expired_key_is_read_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    key = issue(purpose="suggest")
    later = time.time() + formkeys.LIFETIME + 2
    monkeypatch.setattr(formkeys.time, "time", lambda: later)
    assert read(key.text, purpose="suggest").expired


def test_read_refuses_a_key_from_the_future(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(formkeys.time, "time", lambda: now + 3600)
    key = issue(purpose="suggest")
    monkeypatch.setattr(formkeys.time, "time", lambda: now)
    with pytest.raises(FormKeyRefused):
        read(key.text, purpose="suggest")


def test_key_repr_is_safe_in_a_log() -> None:
    key = issue(purpose="suggest")
    assert repr(key) == "FormKey(purpose='suggest')"
