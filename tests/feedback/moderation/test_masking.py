import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.moderation.masking import BLOCK, mask, spans_of
from portal.refusals import Refused


@pytest.mark.parametrize(
    ("spans", "masked"),
    [
        ([(0, 1)], f"{BLOCK}乙丙丁戊"),
        ([(4, 5)], f"甲乙丙丁{BLOCK}"),
        ([(0, 5)], BLOCK),
        ([(3, 4), (0, 1)], f"{BLOCK}乙丙{BLOCK}戊"),
        ([(0, 2), (1, 3)], f"{BLOCK}丁戊"),
        ([(0, 2), (2, 3)], f"{BLOCK}丁戊"),
        ([(0, 4), (1, 2)], f"{BLOCK}戊"),
    ],
)
def test_mask(spans: list[tuple[int, int]], masked: str) -> None:
    assert mask("甲乙丙丁戊", spans) == masked


@given(st.text(st.characters(exclude_characters="█"), min_size=1), st.data())
def test_mask_adds_nothing_but_blocks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = mask(text, [(start, end)]).split(BLOCK)
    assert (left, right) == (text[:start], text[end:])


@pytest.mark.parametrize("spans", [[], [(-1, 2)], [(2, 2)], [(3, 1)], [(0, 6)]])
def test_mask_refuses(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(Refused):
        mask("甲乙丙丁戊", spans)


def test_spans_of_finds_every_place() -> None:
    assert spans_of("张三和李四，张三", ["张三", "李四", ""]) == [
        (0, 2),
        (3, 5),
        (6, 8),
    ]
    with pytest.raises(Refused) as caught:
        spans_of("张三", ["王五"])
    assert caught.value.code == "not_found"
