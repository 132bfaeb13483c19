"""Every form is sent eight times at once to a real server: one row, one receipt."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from home.bench.talking import Talk
from home.bench.visiting import Form, Receipt, open_form, receipt_in
from tests.proofs import rounds
from tests.real_portal import RealPortal

from .kept import a_part, kept_in

pytestmark = pytest.mark.xdist_group("serve")
SENDERS = 8


def send_all(port: int, forms: list[Form]) -> list[list[Receipt]]:
    """A list a form: the receipts that the senders got."""
    gate = threading.Barrier(SENDERS)

    def one_sender(_number: int) -> list[Receipt]:
        got = []
        with Talk(port) as talk:
            for form in forms:
                gate.wait()
                got.append(receipt_in(talk.send(form.request)))
        return got

    with ThreadPoolExecutor(SENDERS) as pool:
        by_sender = list(pool.map(one_sender, range(SENDERS)))
    return [list(of_form) for of_form in zip(*by_sender, strict=True)]


def test_form_sent_eight_times_at_once_is_stored_once(ready: RealPortal) -> None:
    keys = rounds(10, 200)
    before = kept_in(ready)
    with ready.running(), Talk(ready.port) as talk:
        part = a_part(ready)
        forms = [open_form(talk, part).solved() for _ in range(keys)]
        assert len({form.fields["form_key"] for form in forms}) == keys
        receipts = send_all(ready.port, forms)
    after = kept_in(ready)
    assert [len(set(of_form)) for of_form in receipts] == [1] * keys
    held = [of_form[0] for of_form in receipts]
    assert len({receipt.number for receipt in held}) == keys
    assert after.missing(held) == []
    for kind in ("suggestions", "entries", "owed"):
        assert len(getattr(after, kind)) - len(getattr(before, kind)) == keys
