from typing import Any

import pytest

from portal.intake.codes import ReturnCode, code_for
from portal.intake.formkeys import issue
from portal.intake.lookup import find_by_code
from portal.intake.models import SpentChallenge

#: Any table with a unique text column serves as the rows that codes open.
FIELD = "digest"


def row_for(code: ReturnCode) -> SpentChallenge:
    return SpentChallenge.objects.create(
        digest=code.lookup_id, forget_after="2026-11-23"
    )


def find(text: str) -> SpentChallenge | None:
    return find_by_code(SpentChallenge.objects.all(), text, field=FIELD)


def test_find_by_code_in_letters_and_digits(db: None) -> None:
    code = code_for(issue(purpose="suggest"))
    row = row_for(code)
    assert find(code.letters) == find(code.digits) == row


@pytest.mark.parametrize("kind", ["unknown", "mistyped", "nonsense", "empty", "erased"])
def test_find_by_code_misses_all_alike(
    db: None, kind: str, django_assert_num_queries: Any
) -> None:
    code = code_for(issue(purpose="suggest"))
    row = row_for(code)
    other = code_for(issue(purpose="suggest"))
    texts = {
        "unknown": other.letters,
        "mistyped": code.letters[:-1] + ("0" if code.letters[-1] != "0" else "1"),
        "nonsense": "把码弄丢了",
        "empty": "",
        "erased": code.letters,
    }
    if kind == "erased":
        SpentChallenge.objects.filter(pk=row.pk).update(digest="")
    with django_assert_num_queries(1):
        assert find(texts[kind]) is None


def test_find_by_code_zero_belongs_to_nobody(db: None) -> None:
    row_for(ReturnCode(0))
    assert find(ReturnCode(0).letters) is None
    assert find("nonsense") is None
