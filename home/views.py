"""Standard pages, robots.txt, sitemap.xml, and the switch of the elder view."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from plan_pages.document.contents import Contents
from plan_pages.document.models import Plan
from portal.http.elder import ELDER_COOKIE
from portal.http.pagecache import depends_on
from portal.pages.languages import root_path
from portal.pages.meta import PageMeta, site_origin
from portal.pages.models import SiteFurniture

from .sitemap import addresses

YEAR = 365 * 24 * 3600


# No token: pages are cached and shared, and a forged request changes type size at most.
@csrf_exempt
@require_POST
def elder_view(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to the page it was made on."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = root_path(settings.LANGUAGE_CODE)
    response = HttpResponseRedirect(target)
    if request.POST.get("elder") == "1":
        response.set_cookie(
            ELDER_COOKIE,
            "1",
            max_age=YEAR,
            path=settings.PATH_PREFIX,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(ELDER_COOKIE, path=settings.PATH_PREFIX, samesite="Lax")
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """In trial nothing is to be collected; afterwards all but the staff's side."""
    root = root_path(settings.LANGUAGE_CODE)
    depends_on(request)
    if SiteFurniture.for_request(request).in_trial:
        closed = [root]
    else:
        closed = [f"{root}admin/", f"{root}accounts/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {urljoin(site_origin(request), reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Absolute addresses of everything that can be read, in trial too."""
    depends_on(request)
    context = {"origin": site_origin(request), "addresses": addresses(request)}
    return render(request, "home/sitemap.xml", context, content_type="application/xml")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    plans = [
        Contents(plan, plan.get_url(request) or "")
        for plan in Plan.objects.live().order_by("-is_current", "path")
    ]
    return _standard_page(request, "home/site_map.html", _("网站地图"), plans=plans)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _standard_page(request, "home/privacy.html", _("隐私声明"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _standard_page(request, "home/accessibility.html", _("无障碍"))


def _standard_page(
    request: HttpRequest, template: str, title: str, **context: Any
) -> HttpResponse:
    depends_on(request)
    meta = PageMeta(title=title, column_name=_("关于本站"), column_type=_("网站说明"))
    return render(request, template, {"meta": meta, **context})
