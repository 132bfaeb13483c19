"""What a draft is made of goes through the plain field and comes back the same."""

import pytest

from feedback.desk.markup import as_html, as_text, editable

PAIRS = [
    ("第一段。\n\n第二段 <b>。", "<p>第一段。</p><p>第二段 &lt;b&gt;。</p>"),
    ("一\n二", "<p>一<br>二</p>"),
    ("分三步：\n\n- 一\n- 二", "<p>分三步：</p><ul><li>一</li><li>二</li></ul>"),
    ("1. 一\n2. 二", "<ol><li>一</li><li>二</li></ol>"),
    ("3. 三\n4. 四", '<ol start="3"><li>三</li><li>四</li></ol>'),
    ("见**附表**。", "<p>见<b>附表</b>。</p>"),
    (
        "见[公告](https://example.org/a?b=1&c=2)。",
        '<p>见<a href="https://example.org/a?b=1&amp;c=2">公告</a>。</p>',
    ),
    ("见[这里](/plan/)", '<p>见<a href="/plan/">这里</a></p>'),
    ("## 甲\n\n一\n\n### 乙", "<h2>甲</h2><p>一</p><h3>乙</h3>"),
    ("- **一** [二](/x/)", '<ul><li><b>一</b> <a href="/x/">二</a></li></ul>'),
]


@pytest.mark.parametrize(("text", "html"), PAIRS)
def test_words_and_rich_text_are_each_others_inverse(text: str, html: str) -> None:
    assert as_html(text) == html
    assert as_text(html) == text
    assert editable(html) == (text, False)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("前\n- 一\n后", "<p>前</p><ul><li>一</li></ul><p>后</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("2 * 3 ** 4", "<p>2 * 3 ** 4</p>"),
        ("  \r\n\r\n一\r\n\r\n\r\n二 ", "<p>一</p><p>二</p>"),
        ("", ""),
    ],
)
def test_words_that_only_look_like_marks(text: str, html: str) -> None:
    assert as_html(text) == html


def test_rich_text_of_the_editor_reads_as_words() -> None:
    html = (
        '<p data-block-key="a1b2c">已办：</p><ul><li data-block-key="d">'
        '<b>路灯</b></li></ul><p data-block-key="e"></p>'
    )
    assert editable(html) == ("已办：\n\n- **路灯**", False)


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>一<ul><li>二</li></ul></li></ul>",
        "<p>## 不是标题</p>",
        "<hr><p>一</p>",
        "<p>- 不是列表</p>",
        "<p>两颗星 **不是粗体**</p>",
        "<blockquote>引文</blockquote>",
        "<p>H<sub>2</sub>O</p>",
    ],
)
def test_rich_text_beyond_words_is_shown_as_itself(html: str) -> None:
    """Neither lost nor turned into something else by opening and saving it."""
    assert editable(html) == (html, True)
