"""Marks stand on the original text, and nothing of it is ever unescaped."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.highlight import Finder, Place, best_window, marked
from portal.search.query import Phrase
from portal.search.tokens import spans, tokens


def places(text: str, phrases: Iterable[Phrase]) -> list[Place]:
    return Finder(phrases).places(text)


def marks(text: str, *phrases: str) -> str:
    return marked(text, places(text, [tuple(tokens(phrase)) for phrase in phrases]))


def test_marked_on_the_original_text() -> None:
    assert marks("發展養老服務", "养老") == "發展<mark>養老</mark>服務"
    assert marks("走Ｇ２１８线", "g218") == "走<mark>Ｇ２１８</mark>线"


def test_marked_runs_over_quotation_marks() -> None:
    assert marks("“互联网+养老”服务", "养老服务") == "“互联网+<mark>养老”服务</mark>"


def test_marked_overlapping_phrases_once() -> None:
    assert marks("养老服务机构", "养老服务", "服务机构") == "<mark>养老服务机构</mark>"


def test_marked_escapes_text_and_hits() -> None:
    text = "<b>养老</b> & \"script\" <script>alert('养老')</script>"
    shown = marks(text, "养老", "script")
    assert "<b>" not in shown
    assert shown.count("<mark>") == 5
    assert "&lt;<mark>script</mark>&gt;" in shown


def test_best_window_takes_the_sentence_with_most_hits() -> None:
    text = (
        "甲" * 80 + "。养老。" + "乙" * 60 + "养老服务，养老机构。" + "丙" * 60 + "。"
    )
    found = places(text, [("养", "老")])
    start, end = best_window(text, found)
    assert text[start:end].count("养老") == 2
    shown = marked(text, found, (start, end))
    assert shown.startswith("…")
    assert shown.endswith("…")


@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=3), max_size=4))
@settings(max_examples=300)
def test_marked_says_the_text_and_nothing_else(text: str, phrases: list[str]) -> None:
    wanted = [tuple(tokens(phrase)) for phrase in phrases if tokens(phrase)]
    shown = marked(text, places(text, wanted))
    assert re.sub("</?mark>", "", shown) == escape(text)


def _by_token(text: str, phrase: Phrase) -> set[int]:
    """The characters of `text` in the phrase or between its tokens, token by token."""
    said = list(spans(text))
    starts = range(len(said) - len(phrase) + 1)
    runs = [said[at : at + len(phrase)] for at in starts]
    found = [run for run in runs if tuple(span.token for span in run) == phrase]
    return {at for run in found for at in range(run[0].start, run[-1].end)}


#: Few characters, so that phrases stand in texts often.
_CLOSE = st.text(alphabet="养老養a1Ｇ々_-“，。 \n\u200b𠀀¶", max_size=40)


@given(_CLOSE, st.lists(_CLOSE.filter(len), max_size=3))
@settings(max_examples=500)
def test_places_are_where_the_tokens_stand(text: str, phrases: list[str]) -> None:
    wanted = [tuple(tokens(phrase)[:3]) for phrase in phrases if tokens(phrase)]
    marked_ = {at for s, e in places(text, wanted) for at in range(s, e)}
    assert marked_ == set().union(*(_by_token(text, phrase) for phrase in wanted))
