"""The fast lane through the page: no false proof opens it, and no word is lost."""

import base64
import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.intake import formkeys, throttle
from portal.intake.models import SpentChallenge
from tests.portal.intake.solving import solve
from tests.proofs import rounds

from .forms import hidden, post, receipt, tree, written

TEXT = " 路灯\r\n不亮 "
CHOICES = {"kind": "suggestion", "visibility": "public", "text": TEXT}
#: Older than the minimum for a proof, younger than the slow lane.
QUICK, SLOW = 5, 30

Fields = dict[str, str]
Opened = tuple[Fields, str]


@pytest.fixture
def opened(client: Client, part: Part) -> Callable[[], Opened]:
    """(hidden fields, challenge) of a form fresh from the page."""

    def open_() -> Opened:
        page = post(client, reverse("suggest"), {"part": part.public_id})
        (challenge,) = tree(page).xpath("//input[@name='proof']/@data-challenge")
        return hidden(page) | CHOICES, str(challenge)

    return open_


def after(seconds: float) -> Any:
    return time_machine.travel(time.time() + seconds, tick=True)


def parts(proof: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(proof))
    return found


def proof_of(found: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(found).encode()).decode()


def refused_with_the_words(client: Client, sent: Fields) -> Fields:
    """The form as it comes back: nothing stored, the words in it."""
    answer = post(client, reverse("suggest"), sent)
    assert answer.status_code == 429 and int(answer["Retry-After"]) >= 1
    (problem,) = tree(answer).xpath("//*[@id='problems']//li")
    assert "这次的验证不成立" in problem.text_content()
    assert written(answer) == TEXT
    assert Suggestion.objects.count() == SpentChallenge.objects.count() == 0
    back = hidden(answer) | CHOICES
    assert back["form_key"] == sent["form_key"] and back["proof"] == ""
    return back


def test_page_proof_that_holds_opens_the_fast_lane(
    client: Client, opened: Callable[[], Opened]
) -> None:
    fields, challenge = opened()
    with after(QUICK):
        sent = post(client, reverse("suggest"), fields | {"proof": solve(challenge)})
        slow = post(client, reverse("suggest"), opened()[0])
    assert sent.status_code == 200 and slow.status_code == 429
    assert Suggestion.objects.count() == 1


