import pytest

from feedback.suggestions.personal_data import DataKind, Span, find


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("身份证11010519491231002X。", DataKind.IDENTITY_CARD, "11010519491231002X"),
        ("110105 19491231 002x", DataKind.IDENTITY_CARD, "110105 19491231 002x"),
        ("电话13812345678请回", DataKind.PHONE, "13812345678"),
        ("+86 138-1234-5678", DataKind.PHONE, "+86 138-1234-5678"),
        ("座机0996-2023456", DataKind.PHONE, "0996-2023456"),
        ("卡号6222021234567890128", DataKind.BANK_CARD, "6222021234567890128"),
        ("卡号6222021234567890129", DataKind.BANK_CARD, None),
        ("卡号4111 1111 1111 1111", DataKind.BANK_CARD, "4111 1111 1111 1111"),
        ("手机１３８１２３４５６７８。", DataKind.PHONE, "１３８１２３４５６７８"),
        ("手机138.1234.5678。", DataKind.PHONE, "138.1234.5678"),
        ("手机138—1234—5678", DataKind.PHONE, "138—1234—5678"),
        ("تېلېفون ١٣٨١٢٣٤٥٦٧٨", DataKind.PHONE, "١٣٨١٢٣٤٥٦٧٨"),
        ("电话2345678，下午在", DataKind.PHONE, "2345678"),
        ("电话：8888 6666", DataKind.PHONE, "8888 6666"),
        ("１１０１０５１９４９１２３１００２Ｘ", DataKind.IDENTITY_CARD,
         "１１０１０５１９４９１２３１００２Ｘ"),
        ("车牌新m12345停在", DataKind.PLATE, "新m12345"),
        ("车牌新Ｍ１２３４５停在", DataKind.PLATE, "新Ｍ１２３４５"),
        ("4539578763621486", DataKind.BANK_CARD, "4539578763621486"),
        ("车牌新M·12345停在", DataKind.PLATE, "新M·12345"),
        ("新AD12345挡路", DataKind.PLATE, "新AD12345"),
        ("写信到 some.one+x@example.org。", DataKind.EMAIL, "some.one+x@example.org"),
    ],
)  # fmt: skip
def test_find(text: str, kind: DataKind, found: str | None) -> None:
    spans = [span for span in find(text) if span.kind == kind]
    assert [text[span.start : span.end] for span in spans] == ([found] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "到2025年地区生产总值年均增长8%以上，投资1234567890元",
        "11010519491231002A",
        "110105194912310021",
        "第138条12345678",
        "专栏4-5，2021-2025年，15.86",
        "新增1200个停车位",
        "a@b",
        "投资2345678元",
        "请拨打12345热线",
        "新street",
    ],
)
def test_find_nothing(text: str) -> None:
    assert find(text) == []


def test_find_keeps_places_where_a_character_folds_into_several() -> None:
    text = "㎡ﬁ⑩ １３８１２３４５６７８"
    (span,) = find(text)
    assert (span.start, text[span.start : span.end]) == (4, "１３８１２３４５６７８")


def test_find_does_not_overlap() -> None:
    text = "13812345678 11010519491231002X 13912345678"
    assert find(text) == [
        Span(0, 11, DataKind.PHONE),
        Span(12, 30, DataKind.IDENTITY_CARD),
        Span(31, 42, DataKind.PHONE),
    ]


def test_find_long_text_in_linear_steps() -> None:
    assert find("1 " * 1500 + "a." * 1500 + "@") == []
