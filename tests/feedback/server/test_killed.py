"""`kill -9` of every process of a real server while visitors are sending.

A kill does not lose what the system holds in its page cache; that is for
test_power_cut.
"""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest

from home.bench.talking import Talk
from home.bench.visiting import Form, Receipt, open_form, receipt_in
from tests.proofs import rounds
from tests.real_database import value
from tests.real_portal import RealPortal

from .kept import a_part, kept_in

pytestmark = pytest.mark.xdist_group("serve")
SENDERS = 8
#: Receipts of one round, at least; a kill comes up to a quarter later.
RECEIPTS = {2: 16, 20: 500}


@dataclass
class Crowd:
    """Visitors who send one form after the other until the server is gone.

    `unanswered`: sent without an answer. `killed`: the server is being ended.
    """

    portal: RealPortal
    part: str
    receipts: list[Receipt] = field(default_factory=list)
    unanswered: list[Form] = field(default_factory=list)
    killed: threading.Event = field(default_factory=threading.Event)

    def kill_after(self, receipts: int) -> None:
        with self.portal.running(), ThreadPoolExecutor(SENDERS) as pool:
            visits = [pool.submit(self._visit) for _ in range(SENDERS)]
            wanted = len(self.receipts) + receipts
            while len(self.receipts) < wanted:
                if any(visit.done() for visit in visits):
                    break  # its exception is raised below
                threading.Event().wait(0.005)
            self.killed.set()
            self.portal.kill()
            for visit in visits:
                visit.result()
        self.killed.clear()

    def _visit(self) -> None:
        with Talk(self.portal.port) as talk:
            for form in self._forms(talk):
                try:
                    self.receipts.append(receipt_in(talk.send(form.request)))
                except OSError:
                    self._excuse()
                    self.unanswered.append(form)
                    return

    def _forms(self, talk: Talk) -> Iterator[Form]:
        while True:
            try:
                yield open_form(talk, self.part)
            except OSError:
                return self._excuse()

    def _excuse(self) -> None:
        assert self.killed.is_set(), "the server was gone before it was killed"

    def send_again(self) -> list[Receipt]:
        """What those get who heard nothing and press the button once more."""
        with self.portal.running(), Talk(self.portal.port) as talk:
            return [receipt_in(talk.send(form.request)) for form in self.unanswered]


def test_receipt_has_its_rows_after_kills(ready: RealPortal) -> None:
    kills = rounds(2, 20)
    draw = random.Random(20211014)
    before = value(ready, "SELECT count(*) FROM suggestions_suggestion")
    crowd = Crowd(ready, a_part(ready))
    for _kill in range(kills):
        least = RECEIPTS[kills]
        crowd.kill_after(least + draw.randrange(least // 4))
    print(f"rounds: {len(crowd.receipts)} receipts, {len(crowd.unanswered)} unanswered")
    assert len(crowd.receipts) >= kills * RECEIPTS[kills]
    assert crowd.unanswered  # the kills did interrupt somebody
    assert kept_in(ready).missing(crowd.receipts) == []

    again = crowd.send_again()
    kept = kept_in(ready)
    assert kept.missing(again) == []
    everybody = {receipt.number for receipt in crowd.receipts + again}
    assert len(everybody) == len(crowd.receipts) + len(crowd.unanswered)
    stored = value(ready, "SELECT count(*) FROM suggestions_suggestion") - before
    assert stored == len(everybody)  # no double, and none that nobody sent


def test_receipt_without_its_rows_is_noticed(ready: RealPortal) -> None:
    """Control: the search for missing rows finds each kind."""
    crowd = Crowd(ready, a_part(ready))
    crowd.kill_after(1)
    kept, (receipt, *_rest) = kept_in(ready), crowd.receipts
    assert kept.missing([receipt]) == []
    for kind in ("suggestions", "entries", "owed"):
        lost = [receipt.number]
        assert replace(kept, **{kind: set()}).missing([receipt]) == lost
