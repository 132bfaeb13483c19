"""Bytes to text, and every refusal with its message."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_pages.importer.decoding import LARGEST, decode, read_file
from plan_pages.importer.errors import ImportRefused
from tests.plan_pages.importer.texts import KORLA, sample


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_that_are_read(encoding):
    decoded = decode(KORLA.encode(encoding))
    assert decoded.encoding == encoding
    assert decoded.text == KORLA


@pytest.mark.parametrize(
    "name",
    ["hangzhou-15fyp.txt", "shanghai-15fyp.txt", "rural-revitalisation-2018.txt"],
)
def test_samples_are_read_as_gb18030(name):
    text = sample(name)
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf\r\n \t", "空的"),
        ("\u3000\u3000".encode(), "空白"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04docx", "Word"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "二进制"),
        (b"plan\x00text", "二进制"),
        (KORLA.encode("utf-16"), "UTF-16"),
        (KORLA.encode("utf-16-be"), "二进制"),
        ("規劃綱要經濟發展指標".encode("big5") * 20, "编码"),
        ("計画と指標の一覧です".encode("shift-jis") * 20, "编码"),
        (KORLA.encode()[:5000] + b"\xff\xfe" + KORLA.encode()[5000:], "编码"),
        (b"a" * (LARGEST + 1), "5 MB"),
    ],
)
def test_refusals(data, message):
    with pytest.raises(ImportRefused, match=message):
        decode(data)


def test_ten_megabytes_are_refused_at_once(tmp_path):
    path = tmp_path / "large.txt"
    path.write_bytes("规划".encode() * (10 * 1024 * 1024 // 6))
    start = time.process_time()
    with pytest.raises(ImportRefused, match=r"10\.0 MB"):
        read_file(path)
    assert time.process_time() - start < 0.1


def test_no_file(tmp_path):
    with pytest.raises(ImportRefused, match="找不到"):
        read_file(tmp_path / "missing.txt")
    with pytest.raises(ImportRefused, match="不是文件"):
        read_file(tmp_path)


def test_a_file_is_read(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(KORLA.encode("gb18030"))
    assert read_file(path).text == KORLA


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert decode(data).text.strip()
    except ImportRefused as refused:
        assert str(refused)
