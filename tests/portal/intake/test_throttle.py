from typing import Any

import pytest
from django.test import RequestFactory

from portal.intake import throttle
from portal.intake.throttle import (
    BY_ALL,
    PER_PSEUDONYM,
    Pace,
    check_pseudonym_header,
    note_request,
)

MARKER = "203.0.113.77"


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    fresh = Pace()
    monkeypatch.setattr(throttle, "_pace", fresh)
    return fresh


def test_pace_rises_for_one_pseudonym_only(pace: Pace) -> None:
    levels = [pace.note("a") for _ in range(PER_PSEUDONYM[1] + 1)]
    assert levels[: PER_PSEUDONYM[0]] == [0] * PER_PSEUDONYM[0]
    assert levels[PER_PSEUDONYM[0]] == 1 and levels[-1] == 2
    assert pace.note("b") == 0


def test_pace_ahead_is_the_level_of_the_next_and_counts_nothing(pace: Pace) -> None:
    for _ in range(PER_PSEUDONYM[1]):
        ahead = pace.ahead("a")
        assert ahead == pace.ahead("a") == pace.note("a")
    assert (pace.ahead("a"), pace.ahead("b"), pace.ahead()) == (2, 0, 0)
    assert len(pace._counts) == 1


def test_pace_rises_for_all_and_has_a_ceiling(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "BY_ALL", (2, 4))
    assert [pace.note() for _ in range(7)] == [0, 0, 1, 1, 2, 2, 2]
    assert BY_ALL[0] > 1000


def test_pace_forgets_counts_and_secret_with_the_window(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(PER_PSEUDONYM[0] + 1):
        pace.note("a")
    secret, end = pace._secret, pace._end
    monkeypatch.setattr(throttle.time, "monotonic", lambda: end)
    assert pace.note("a") == 0
    assert pace._secret != secret and len(pace._counts) == 1


def test_pace_memory_is_bounded(pace: Pace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_MOST_PSEUDONYMS", 5)
    assert {pace.note(f"p{n}") for n in range(50)} == {0}
    assert len(pace._counts) == 5


def test_pace_holds_no_pseudonym_in_clear(pace: Pace) -> None:
    pace.note("some-pseudonym")
    assert "some-pseudonym" not in repr(vars(pace))


def test_note_request_reads_no_address(pace: Pace, settings: Any) -> None:
    """REMOTE_ADDR and what proxies send are not even looked at."""

    class Watched(dict):
        def __getitem__(self, name: str) -> Any:
            assert "ADDR" not in name and "FOR" not in name, name
            return super().__getitem__(name)

        def get(self, name: str, default: Any = None) -> Any:
            assert "ADDR" not in name and "FOR" not in name, name
            return super().get(name, default)

    request = RequestFactory().post(
        "/suggest/", REMOTE_ADDR=MARKER, HTTP_X_FORWARDED_FOR=MARKER
    )
    request.META = Watched(request.META)
    assert note_request(request) == 0
    assert MARKER not in repr(vars(pace)) and not pace._counts


@pytest.mark.parametrize(
    "value",
    [
        MARKER,
        f"{MARKER}:1234",
        "2001:db8::7",
        "[2001:db8::7]:443",
        f"{MARKER}, 10.0.0.1",
    ],
)
def test_note_request_does_not_use_an_address_given_as_pseudonym(
    pace: Pace, settings: Any, value: str
) -> None:
    settings.INTAKE_PSEUDONYM_HEADER = "X-Sender-Pseudonym"
    request = RequestFactory().post("/", HTTP_X_SENDER_PSEUDONYM=value)
    note_request(request)
    assert not pace._counts


def test_note_request_uses_the_front_servers_pseudonym(
    pace: Pace, settings: Any
) -> None:
    settings.INTAKE_PSEUDONYM_HEADER = "X-Sender-Pseudonym"
    request = RequestFactory().post("/", HTTP_X_SENDER_PSEUDONYM="d41d8cd98f")
    levels = [note_request(request) for _ in range(PER_PSEUDONYM[0] + 1)]
    assert levels == [0] * PER_PSEUDONYM[0] + [1]


@pytest.mark.parametrize(
    "name",
    [
        "X-Forwarded-For",
        "HTTP_X_FORWARDED_FOR",
        "X-Real-IP",
        "REMOTE_ADDR",
        "CF-Connecting-IP",
        "True-Client-IP",
        "Forwarded",
    ],
)
def test_check_refuses_headers_that_carry_addresses(settings: Any, name: str) -> None:
    settings.INTAKE_PSEUDONYM_HEADER = name
    assert [found.id for found in check_pseudonym_header()] == ["intake.E001"]


@pytest.mark.parametrize("name", ["", "X-Sender-Pseudonym"])
def test_check_allows_none_and_a_pseudonym(settings: Any, name: str) -> None:
    settings.INTAKE_PSEUDONYM_HEADER = name
    assert check_pseudonym_header() == []
