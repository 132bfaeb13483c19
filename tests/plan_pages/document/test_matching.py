"""The matching alone: what is the same, moved, cut, joined; what is honestly new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_pages.document.alignment import Piece, longest_increasing
from plan_pages.document.matching import match

A = "坚持以人民为中心的发展思想，不断满足人民对美好生活的向往。"
B = "推动高质量发展，构建现代化产业体系，提升城市综合承载能力。"
C = "加强生态环境保护，打好污染防治攻坚战，建设美丽城市。"


def piece(text, home=1, kind="paragraph", block_id="", parent=None):
    return Piece(home, kind, block_id, text, parent)


def texts(*said, home=1):
    return [piece(text, home, block_id=f"{home}-{at}") for at, text in enumerate(said)]


def renewed(*said, home=1):
    return [piece(text, home, block_id=f"n{at}") for at, text in enumerate(said)]


def test_same_text_with_new_ids():
    found = match(texts(A, B, C), renewed(A, B, C))
    assert found.same == {0: 0, 1: 1, 2: 2}
    assert not found.moved


def test_order_changed_is_moved():
    found = match(texts(A, B, C), renewed(B, C, A))
    assert found.same == {0: 1, 1: 2, 2: 0}
    assert found.moved == {2}


def test_similar_at_the_same_place_is_the_same():
    found = match(texts(A, B, C), renewed(A, B.replace("城市", "全市"), C))
    assert found.same == {0: 0, 1: 1, 2: 2}


def test_similar_elsewhere_is_new():
    amended = B.replace("城市", "全市")
    found = match(texts(A, B, C), renewed(amended, A, C))
    assert found.same == {1: 0, 2: 2}


def test_two_likenesses_at_one_place_are_new():
    found = match(
        texts(A, B, C), renewed(A, B.replace("城市", "全市"), B + "再加一句。", C)
    )
    assert found.same == {0: 0, 3: 2}


def test_unlike_text_at_the_same_place_is_new():
    found = match(texts(A, B, C), renewed(A, "完全不同的一段话。", C))
    assert found.same == {0: 0, 2: 2}


def test_split_and_merge():
    found = match(texts(A + B, C), renewed(A, B, C))
    assert (found.same, found.successors) == ({2: 1}, {0: [0, 1]})
    found = match(texts(A, B, C), renewed(A + " " + B, C))
    assert (found.same, found.successors) == ({1: 2}, {0: [0], 1: [0]})


def test_split_with_a_word_changed_is_no_split():
    found = match(texts(A + B, C), renewed(A, B.replace("推动", "促进"), C))
    assert found.successors == {}


def test_split_over_two_pages_is_no_split():
    new = [*renewed(A, home=1), *renewed(B, home=2)]
    assert match(texts(A + B), new).successors == {}


def test_repeated_texts_pair_in_order():
    found = match(texts(A, B, A), renewed(A, B, A))
    assert found.same == {0: 0, 1: 1, 2: 2}


def test_one_of_two_equal_texts_left():
    found = match(texts(A, B, A, C), renewed(A, B, C))
    assert found.same == {0: 0, 1: 1, 2: 3}


def test_renumbered_division_is_known_by_its_name():
    old = [piece("第一节 基础", 1, "division"), piece("第二节 环境", 2, "division")]
    new = [
        piece("第一节 过程", 1, "division"),
        piece("第二节 基础", 2, "division"),
        piece("第三节 环境", 3, "division"),
    ]
    assert match(old, new).same == {1: 0, 2: 1}


def test_renamed_division_is_known_by_its_page():
    old = [piece("第一节 基础", 1, "division")]
    assert match(old, [piece("第一节 环境", 1, "division")]).same == {0: 0}


def test_items_follow_their_box_and_may_change_it():
    old = [
        piece("甲", kind="box", block_id="a"),
        piece("一", kind="box_item", parent=0),
        piece("二", kind="box_item", parent=0),
        piece("乙", kind="box", block_id="b"),
        piece("三", kind="box_item", parent=3),
    ]
    new = [
        piece("甲", kind="box", block_id="c"),
        piece("一", kind="box_item", parent=0),
        piece("乙", kind="box", block_id="d"),
        piece("二", kind="box_item", parent=2),
        piece("三", kind="box_item", parent=2),
    ]
    found = match(old, new)
    assert found.same == {0: 0, 1: 1, 2: 3, 3: 2, 4: 4}
    assert found.moved == {3}


def test_gone_text_comes_back_only_when_alone():
    assert match([], renewed(A), [piece(A)]).restored == {0: 0}
    assert match([], renewed(A), [piece(A), piece(A)]).restored == {}
    assert match([], renewed(A, A), [piece(A)]).restored == {}


@given(st.lists(st.integers(0, 50), unique=True))
def test_longest_increasing(values):
    chain = [values[at] for at in longest_increasing(values)]
    assert chain == sorted(chain)
    best = [1] * len(values)
    for at, value in enumerate(values):
        best[at] += max((best[b] for b in range(at) if values[b] < value), default=0)
    assert len(chain) == max(best, default=0)


@given(
    st.lists(st.sampled_from([A, B, C, A + B, "短"]), max_size=8),
    st.lists(st.sampled_from([A, B, C, A + B, "短"]), max_size=8),
)
def test_nothing_is_matched_twice(old, new):
    found = match(texts(*old), renewed(*new))
    assert len(set(found.same.values())) == len(found.same)
    assert not set(found.successors) & set(found.same.values())
    heirs = {at for news in found.successors.values() for at in news}
    assert not heirs & set(found.same)
    if old == new:
        assert found.same == {at: at for at in range(len(old))}


@pytest.mark.parametrize("count", [1000])
def test_another_text_altogether(count):
    old = texts(*(f"旧的第{at}段，说的是甲。" for at in range(count)))
    new = renewed(*(f"这里另起一文，{at}，讲乙丙丁。" for at in range(count)))
    assert match(old, new).same == {}
