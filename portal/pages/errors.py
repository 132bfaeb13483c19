"""400, 403, 404 and 500 in the site's look, each saying where to go."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from .keeping import keep_nothing
from .languages import html_code, root_path
from .meta import PageMeta

LAST_WORDS = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8">'
    "<title>服务出错了</title><p>服务出错了，请过几分钟再试。"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400, _("请求无法处理"))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, _("没有权限"))


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: opened too long ago, or sent from elsewhere."""
    context = {"meta": PageMeta(title=_("表单已过期"))}
    return render(request, "403_form.html", context, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, _("没有找到这个页面"))


def server_error(request: HttpRequest) -> HttpResponse:
    """No request and no context processors: the database may be what failed."""
    try:
        page: str = render_to_string(
            "500.html",
            {
                "language": html_code(get_language() or settings.LANGUAGE_CODE),
                "direction": "rtl" if get_language_bidi() else "ltr",
                "home": root_path(),
            },
        )
    except Exception:  # Whatever failed, the reader gets words.
        page = LAST_WORDS
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, status: int, title: str) -> HttpResponse:
    keep_nothing(request)
    context = {"meta": PageMeta(title=title), "status": status}
    return render(request, f"{status}.html", context, status=status)
