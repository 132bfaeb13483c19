"""A wrong code and an erased one: neither a byte nor the time tells them apart."""

import statistics
import time
from typing import Any

from django.test import Client
from django.urls import reverse

from feedback.suggestions import authors
from plan_pages.document.models import Part
from portal.intake import formkeys
from portal.intake.codes import code_for
from tests.feedback.lifecycle import send
from tests.proofs import in_full, measured, rounds

from .forms import post

#: Milliseconds between the medians.
MOST_APART = 1.0


def told(answer: Any) -> tuple[int, dict[str, str], bytes]:
    """All that a reader gets but the date and the request's id."""
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in ("date", "x-request-id")
    }
    return answer.status_code, headers, answer.content


def test_wrong_and_erased_codes_look_and_last_the_same(
    client: Client, part: Part
) -> None:
    key = formkeys.issue(purpose="suggest")
    authors.erase(suggestion=send(part, key=key).suggestion)
    codes = {
        "wrong": code_for(formkeys.issue(purpose="suggest")).letters,
        "erased": code_for(key).letters,
    }
    tries = rounds(30, 2_000)
    spent: dict[str, list[float]] = {name: [] for name in codes}
    answers = set()
    for number in range(tries + 5):
        for name in sorted(codes, reverse=bool(number % 2)):
            began = time.perf_counter()
            answer = post(client, reverse("return"), {"code": codes[name]})
            spent[name].append((time.perf_counter() - began) * 1000)
            answers.add(repr(told(answer)))
    assert len(answers) == 1 and answer.status_code == 404
    # The first few warm the caches.
    median = {name: statistics.median(times[5:]) for name, times in spent.items()}
    apart = abs(median["wrong"] - median["erased"])
    measured(
        f"medians of {tries} tries each: wrong {median['wrong']:.3f} ms, "
        f"erased {median['erased']:.3f} ms, apart {apart:.3f} ms, at most {MOST_APART}"
    )
    assert not in_full() or apart < MOST_APART


def test_wrong_and_erased_codes_are_alike_as_json(client: Client, part: Part) -> None:
    key = formkeys.issue(purpose="suggest")
    authors.erase(suggestion=send(part, key=key).suggestion)
    wrong = code_for(formkeys.issue(purpose="suggest"))
    answers = {
        repr(told(post(client, reverse("return"), {"code": code.letters} | asked,
                       HTTP_ACCEPT="application/json")))
        for code in (wrong, code_for(key))
        for asked in ({}, {"show": "text"})
    }  # fmt: skip
    assert len(answers) == 1
