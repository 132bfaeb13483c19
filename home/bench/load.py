"""The load: a process of its own that sends forms, and says how long it took.

    python -m home.bench.load PORT PART COUNT

Prints JSON lines: `{"ready": …}` once COUNT forms are got and solved, which is not
timed; after a line on its input, what the bare view and the submissions took. Needs no
Django, and parses no answer while the clock runs.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import Any

from .talking import Answer, Talk, request
from .visiting import open_form, receipt_in

SENDERS = 16
#: Sent before the clock starts.
WARM_UP = 80
BARE = "/bench/bare/"


def main(port: int, part: str, count: int) -> None:
    forms = prepared(port, part, WARM_UP + count)
    bare = [request("GET", BARE)] * (WARM_UP + count)
    for what, requests in (("bare", bare), ("submissions", forms)):
        drive(port, requests[:WARM_UP])
        print(json.dumps({"ready": what}), flush=True)
        sys.stdin.readline()
        print(json.dumps(measured(port, requests[WARM_UP:], what)), flush=True)


def prepared(port: int, part: str, count: int) -> list[bytes]:
    """Forms as visitors fill them in: the page asked for, the proof of work done."""
    with ProcessPoolExecutor(2) as pool:
        make = partial(_prepare, port, part)
        return [each for some in pool.map(make, [count // 2] * 2) for each in some]


def _prepare(port: int, part: str, count: int) -> list[bytes]:
    with Talk(port) as talk:
        return [open_form(talk, part).solved().request for _ in range(count)]


def measured(port: int, requests: Sequence[bytes], what: str) -> dict[str, Any]:
    """Seconds of the whole, of the longest answer, and of this process's CPU."""
    began, spent = time.perf_counter(), os.times()
    answers = drive(port, requests)
    seconds, used = time.perf_counter() - began, os.times()
    assert {answer.status for answer, _seconds in answers} == {200}
    if what == "submissions":
        numbers = {receipt_in(answer).number for answer, _seconds in answers}
        assert len(numbers) == len(requests)
    return {
        "count": len(answers),
        "seconds": seconds,
        "longest": max(taken for _answer, taken in answers),
        "cpu": used.user + used.system - spent.user - spent.system,
    }


def drive(port: int, requests: Sequence[bytes]) -> list[tuple[Answer, float]]:
    """Send all by SENDERS at once, each the next when its answer is there."""
    waiting = iter(requests)
    with ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(_sender, port, waiting) for _ in range(SENDERS)]
        return [each for sender in senders for each in sender.result()]


def _sender(port: int, waiting: Iterator[bytes]) -> list[tuple[Answer, float]]:
    got = []
    with Talk(port) as talk:
        for whole in waiting:
            began = time.perf_counter()
            answer = talk.send(whole)
            got.append((answer, time.perf_counter() - began))
    return got


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
