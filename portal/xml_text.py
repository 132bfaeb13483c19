"""Text for files that are XML inside (DOCX, XLSX): what XML cannot hold is shown."""

import re

#: All that XML 1.0 leaves out: control characters, halves of surrogate pairs, U+FFFE
#: and U+FFFF. Tab, line feed and carriage return may stand.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: U+2401 is the picture of U+0001, and so on.
_PICTURES = 0x2400
_OTHER = "\ufffd"


def visible(text: str) -> str:
    """The text with a visible mark for each character that XML cannot hold."""
    return _ILLEGAL.sub(_mark, text)


def word_text(text: str) -> str:
    """The same for python-docx, which breaks a line at CR and at LF: CRLF, which forms
    send, is one break.
    """
    return visible(text).replace("\r\n", "\n")


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < ord(" ") else _OTHER
