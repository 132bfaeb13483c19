import hashlib

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger.commitments import (
    commit,
    commitment,
    erase_salts,
    opens,
    public_hash,
)
from portal.ledger.models import Salt


def test_commitment_is_the_published_formula() -> None:
    salt = bytes(range(32))
    message = b"plan-portal/commitment/v1/text\0" + salt + "修路\r\n".encode()
    expected = hashlib.sha256(message).hexdigest()
    found = commitment(kind="text", salt=salt, content="修路\r\n".encode())
    assert found == expected


def test_commit_stores_a_salt_that_opens(db: None) -> None:
    digest, row = commit(kind="text", content=b"words", subject="s1")
    stored = Salt.objects.get()
    assert (stored.subject, stored.kind, stored.commitment) == ("s1", "text", digest)
    salt = bytes(stored.value)
    assert len(salt) == 32 and stored == row
    assert opens(digest, kind="text", salt=salt, content=b"words")
    assert not opens(digest, kind="masked", salt=salt, content=b"words")
    assert not opens(digest, kind="text", salt=salt, content=b"words ")
    assert not opens(digest, kind="text", salt=bytes(32), content=b"words")


def test_commit_same_words_twice_give_unlike_commitments(db: None) -> None:
    first, _ = commit(kind="text", content=b"words", subject="s1")
    second, _ = commit(kind="text", content=b"words", subject="s1")
    assert first != second


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_commitment_binds_the_content(one: bytes, other: bytes) -> None:
    salt = bytes(32)
    same = commitment(kind="a", salt=salt, content=one) == commitment(
        kind="a", salt=salt, content=other
    )
    assert same == (one == other)


@pytest.mark.parametrize("kind", ["", "Text", "te xt", "a\0b", "a\n", "x" * 25])
def test_commitment_refuses_kind(kind: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        commitment(kind=kind, salt=bytes(32), content=b"")


def test_commitment_refuses_short_salt() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(kind="text", salt=bytes(31), content=b"")


def test_erase_salts_takes_only_what_is_named(db: None) -> None:
    for subject, kind in (("s1", "text"), ("s1", "reason"), ("s2", "text")):
        commit(kind=kind, content=b"x", subject=subject)
    assert erase_salts(subject="s1", kind="text") == 1
    assert set(Salt.objects.values_list("subject", "kind")) == {
        ("s1", "reason"),
        ("s2", "text"),
    }
    assert erase_salts(subject="s1") == 1
    assert erase_salts(subject="s1") == 0
    assert Salt.objects.get().subject == "s2"


@pytest.mark.django_db(transaction=True)
def test_commit_and_erase_need_the_callers_transaction() -> None:
    with pytest.raises(DatabaseError):
        commit(kind="text", content=b"x", subject="s")
    with pytest.raises(DatabaseError):
        erase_salts(subject="s")
    assert not Salt.objects.exists()


def test_public_hash_is_plain_sha256() -> None:
    assert public_hash(b"abc") == hashlib.sha256(b"abc").hexdigest()
