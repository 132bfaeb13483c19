import datetime
from typing import Any

import pytest

from portal.ledger.keys import receipt_signer
from portal.ledger.promises import Promise, promise, read_promise
from portal.ledger.signing import BadNote, Signer

DAY = datetime.date(2026, 11, 23)
ENTRY, DIGEST = "0123456789abcdefghjkmnpqrs", "ab" * 32


def made(**changes: Any) -> str:
    return promise(
        **{"entry_id": ENTRY, "commitment": DIGEST, "received": DAY, **changes}
    )


def test_promise_reads_back() -> None:
    assert read_promise(made()) == Promise(ENTRY, DIGEST, datetime.date(2026, 11, 26))


def test_promise_is_the_same_for_every_retry() -> None:
    assert made() == made()


def test_promise_has_the_published_form() -> None:
    text, _, signature = made().partition("\n\n")
    assert text == (
        f"plan-portal promise v1\nentry {ENTRY}\ncommitment {DIGEST}\n"
        "merged by 2026-11-26"
    )
    assert signature.startswith(f"— {receipt_signer().name} ")


@pytest.mark.parametrize("changes", [{"entry_id": "x"}, {"commitment": "AB" * 32}])
def test_promise_refuses_bad_parts(changes: dict) -> None:
    with pytest.raises(ValueError, match="entry id or commitment"):
        made(**changes)


def test_read_promise_refuses_other_key_text_and_date() -> None:
    stranger = Signer.new("stranger")
    with pytest.raises(BadNote):
        read_promise(made(), stranger.verifier)
    with pytest.raises(BadNote, match="not a promise"):
        read_promise(receipt_signer().sign("plan-portal promise v2\n"))
    wrong = Promise(ENTRY, DIGEST, DAY).text.replace("11-23", "13-23")
    with pytest.raises(BadNote, match="not a date"):
        read_promise(receipt_signer().sign(wrong))
