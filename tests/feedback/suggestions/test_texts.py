"""Any text comes back byte for byte, from the row and from the return page's read."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.queries import returns
from feedback.suggestions import authors
from feedback.suggestions.models import SuggestionText
from plan_pages.document.models import Part
from portal.intake.bodies import count_characters

from ..lifecycle import send

EXAMPLES = int(os.environ.get("PROOF_TEXTS", "60"))

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    min_size=1,
    max_size=400,
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TEXTS)
def test_text_comes_back_byte_equal(part: Part, text: str) -> None:
    received = send(part, text=text)
    found = authors.find_by_code(received.receipt.code.digits)
    assert found is not None
    assert returns.own_text(found).encode() == text.encode()


@pytest.mark.parametrize(
    "text",
    [
        " 前后有空格 \t",
        "\r\n行\r\n\n\r尾\r\n",
        "e\u0301 \u00e9 \u212b",
        "\u202e反\u200b零宽\ufeff",
        "\ufffe\uffff\U0010ffff",
        "😀👨\u200d👩\u200d👧 𠮷",
        "\x01\x7f\x85\u2028",
        "<script>alert(1)</script>&amp;",
        "甲" * 3000,
    ],
)
def test_text_kept_exactly(part: Part, text: str) -> None:
    row = send(part, text=text).suggestion
    stored = SuggestionText.objects.get(suggestion=row).text
    assert stored.encode() == text.encode()
    assert count_characters(stored) == count_characters(text)
