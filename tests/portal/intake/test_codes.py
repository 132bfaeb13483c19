import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.intake import codes
from portal.intake.codes import (
    ALPHABET,
    BITS,
    ReturnCode,
    code_for,
    new_number,
    normalise_code,
    normalise_number,
)
from portal.intake.formkeys import issue

NUMBERS = st.integers(0, 2**BITS - 1)
CODE = ReturnCode(0x2A5F_1122_3344_5566_7788_99AA_BBCC_DDEE_FF)


def test_code_is_long_enough() -> None:
    assert BITS >= 130


def test_code_forms() -> None:
    assert [len(group) for group in CODE.letters.split("-")] == [4] * 7
    assert [len(group) for group in CODE.digits.split(" ")] == [3] * 14
    assert set(CODE.letters) <= set(ALPHABET) | {"-"}


@given(NUMBERS)
def test_normalise_reads_both_forms(number: int) -> None:
    code = ReturnCode(number)
    assert normalise_code(code.letters) == code
    assert normalise_code(code.digits) == code


FULL_WIDTH = str.maketrans(
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ-",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＭＮＰＱＲＳＴＶＷＸＹＺ－",
)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")


@given(NUMBERS)
def test_normalise_reads_what_people_write(number: int) -> None:
    code = ReturnCode(number)
    for text in (
        code.letters.lower(),
        code.letters.replace("-", ""),
        code.letters.replace("-", " – "),
        f"\u3000{code.letters}\r\n",
        code.letters.replace("0", "O").replace("1", "l"),
        code.letters.replace("0", "o").replace("1", "I").replace("V", "u"),
        code.letters.translate(FULL_WIDTH),
        "\u200b".join(code.letters),
        code.digits.replace(" ", "-"),
        code.digits.translate(FULL_WIDTH),
        code.digits.translate(EASTERN),
        code.digits.translate(HAN),
        code.digits.replace(" ", "、"),
    ):
        assert normalise_code(text) == code


@given(NUMBERS, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_check_character_notices_every_single_slip(
    number: int, place: int, new: str
) -> None:
    symbols = ReturnCode(number).letters.replace("-", "")
    changed = symbols[:place] + new + symbols[place + 1 :]
    assert (normalise_code(changed) is None) == (changed != symbols)


@given(NUMBERS, st.integers(0, 27), st.integers(0, 27))
def test_check_character_notices_every_swap(number: int, one: int, other: int) -> None:
    symbols = list(ReturnCode(number).letters.replace("-", ""))
    swapped = list(symbols)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert (normalise_code("".join(swapped)) is None) == (swapped != symbols)


@given(NUMBERS, st.integers(0, 41), st.sampled_from("0123456789"))
def test_check_digit_notices_every_single_slip(
    number: int, place: int, new: str
) -> None:
    digits = ReturnCode(number).digits.replace(" ", "")
    changed = digits[:place] + new + digits[place + 1 :]
    assert (normalise_code(changed) is None) == (changed != digits)


@given(NUMBERS, st.integers(0, 40))
def test_check_digit_notices_neighbours_swapped(number: int, place: int) -> None:
    digits = ReturnCode(number).digits.replace(" ", "")
    pair = digits[place : place + 2]
    changed = digits[:place] + pair[::-1] + digits[place + 2 :]
    assert (normalise_code(changed) is None) == (changed != digits)


@given(st.text())
def test_normalise_never_fails(text: str) -> None:
    code = normalise_code(text)
    assert code is None or text


@pytest.mark.parametrize("text", ["", "x" * 1_000_000, "9" * 42, "K7-3M2Q", "\0"])
def test_normalise_refuses(text: str) -> None:
    assert normalise_code(text) is None


def test_code_for_a_retry_is_the_same_and_for_another_form_is_not() -> None:
    key = issue(purpose="suggest")
    assert code_for(key) == code_for(key)
    found = {code_for(issue(purpose="suggest")).number for _ in range(200)}
    assert len(found) == 200


def test_code_for_needs_the_servers_secret(settings: Any) -> None:
    """A form in a browser's cache does not give the code away."""
    key = issue(purpose="suggest")
    here = code_for(key)
    settings.INTAKE_SECRET = "another"
    assert code_for(key) != here


def test_lookup_id_outlives_the_servers_secret(settings: Any) -> None:
    before = CODE.lookup_id
    settings.INTAKE_SECRET = "another"
    assert CODE.lookup_id == before
    assert len(before) == 32


@given(NUMBERS)
def test_lookup_id_shows_nothing_of_the_code(number: int) -> None:
    code = ReturnCode(number)
    symbols = code.letters.replace("-", "").lower()
    assert symbols[:8] not in code.lookup_id and f"{number:x}" != code.lookup_id


def test_code_repr_is_safe_in_a_log() -> None:
    assert repr(CODE) == "ReturnCode(…)" and str(CODE) == "ReturnCode(…)"


def test_codes_spread_over_all_bits() -> None:
    seen = 0
    for _ in range(200):
        seen |= code_for(issue(purpose="suggest")).number
    assert seen == 2**BITS - 1


def test_alpha_has_order_31() -> None:
    """So that the weights of the 28 places are all unlike."""
    value, found = 1, set()
    for _ in range(31):
        found.add(value)
        value = codes._times_alpha(value)
    assert value == 1 and len(found) == 31


def test_new_number_form_and_reading() -> None:
    for _ in range(200):
        number = new_number()
        assert len(number) == 7 and number[2] == "-"
        assert normalise_number(number) == number
        assert normalise_number(number.lower().replace("-", " ")) == number
        assert normalise_number(number.translate(FULL_WIDTH)) == number


@pytest.mark.parametrize("text", ["", "K7-3M2", "K7-3M2QX", "K7-3M2*", "建议", "é" * 6])
def test_normalise_number_refuses(text: str) -> None:
    assert normalise_number(text) is None


def test_new_number_tells_no_order() -> None:
    numbers = [new_number() for _ in range(50)]
    assert numbers != sorted(numbers)
    assert random.Random(1).sample(numbers, 50) != numbers