@pytest.fixture
def pseudonym(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Fields:
    """Headers of a sender who has sent forty forms already."""
    settings.INTAKE_PSEUDONYM_HEADER = "X-Pseudonym"
    monkeypatch.setattr(throttle, "_pace", throttle.Pace())
    for _ in range(throttle.PER_PSEUDONYM[1]):
        throttle._pace.note("busy")
    return {"HTTP_X_PSEUDONYM": "busy"}


def test_page_forty_first_form_of_a_pseudonym_is_harder(
    client: Client, part: Part, pseudonym: Fields
) -> None:
    """More work from the first challenge on and a longer wait; no text is refused."""
    page = post(client, reverse("suggest"), {"part": part.public_id}, **pseudonym)
    (challenge,) = tree(page).xpath("//input[@name='proof']/@data-challenge")
    assert json.loads(challenge)["parameters"]["data"]["level"] == 2
    fields = hidden(page) | CHOICES
    other = post(client, reverse("suggest"), {"part": part.public_id})
    (easy,) = tree(other).xpath("//input[@name='proof']/@data-challenge")
    assert json.loads(easy)["parameters"]["data"]["level"] == 0
    proof = {"proof": solve(str(challenge))}
    with after(QUICK):
        soon = post(client, reverse("suggest"), fields | proof, **pseudonym)
        assert (soon.status_code, written(soon)) == (429, TEXT)
        assert 1 <= int(soon["Retry-After"]) <= 4
    with after(3 * 3):
        sent = post(client, reverse("suggest"), fields | proof, **pseudonym)
    assert sent.status_code == 200
    assert Suggestion.objects.get().words.text == TEXT


def test_page_forty_first_form_without_script_waits_longer(
    client: Client, part: Part, pseudonym: Fields
) -> None:
    page = post(client, reverse("suggest"), {"part": part.public_id}, **pseudonym)
    fields = hidden(page) | CHOICES
    with after(SLOW):
        soon = post(client, reverse("suggest"), fields, **pseudonym)
        assert (soon.status_code, written(soon)) == (429, TEXT)
        assert 29 <= int(soon["Retry-After"]) <= 30
    with after(60):
        sent = post(client, reverse("suggest"), fields, **pseudonym)
    assert sent.status_code == 200
    assert Suggestion.objects.get().words.text == TEXT


def test_page_proof_of_less_work_than_is_asked_now_waits(
    client: Client, opened: Callable[[], Opened], pseudonym: Fields
) -> None:
    """Forms opened in advance, while the level was low, gain nothing."""
    fields, challenge = opened()
    proof = {"proof": solve(challenge)}
    with after(9):
        soon = post(client, reverse("suggest"), fields | proof, **pseudonym)
        assert (soon.status_code, written(soon)) == (429, TEXT)
    with after(20):
        sent = post(client, reverse("suggest"), fields | proof, **pseudonym)
    assert sent.status_code == 200


def test_page_wrong_forms_proof_is_refused_and_nothing_is_lost(
    client: Client, opened: Callable[[], Opened]
) -> None:
    _other, challenge = opened()
    fields, _own = opened()
    with after(QUICK):
        back = refused_with_the_words(client, fields | {"proof": solve(challenge)})
        assert post(client, reverse("suggest"), back).status_code == 429
    with after(SLOW):
        assert post(client, reverse("suggest"), back).status_code == 200
    assert Suggestion.objects.get().words.text == TEXT


def test_page_spliced_proof_is_refused(
    client: Client, opened: Callable[[], Opened]
) -> None:
    fields, own = opened()
    _other, foreign = opened()
    mine, other = parts(solve(own)), parts(solve(foreign))
    spliced = [
        {**mine, "solution": other["solution"]},
        {**other, "solution": mine["solution"]},
        {**mine, "challenge": {**mine["challenge"], "signature": "0" * 64}},
        {
            **other,
            "challenge": {
                **other["challenge"],
                "parameters": {
                    **other["challenge"]["parameters"],
                    "data": mine["challenge"]["parameters"]["data"],
                },
            },
        },
    ]
    with after(QUICK):
        for found in spliced:
            refused_with_the_words(client, fields | {"proof": proof_of(found)})


def test_page_replayed_proof_stores_nothing_more(
    client: Client, opened: Callable[[], Opened]
) -> None:
    fields, challenge = opened()
    proof = {"proof": solve(challenge)}
    with after(QUICK):
        first = post(client, reverse("suggest"), fields | proof)
        again = post(client, reverse("suggest"), fields | proof)
        assert receipt(again) == receipt(first)
        other = post(client, reverse("suggest"), fields | proof | {"text": "另一段"})
        assert (other.status_code, written(other)) == (409, "另一段")
        fresh, _challenge = opened()
        answer = post(client, reverse("suggest"), fresh | proof)
    assert answer.status_code == 429 and written(answer) == TEXT
    assert Suggestion.objects.get().words.text == TEXT
    assert SpentChallenge.objects.count() == 1


def test_page_expired_proof_is_refused(
    client: Client, opened: Callable[[], Opened]
) -> None:
    """The challenge ends with its form: a fresh form comes back with the words."""
    fields, challenge = opened()
    proof = {"proof": solve(challenge)}
    with after(formkeys.LIFETIME + 60):
        sent = post(client, reverse("suggest"), fields | proof)
        assert sent.status_code in (409, 429) and written(sent) == TEXT
        assert Suggestion.objects.count() == 0
        fresh, _challenge = opened()
        with after(QUICK):
            late = post(client, reverse("suggest"), fresh | proof)
    assert late.status_code == 429 and written(late) == TEXT
    assert Suggestion.objects.count() == SpentChallenge.objects.count() == 0


def test_page_takes_no_proof_with_anything_changed(
    client: Client, opened: Callable[[], Opened]
) -> None:
    """Random flips, drawn with a seed: none opens the fast lane."""
    fields, challenge = opened()
    good, draw, accepted = solve(challenge), random.Random(20260101), 0
    with after(QUICK):
        for _round in range(rounds(12, 1_000)):
            found = parts(good)
            parameters = found["challenge"]["parameters"]
            target = draw.choice([parameters, found["solution"]])
            name = draw.choice([key for key in target if key not in UNSIGNED])
            target[name] = changed(target[name], draw)
            sent = fields | {"proof": proof_of(found)}
            answer = post(client, reverse("suggest"), sent)
            accepted += answer.status_code == 200
    assert (accepted, Suggestion.objects.count()) == (0, 0)


#: How long the sender needed: said for information, by nobody read.
UNSIGNED = {"time"}


def changed(value: Any, draw: random.Random) -> Any:
    if isinstance(value, int):
        return value + draw.choice([-1, 1, 7919])
    if isinstance(value, str) and value:
        at = draw.randrange(len(value))
        return value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
    return "0"
