import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger.canonical import MAX_BYTES, NotCanonical, canonical, parse

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
TOKENS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,20}", fullmatch=True)
INTEGERS = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)


def test_canonical_sorts_and_leaves_no_space() -> None:
    assert canonical({"b": 2, "a": "x", "a_1": -3}) == '{"a":"x","a_1":-3,"b":2}'


@given(st.dictionaries(KEYS, TOKENS | INTEGERS, max_size=12))
def test_canonical_is_read_back_and_is_the_only_spelling(payload: dict) -> None:
    text = canonical(payload)
    assert parse(text) == payload
    assert text.isascii() and " " not in text
    with pytest.raises(NotCanonical):
        parse(json.dumps(payload, sort_keys=True, indent=1) + "\n")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "two words",
        "一句话",
        "tail\n",
        'quo"te',
        "x" * 129,
        True,
        None,
        1.5,
        2**53,
        -(2**53),
        ["a"],
        {"a": 1},
        b"a",
    ],
)
def test_canonical_refuses_what_is_no_token(value: object) -> None:
    with pytest.raises(NotCanonical, match=r"^note: "):
        canonical({"note": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("key", ["", "Key", "1a", "键", "a b", "a\n", 7])
def test_canonical_refuses_key(key: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({key: 1})  # type: ignore[dict-item]


def test_canonical_stops_at_one_kib() -> None:
    rows = {f"k{n}": "x" * 128 for n in range(7)}
    room = MAX_BYTES - len(canonical(rows)) - len(',"z":""')
    assert len(canonical({**rows, "z": "y" * room})) == MAX_BYTES
    with pytest.raises(NotCanonical, match="1025 bytes"):
        canonical({**rows, "z": "y" * (room + 1)})


@pytest.mark.parametrize(
    "text",
    ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', "[]", "1", "", "{", '{"a":1}\n'],
)
def test_parse_refuses_other_spelling(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse(text)


def test_parse_refuses_depth_without_overflow() -> None:
    with pytest.raises(NotCanonical):
        parse("[" * 100_000)
