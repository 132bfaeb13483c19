"""The vocabulary of near misses: kept, looked through again now and then."""

from typing import Any

import pytest

from plan_pages.document.models import Plan
from portal.search import near, store, widening
from portal.search.documents import Document
from portal.search.query import Query
from portal.search.reading import read


def add(text: str) -> None:
    said = Document(
        key="test:1", scope="test:1", kind="plan", title="", path="", text=text, boost=1
    )
    with store.locked():
        store.put([said], version=store.next_version())


def watch_spelling(monkeypatch: Any) -> list[str]:
    """What is spelled from now on."""
    spelled: list[str] = []
    spell = near.spellings

    def note(word: str) -> tuple[str, ...]:
        spelled.append(word)
        return spell(word)

    monkeypatch.setattr(near, "spellings", note)
    return spelled


def test_vocabulary_outlives_a_write_of_the_index(
    indexed: Plan, monkeypatch: Any
) -> None:
    first = near.vocabulary()
    add("霸王龙\n之后的话不是名字")
    assert near.vocabulary() is first
    spelled = watch_spelling(monkeypatch)
    near._kept.until = 0.0
    again = near.vocabulary()
    assert set(spelled) == set(again.sounds) - set(first.sounds)
    assert "霸王龙" in "".join(spelled)
    assert not any("之后" in word for word in spelled)
    near._kept.until = 0.0
    assert near.vocabulary() is again


def test_pasted_sentences_have_no_sound(indexed: Plan, monkeypatch: Any) -> None:
    near.vocabulary()
    spelled = watch_spelling(monkeypatch)
    assert near.instead_of("着曾差参" * 50) == []
    assert spelled == ["着曾差参" * 50]


def test_near_misses_ask_little(
    indexed: Plan, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    """However many words stand nowhere, and however many sound like each."""
    near.vocabulary()
    query = read("塔什点 香黎 香里 库儿勒 孔却河 鸿燕河 龘龘").query
    assert len(query.terms) >= 7
    with django_assert_max_num_queries(len(query.terms)):
        _wider, missing = widening.some_of(query)
    with django_assert_max_num_queries(8):
        widening.corrected(query, missing)


@pytest.mark.parametrize("typed", ["", "养老", "龘龘", "养老 -服务"])
def test_finds_is_whether_there_are_hits(indexed: Plan, typed: str) -> None:
    assert widening.finds(read(typed).query) == (typed not in ("", "龘龘"))
    assert not widening.finds(Query())
