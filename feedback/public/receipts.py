"""What the receipt page shows, the same at every retry of a form."""

import io
from typing import Any
from urllib.parse import quote

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from feedback.suggestions.intake import Receipt, Received
from feedback.suggestions.states import Kind

from .whereabouts import Place


def context(received: Received, place: Place) -> dict[str, Any]:
    """Without a query."""
    site = received.settings
    error = received.suggestion.kind == Kind.ERROR
    receipt = received.receipt
    return {
        "suggestion": received.suggestion,
        "receipt": receipt,
        "place": place,
        "site": site,
        "reply_days": site.reply_days_error if error else site.reply_days,
        "qr": code_picture(receipt.code.letters),
        "file": quote(as_text(receipt, place)),
    }


#: Any of the eight can be read; trying all of them takes most of a receipt's time.
_MASK = 0


def code_picture(letters: str) -> SafeString:
    """The return code as a QR picture, drawn without inline styles."""
    picture = io.BytesIO()
    segno.make(letters, error="m", micro=False, mask=_MASK).save(
        picture,
        kind="svg",
        border=4,
        xmldecl=False,
        svgns=False,
        svgclass="qr",
        lineclass="qr-line",
        light="#FFFFFF",
        omitsize=True,
        title=_("回执码二维码"),
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308  letters and digits


def as_text(receipt: Receipt, place: Place) -> str:
    """The receipt as a file that the browser makes by itself."""
    lines = [
        _("编号：%(number)s") % {"number": receipt.number},
        _("对哪里：%(place)s") % {"place": f"{place.place} {place.piece}"},
        _("回执码：%(code)s") % {"code": receipt.code.letters},
        _("数字写法：%(digits)s") % {"digits": receipt.code.digits},
        "",
        receipt.promise,
    ]
    return "\r\n".join(lines)
