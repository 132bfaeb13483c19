"""Any text stands in a DOCX and an XLSX: what XML cannot hold is shown as a mark."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook

from portal.spreadsheets import append
from portal.xml_text import visible, word_text

#: Whatever a string can hold, halves of surrogate pairs too.
ANY_TEXT = st.text(st.characters(), max_size=200)
SPECIAL = "\x00\x01\x08\x0b\x0c\x1b\x1f\ud800\udfff\ufffe\uffff"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x00\x01\x08\x0b\x0c\x1b", "\u2400\u2401\u2408\u240b\u240c\u241b"),
        ("\ud800\ufffe\uffff", "\ufffd\ufffd\ufffd"),
        ("甲\t乙\n丙\r\n𠀀\x7f\x85", "甲\t乙\n丙\r\n𠀀\x7f\x85"),
    ],
)
def test_visible_marks_what_xml_cannot_hold(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(ANY_TEXT)
@example(SPECIAL)
def test_visible_keeps_length_and_all_that_xml_holds(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    etree.Element("p").text = shown
    for before, after in zip(text, shown, strict=True):
        if before != after:
            with pytest.raises(ValueError, match=r"XML|surrogates"):
                etree.Element("p").text = before


@settings(max_examples=25, deadline=None)
@given(ANY_TEXT)
@example(SPECIAL)
@example("甲\r\n乙\n\r\n丙\r丁")
def test_word_text_survives_a_word_file(text: str) -> None:
    document = Document()
    document.add_paragraph(word_text(text))
    words = _saved(document, Document).paragraphs[0].text
    unbroken = visible(text).replace("\r\n", "\n").replace("\r", "\n")
    assert words.replace("\r", "\n") == unbroken


@settings(max_examples=25, deadline=None)
@given(ANY_TEXT)
@example(SPECIAL)
def test_append_survives_any_text(text: str) -> None:
    book = Workbook(write_only=True)
    append(book.create_sheet(), ["x" + text, 7, None])
    row = next(_saved(book, load_workbook).active.iter_rows(values_only=True))
    assert row[1] == 7
    assert _even(row[0]) == _even("x" + visible(text))


def _even(text: str) -> str:
    """A spreadsheet writes a carriage return as it likes."""
    return text.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n")


def _saved(made: Any, read: Any) -> Any:
    file = BytesIO()
    made.save(file)
    file.seek(0)
    return read(file)
