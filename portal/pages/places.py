"""Pages that are the same for everybody, with places for what is one person's.

A receipt differs from the next in eleven values. The page without them is kept as the
pieces of the frame are (portal.pages.frame); a person's own values are put in
afterwards and kept nowhere.
"""

import re
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from portal.http.elder import is_elder
from portal.http.policy import sends_no_referrer

from .frame import Link, links
from .keeping import may_keep
from .meta import PageMeta, site_origin
from .models import FurnitureWords, SiteFurniture

#: For private use (Unicode, chapter 23.5): no template and no escaping changes them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")
#: A receipt in three languages, two views, three kinds: the rest is spare.
_MOST = 64


class _Frame(NamedTuple):
    """All that base.html shows beside the page itself."""

    language: str | None
    prefix: str
    origin: str
    path: str
    elder: bool
    silent: bool
    furniture: FurnitureWords
    demonstration: bool
    entries: tuple[tuple[Link, ...], ...]


_kept: dict[tuple[Hashable, ...], str] = {}


def filled_page(
    request: HttpRequest,
    template: str,
    meta: PageMeta,
    own: Mapping[str, str],
    **values: Hashable,
) -> HttpResponse:
    """What `template` says of `meta` and `values`, with `own`, escaped, where it names
    them. It may print a name of `own`, and do nothing else with it; and it knows
    nothing of the request but what the frame shows.
    """
    if may_keep(request):
        what = (template, meta, tuple(values.items()), tuple(own), _frame(request))
        page = _kept.get(what)
        if page is None:
            page = _page(request, template, meta, own, values)
            if len(_kept) >= _MOST:
                _kept.clear()
            _kept[what] = page
    else:
        page = _page(request, template, meta, own, values)
    said = {name: conditional_escape(value) for name, value in own.items()}
    return HttpResponse(_PLACE.sub(lambda place: said[place[1]], page))


def _page(
    request: HttpRequest,
    template: str,
    meta: PageMeta,
    own: Mapping[str, str],
    values: Mapping[str, Hashable],
) -> str:
    places = {name: f"{_OPEN}{name}{_CLOSE}" for name in own}
    return render_to_string(template, {"meta": meta, **values, **places}, request)


def _frame(request: HttpRequest) -> _Frame:
    furniture = SiteFurniture.for_request(request)
    return _Frame(
        language=get_language(),
        prefix=get_script_prefix(),
        origin=site_origin(request),
        path=request.path,
        elder=is_elder(request),
        silent=sends_no_referrer(request),
        furniture=furniture.words,
        demonstration=furniture.is_demonstration,
        entries=tuple(links(request, area) for area in ("main", "tools", "footer")),
    )
