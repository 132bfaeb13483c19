"""The one function that every engine is fed by."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.tokens import BREAK, LONGEST_WORD, fold, is_han, spans, tokens


def test_tokens_han_one_by_one_and_words_whole() -> None:
    assert tokens("库尔勒G218线3A级") == [*"库尔勒", "g218", "线", "3a", "级"]


def test_tokens_folds_width_case_and_traditional_forms() -> None:
    assert tokens("養老服務Ｇ２１８") == tokens("养老服务g218")


def test_tokens_ends_of_clauses_lines_and_cells_break() -> None:
    assert tokens("养老，服务。\n设施") == [*"养老", BREAK, *"服务", BREAK, *"设施"]
    assert tokens("粮食\t10000") == [*"粮食", BREAK, "10000"]


def test_tokens_other_punctuation_leaves_nothing() -> None:
    assert tokens("“互联网+养老”（服务）") == [*"互联网养老服务"]
    assert tokens("≥12.5%、😀\u202e\u200b\x00") == ["12", "5", BREAK]


def test_tokens_long_word_is_cut() -> None:
    assert [len(token) for token in tokens("a" * 130)] == [LONGEST_WORD, 60, 10]


def test_tokens_characters_beyond_the_basic_plane() -> None:
    assert tokens("𠮷𪚥々〇") == ["𠮷", "𪚥", "々", "〇"]


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_fold_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    said = list(spans(text))
    assert [span.token for span in said] == tokens(text)
    assert all(span.end - span.start >= 1 for span in said)
    for span in said:
        if span.token != BREAK:
            assert fold(text[span.start : span.end]) == span.token


@given(st.text(max_size=200))
def test_tokens_can_stand_in_every_engine(text: str) -> None:
    """No space, quote or sign that a query language would read as its own."""
    for token in tokens(text):
        assert token == BREAK or is_han(token) or token.isalnum()
        assert len(token) <= LONGEST_WORD
