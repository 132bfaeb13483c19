"""Files of the demonstration: a small table, and a picture of a stamped paper."""

import io

from PIL import Image, ImageDraw

_ROWS = (
    ("（演示）项目", "计划", "完成"),
    ("土石方（立方米）", "1200", "860"),
    ("管道（米）", "400", "290"),
)


def measurements() -> bytes:
    """A CSV that Excel opens, invented like everything here."""
    text = "\r\n".join(",".join(row) for row in _ROWS) + "\r\n"
    return text.encode("utf-8-sig")


def stamped() -> bytes:
    """A page with lines and a round stamp that reads DEMO: no seal of anybody."""
    page = Image.new("RGB", (420, 594), "white")
    draw = ImageDraw.Draw(page)
    for line in range(9):
        draw.line((50, 90 + line * 34, 370 - line % 3 * 40, 90 + line * 34), "gray", 2)
    draw.ellipse((230, 410, 350, 530), outline="firebrick", width=5)
    draw.text((272, 464), "DEMO", fill="firebrick")
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()
