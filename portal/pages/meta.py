"""The meta tags that every page of a government site carries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .languages import url_in
from .models import SiteFurniture


@dataclass(frozen=True)
class PageMeta:
    """What a view says of its page; put it into the context as `meta`.

    `canonical` is a path, where the page's own address is not the one to cite.
    """

    title: str
    column_name: str = ""
    column_type: str = ""
    description: str = ""
    keywords: str = ""
    published: datetime | None = None
    source: str = ""
    canonical: str = ""


def meta_of_page(page: Any) -> PageMeta:
    """From a Wagtail page: `column_name`, `column_type` are its class's."""
    return PageMeta(
        title=page.seo_title or page.title,
        column_name=str(getattr(page, "column_name", "")),
        column_type=str(getattr(page, "column_type", "")),
        description=page.search_description,
        published=page.first_published_at,
    )


def site_origin(request: HttpRequest) -> str:
    """`https://host`: as configured, else as the reader came."""
    if settings.BASE_URL:
        parts = urlsplit(settings.BASE_URL)
        return f"{parts.scheme}://{parts.netloc}"
    return f"{request.scheme}://{request.get_host()}"


def meta_tags(
    request: HttpRequest, meta: PageMeta, furniture: SiteFurniture
) -> list[tuple[str, str]]:
    """(name, content) in the order of the standard; PubDate only where there is one."""
    origin = site_origin(request)
    unset = _("待配置")
    column = meta.column_name or meta.title
    tags = [
        ("SiteName", furniture.site_name),
        ("SiteDomain", urlsplit(origin).netloc),
        ("SiteIDCode", furniture.site_id_code or unset),
        ("ColumnName", column),
        ("ColumnType", meta.column_type or column),
        ("ArticleTitle", meta.title),
    ]
    if meta.published:
        tags.append(("PubDate", localtime(meta.published).strftime("%Y-%m-%d %H:%M")))
    return [
        *tags,
        ("ContentSource", meta.source or furniture.host_unit or unset),
        ("Keywords", meta.keywords or f"{furniture.site_name},{column},{meta.title}"),
        ("Description", meta.description or f"{meta.title} - {furniture.site_name}"),
        ("Url", canonical_url(request, meta)),
    ]


def canonical_url(request: HttpRequest, meta: PageMeta) -> str:
    """The absolute Chinese address."""
    path = meta.canonical or url_in(request, settings.LANGUAGE_CODE)
    return urljoin(site_origin(request), path)
