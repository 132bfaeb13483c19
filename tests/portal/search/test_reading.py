"""What a person typed, and what is asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.reading import LONGEST, MOST_TERMS, clean, read
from portal.search.synonyms import synonyms
from portal.search.words import LONGEST_SPELLED, names, spellings, stopwords

#: What editors add to the synonyms stands in the database.
pytestmark = pytest.mark.django_db


def words(typed: str) -> list[str]:
    return ["".join(term.ways[0]) for term in read(typed).query.terms]


def ways(typed: str) -> set[str]:
    return {"".join(way) for term in read(typed).query.terms for way in term.ways}


def test_read_cuts_han_into_words() -> None:
    assert words("医疗卫生机构") == ["医疗卫生", "机构"]
    assert "".join(read("医疗卫生机构").query.whole) == "医疗卫生机构"


def test_read_single_word_has_no_whole() -> None:
    assert read("养老").query.whole == ()


@pytest.mark.parametrize(
    "typed", ['"养老服务"', "“养老服务”", "「養老服務」", "『养老服务』"]
)
def test_read_quotes_keep_the_phrase(typed: str) -> None:
    assert words(typed) == ["养老服务"]


@pytest.mark.parametrize("minus", ["-", "－", "−"])
def test_read_minus_excludes(minus: str) -> None:
    query = read(f'养老 {minus}企业 {minus}"社会保障"').query
    assert ["".join(way) for way in query.without] == ["企业", "社会保障"]
    assert len(query.terms) == 1


def test_read_minus_inside_a_word_is_none() -> None:
    assert read("2021-2025").query.without == ()


def test_read_minus_alone_asks_for_nothing() -> None:
    assert not read("-养老").query


@pytest.mark.parametrize(
    "typed", ["", "  ", "？！", "😀", "\x00\u202e", '""', '"', "-"]
)
def test_read_nothing_left_is_empty(typed: str) -> None:
    assert not read(typed).query


def test_read_question_words_do_not_narrow() -> None:
    assert words("养老院在哪里？") == ["养老院"]
    assert words("的") == ["的"]


@pytest.mark.parametrize(
    ("typed", "also"),
    [("养老院", "养老服务机构"), ("托儿所", "托育"), ("自来水", "饮水安全")],
)
def test_read_everyday_words_find_the_plans(typed: str, also: str) -> None:
    assert also in ways(typed)
    assert also in read(typed).added


def test_read_synonym_inside_a_longer_query() -> None:
    assert "养老服务机构" in ways("乡镇养老院建设")


@pytest.mark.parametrize(
    "typed", ["kuerle", "KuErLe", "ku er le", "ｋｕｅｒｌｅ", "korla"]
)
def test_read_names_in_pinyin(typed: str) -> None:
    assert "库尔勒" in ways(typed)


def test_read_is_bounded() -> None:
    reading = read("养老 服务 " * 10_000)
    assert reading.was_cut
    assert len(reading.said) <= LONGEST
    assert len(read(" ".join(f"w{n}" for n in range(100))).query.terms) == MOST_TERMS


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_read_never_fails(typed: str) -> None:
    reading = read(typed)
    assert all(way for term in reading.query.terms for way in term.ways)
    assert clean(reading.said) == reading.said.strip()


def test_word_lists_are_readable() -> None:
    assert all(ways for ways in synonyms().values())
    assert "的" in stopwords()
    assert names()["kuerle"] == (tuple("库尔勒"),)
    assert set(spellings("库尔勒")) == {"kuerle", "kuerlei"}


def test_spellings_are_few_however_many_there_were() -> None:
    """Eight such characters have 32,400 readings, twenty 5.9 thousand million."""
    assert 1 < len(spellings("着曾差参" * 2)) <= 64
    assert LONGEST_SPELLED == 8
    assert spellings("着曾差参" * 5) == ()
