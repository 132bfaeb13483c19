from urllib.parse import quote_plus

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.bodies import (
    MAX_BODY,
    Reason,
    Refusal,
    TextForm,
    count_characters,
    parse_text_form,
    read_text_form,
)

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=XyZ"
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    min_size=1,
    max_size=400,
)


def urlencoded(text: bytes) -> bytes:
    return b"part=p1&text=" + quote_plus(text).encode() + b"&kind=suggestion"


def multipart(text: bytes) -> bytes:
    def part(name: bytes, value: bytes) -> bytes:
        head = b'--XyZ\r\nContent-Disposition: form-data; name="' + name + b'"'
        return head + b"\r\n\r\n" + value + b"\r\n"

    fields = part(b"part", b"p1") + part(b"text", text) + part(b"kind", b"suggestion")
    return fields + b"--XyZ--\r\n"


BOTH = pytest.mark.parametrize(
    ("encode", "content_type"), [(urlencoded, FORM), (multipart, MULTIPART)]
)


@settings(max_examples=500)
@given(TEXTS)
def test_text_comes_back_byte_for_byte(text: str) -> None:
    for encode, content_type in ((urlencoded, FORM), (multipart, MULTIPART)):
        form = parse_text_form(encode(text.encode()), content_type=content_type)
        assert form == TextForm(
            text=text,
            raw=text.encode(),
            length=count_characters(text),
            fields={"part": "p1", "kind": "suggestion"},
        )


@BOTH
@pytest.mark.parametrize(
    ("raw", "length"),
    [
        (b"a\r\nb", 3),
        (b"a\nb", 3),
        (b"a\rb", 3),
        (b"\r\n", 1),
        (b"\n\r\n\r", 3),
        (b" ", 1),
        (b"  a  ", 5),
        ("𠮷👨‍👩‍👧".encode(), 6),
        ("\ufeff路灯\u202e".encode(), 4),
        (b"%41+&=;", 7),
        (b"x--XyZ", 6),
        (b"\r\n--Xy", 5),
    ],
)
def test_text_exact_bytes_and_length(encode, content_type, raw, length) -> None:
    form = parse_text_form(encode(raw), content_type=content_type)
    assert isinstance(form, TextForm)
    assert (form.raw, form.text.encode(), form.length) == (raw, raw, length)


@BOTH
def test_text_length_limits(encode, content_type) -> None:
    def read(text: str) -> TextForm | Refusal:
        return parse_text_form(encode(text.encode()), content_type=content_type)

    fields = {"part": "p1", "kind": "suggestion"}
    assert read("") == Refusal(Reason.EMPTY, fields=fields)
    assert isinstance(read("路" * 3000), TextForm)
    assert isinstance(read("\r\n" * 3000), TextForm)
    too_long = "路" * 3001
    assert read(too_long) == Refusal(Reason.TOO_LONG, too_long, 3001, fields)
    assert Reason.TOO_LONG.status == Reason.EMPTY.status == 422


@BOTH
@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"a\xffb", "a\ufffdb"),
        (b"\xc0\xaf", "\ufffd\ufffd"),
        (b"\xed\xa0\x80", "\ufffd\ufffd\ufffd"),
        ("路灯".encode("gb18030"), "路灯".encode("gb18030").decode(errors="replace")),
        (b"\xe8\xb7", "\ufffd"),
        (b"\xff\0", "\ufffd\u2400"),
    ],
)
def test_text_invalid_utf8_is_said_and_kept(encode, content_type, raw, kept) -> None:
    refusal = parse_text_form(encode(raw), content_type=content_type)
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.kept, refusal.status) == (
        Reason.NOT_UTF8,
        kept,
        400,
    )
    assert refusal.fields == {"part": "p1", "kind": "suggestion"}


