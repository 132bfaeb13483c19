"""Every message has its English and its Uyghur, and the compiled files are fresh."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from .messages import messages

pytestmark = pytest.mark.once

LOCALE = Path(settings.BASE_DIR) / "portal" / "locale"
LANGUAGES = ["en", "ug"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s|%d|\{\w*\}|</?\w+[^>]*>")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(LOCALE / language / "LC_MESSAGES" / "django.po")


def compiled(language: str) -> dict[str, object]:
    entries = polib.mofile(LOCALE / language / "LC_MESSAGES" / "django.mo")
    return {entry.msgid: said(entry) for entry in entries}


def said(entry: polib.POEntry | polib.MOEntry) -> object:
    if entry.msgid_plural:
        return {int(at): text for at, text in entry.msgstr_plural.items()}
    return entry.msgstr


def test_messages_are_found() -> None:
    found = messages()
    assert {"规划", "跳到正文", "%(total)s 节", "网站标识码"} <= found
    assert len(found) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    translated = {entry.msgid for entry in catalogue(language) if entry.translated()}
    assert sorted(messages() - translated) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_file_is_fresh(language: str) -> None:
    entries = [entry for entry in catalogue(language) if entry.translated()]
    assert compiled(language) == {entry.msgid: said(entry) for entry in entries}


def test_chinese_messages_stand_for_themselves() -> None:
    """Without a file of theirs each would be looked for in every app's first."""
    own, known = compiled("zh_Hans"), messages()
    assert set(own) == set(compiled("en"))
    for msgid, text in own.items():
        assert text == msgid or set(text.values()) - known <= {msgid}, msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_stay(language: str) -> None:
    """In any order, none lost, none invented."""
    wrong = []
    for entry in catalogue(language):
        wanted = sorted(PLACEHOLDER.findall(entry.msgid))
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        wrong += [text for text in texts if sorted(PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


def test_uyghur_is_in_arabic_script() -> None:
    """Apart from names and codes; no Chinese was left behind."""
    left = [
        entry.msgid
        for entry in catalogue("ug")
        if re.search(r"[\u4e00-\u9fff]", str(said(entry))) and entry.msgid != "中文"
    ]
    assert left == []
