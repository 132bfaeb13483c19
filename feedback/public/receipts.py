"""What the receipt page shows, the same at every retry of a form."""

import io
from urllib.parse import quote

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from feedback.suggestions.intake import Receipt, Received
from feedback.suggestions.states import Kind
from portal.pages.meta import PageMeta
from portal.pages.places import filled_page
from portal.pages.templatetags.due_days import weekends_only

from .whereabouts import Place


def page(
    request: HttpRequest, meta: PageMeta, received: Received, place: Place, back: str
) -> HttpResponse:
    """`back`: the whole address of the return page. Without a query."""
    site = received.settings
    error = received.suggestion.kind == Kind.ERROR
    reply_days = site.reply_days_error if error else site.reply_days
    receipt = received.receipt
    letters = receipt.code.letters
    own = {
        "number": receipt.number,
        "letters": letters,
        "digits": receipt.code.digits,
        "promise": receipt.promise,
        "place": place.place,
        "piece": place.piece,
        "decide_by": receipt.decide_by.isoformat(),
        "weekends_only": weekends_only(receipt.decide_by),
        "qr": picture(letters, _("回执码二维码")),
        "file": quote(as_text(receipt, place, reply_days, back)),
        "back": back,
    }
    return filled_page(
        request,
        "feedback/public/receipt.html",
        meta,
        own,
        moderation_days=site.moderation_days,
        reply_days=reply_days,
    )


#: Any of the eight can be read; trying all of them takes most of a receipt's time.
_MASK = 0


def picture(words: str, title: str) -> SafeString:
    """A QR picture of letters, digits or an address, drawn without inline styles."""
    drawn = io.BytesIO()
    segno.make(words, error="m", micro=False, mask=_MASK).save(
        drawn,
        kind="svg",
        border=4,
        xmldecl=False,
        svgns=False,
        svgclass="qr",
        lineclass="qr-line",
        light="#FFFFFF",
        omitsize=True,
        title=title,
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  segno escapes


def as_text(receipt: Receipt, place: Place, reply_days: int, back: str) -> str:
    """The receipt as a file that the browser makes by itself."""
    lines = [
        _("编号：%(number)s") % {"number": receipt.number},
        _("对哪里：%(place)s") % {"place": f"{place.place} {place.piece}"},
        _("最迟审核：%(day)s") % {"day": receipt.decide_by.isoformat()},
        _("审核后 %(days)s 个工作日内答复；复杂的会长一些，并写明原因。")
        % {"days": reply_days},
        _("回执码：%(code)s") % {"code": receipt.code.letters},
        _("数字写法：%(digits)s") % {"digits": receipt.code.digits},
        _("到这里查看：%(address)s") % {"address": back},
        "",
        receipt.promise,
    ]
    return "\r\n".join(lines)