@BOTH
def test_text_with_nul_is_said_and_kept(encode, content_type) -> None:
    refusal = parse_text_form(encode(b"a\0b"), content_type=content_type)
    assert refusal == Refusal(
        Reason.NUL, "a\u2400b", 3, {"part": "p1", "kind": "suggestion"}
    )


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"text=a", ""),
        (b"text=a", "text/plain"),
        (b"text=a&text=b", FORM),
        (b"text=a&part=\xff", FORM),
        (b"text=a&part=%00", FORM),
        (b"text=a&part=" + b"x" * 9000, FORM),
        (b"a=1&" * 100 + b"text=a", FORM),
        (multipart(b"a"), "multipart/form-data"),
        (multipart(b"a"), "multipart/form-data; boundary=other"),
        (multipart(b"a")[:-6], MULTIPART),
        (b"--XyZ\r\nno header\r\n--XyZ--", MULTIPART),
        (b"", MULTIPART),
        (multipart(b"a"), "multipart/form-data; boundary=\u0416"),
    ],
)
def test_body_that_is_no_form_is_refused(body: bytes, content_type: str) -> None:
    refusal = parse_text_form(body, content_type=content_type)
    assert refusal == Refusal(Reason.MALFORMED)
    assert refusal.status == 400


@given(st.binary(max_size=300), st.sampled_from([FORM, MULTIPART]))
def test_body_of_anything_never_fails(body: bytes, content_type: str) -> None:
    found = parse_text_form(body, content_type=content_type)
    assert isinstance(found, TextForm | Refusal)
    if isinstance(found, TextForm):
        assert found.text.encode() == found.raw


def test_body_file_that_comes_along_is_left_out() -> None:
    head = b'--XyZ\r\nContent-Disposition: form-data; name="up"; filename="a.png"'
    body = head + b"\r\nContent-Type: image/png\r\n\r\n\x89PNG\0\xff\r\n"
    form = parse_text_form(body + multipart(b"a"), content_type=MULTIPART)
    assert isinstance(form, TextForm)
    assert form.text == "a" and "up" not in form.fields


def test_body_without_the_text_field_keeps_the_others() -> None:
    refusal = parse_text_form(b"part=p1", content_type=FORM)
    assert refusal == Refusal(Reason.EMPTY, fields={"part": "p1"})


def test_body_too_large_is_refused_unread() -> None:
    request = RequestFactory().post(
        "/suggest/", data=b"text=a", content_type=FORM, CONTENT_LENGTH=str(10**7)
    )
    refusal = read_text_form(request)
    assert refusal == Refusal(Reason.TOO_LARGE) and refusal.status == 413
    assert not hasattr(request, "_body")
    over = b"text=" + b"a" * MAX_BODY
    assert parse_text_form(over, content_type=FORM) == Refusal(Reason.TOO_LARGE)


@pytest.mark.parametrize("declared", ["-1", "1e3", "１２", "x"])
def test_body_with_a_strange_length_is_refused(declared: str) -> None:
    request = RequestFactory().post(
        "/suggest/", data=b"text=a", content_type=FORM, CONTENT_LENGTH=declared
    )
    assert read_text_form(request) == Refusal(Reason.TOO_LARGE)


def test_read_leaves_request_post_usable() -> None:
    """The check against forged requests reads its token afterwards."""
    for encode, content_type in ((urlencoded, FORM), (multipart, MULTIPART)):
        body = encode("路灯".encode())
        request = RequestFactory().post("/", data=body, content_type=content_type)
        assert isinstance(read_text_form(request), TextForm)
        assert request.POST["part"] == "p1"


def test_body_hostile_to_parsers_is_refused() -> None:
    nested = b"<div>" * 20_000
    cases = [
        (urlencoded(nested), FORM, Reason.TOO_LONG),
        (multipart(nested), MULTIPART, Reason.TOO_LONG),
        (b"text=" + b"a" * 10_000_000, FORM, Reason.TOO_LARGE),
        (b"text=" + b"%" * 500_000, FORM, Reason.TOO_LONG),
        (b"&" * 500_000, FORM, Reason.MALFORMED),
        (b"--XyZ" * 100_000, MULTIPART, Reason.EMPTY),
        (b"\r\n--XyZ" * 70_000, MULTIPART, Reason.MALFORMED),
    ]
    for body, content_type, reason in cases:
        refusal = parse_text_form(body, content_type=content_type)
        assert isinstance(refusal, Refusal) and refusal.reason is reason
