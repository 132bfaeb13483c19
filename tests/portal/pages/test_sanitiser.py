"""bleach, then nh3: a fixed point, with caps before it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.pages import sanitiser

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<a href='/p/0a1b2c3d'>", "</a>", "<ul><li>",
    "<table>", "<script>", "</script>", "<style>", "<svg>", "<math>", "<!--", "-->",
    "<a title='\"x'>", "<img src=x onerror=y>", "<a href='javascript:z'>", "&amp;",
    "&lt;", "&", "<", ">", '"', "'", "\x00", "\r\n", "\u00a0", "规划", "<br/>",
    "<ol start='3'>", "<title>", "<noscript>",
]  # fmt: skip


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=30).map(
        "".join
    )
)
@settings(max_examples=300, deadline=None)
def test_clean_text_stays_as_it_is(text: str) -> None:
    cleaned = sanitiser.clean(text)
    assert sanitiser.clean(cleaned) == cleaned
    assert "<script" not in cleaned and "<img" not in cleaned


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("<p>第一节</p>", "<p>第一节</p>"),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='/p/1' onclick='x'>y</a>", '<a href="/p/1">y</a>'),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<p style='color:red' class=x>y</p>", "<p>y</p>"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_clean_keeps_allowed_markup_alone(given_text: str, expected: str) -> None:
    assert sanitiser.clean(given_text) == expected


@pytest.mark.parametrize(
    "text", ["<b>" * 20_000, "x" * (sanitiser.MAX_LENGTH + 1), "<p><i>" * 1_000 + "<b>"]
)
def test_clean_refuses_over_the_caps_before_any_parser(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sanitiser, "_once", None)
    with pytest.raises(ValidationError, match="内容过长或标记过多"):
        sanitiser.clean(text)


def test_clean_takes_deep_nesting_under_the_caps() -> None:
    deep = "<ol><li>" * 990
    assert sanitiser.clean(deep).count("<ol>") == 990


def test_only_the_sanitiser_imports_bleach() -> None:
    from pathlib import Path

    from django.conf import settings as django_settings

    base = Path(django_settings.BASE_DIR)
    importers = [
        str(path.relative_to(base))
        for floor in ("portal", "plan_pages", "feedback", "home")
        for path in (base / floor).rglob("*.py")
        if "import bleach" in path.read_text("utf-8")
        or "from bleach" in path.read_text("utf-8")
    ]
    assert importers == ["portal/pages/sanitiser.py"]
