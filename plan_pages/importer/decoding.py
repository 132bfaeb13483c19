"""Bytes to text: UTF-8 (with or without BOM) and GB18030, everything else refused."""

import codecs
import stat
from dataclasses import dataclass
from pathlib import Path

from plan_pages.importer.errors import ImportRefused

LARGEST = 5 * 1024 * 1024
CONTROLS = bytes([*range(9), *range(14, 32), 127])
FOREIGN_BOMS = (
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
)
SAVE_AS = "请另存为 UTF-8（或 GB18030）编码的纯文本（.txt）后再导入。"


@dataclass(frozen=True)
class Decoded:
    """A plan's text and the encoding it was in: utf-8, utf-8-sig or gb18030."""

    text: str
    encoding: str


def read_file(path: Path) -> Decoded:
    """The text of a file of at most 5 MB; raises ImportRefused with what to do."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message = f"“{path}”不是文件（可能是文件夹）。请给出规划文本文件的路径。"
            raise ImportRefused(message)
        refuse_size(status.st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        message = f"找不到文件“{path}”。请检查路径和文件名。"
        raise ImportRefused(message) from None
    except (OSError, ValueError) as error:
        message = f"读不了文件“{path}”（{error}）。请检查路径和读取权限。"
        raise ImportRefused(message) from error
    return decode(data)


def decode(data: bytes) -> Decoded:
    """The text of these bytes; raises ImportRefused with what to do."""
    refuse_size(len(data))
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"):
        raise ImportRefused("文件是空的。请检查导出的文件，换上有内容的规划文本。")
    refuse_binary(data)
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = _gb18030(data), "gb18030"
    if not text.strip():
        raise ImportRefused("文件里只有空白。请换上有内容的规划文本。")
    return Decoded(text, encoding)


def refuse_size(size: int) -> None:
    """Raise ImportRefused above 5 MB: a plan's text is well under one."""
    if size > LARGEST:
        raise ImportRefused(
            f"文件有 {size / 1024 / 1024:.1f} MB，超过 {LARGEST // 1024 // 1024} MB "
            "的上限；规划纲要的纯文本通常不到 1 MB。请确认选对了文件，只导入规划正文。"
        )


def refuse_binary(data: bytes) -> None:
    """Raise ImportRefused for documents, pictures, archives and UTF-16."""
    if data.startswith(FOREIGN_BOMS):
        raise ImportRefused(f"文件编码是 UTF-16 或 UTF-32，不能识别。{SAVE_AS}")
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise ImportRefused(f"这是 PDF、Word 等文档，不是纯文本。{SAVE_AS}")
    if len(data.translate(None, CONTROLS)) < len(data):
        raise ImportRefused(f"这是二进制文件（含控制字符），不是纯文本。{SAVE_AS}")


def _gb18030(data: bytes) -> str:
    """Decode as GB18030, unless what comes out is not written in common characters."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    wide = [char for char in text if not char.isascii()]
    common = "".join(wide).encode("gb2312", "ignore")
    if len(common) < 2 * 0.95 * max(len(wide), 1):
        message = f"文件编码无法识别，既不是 UTF-8 也不是 GB18030。{SAVE_AS}"
        raise ImportRefused(message)
    return text
