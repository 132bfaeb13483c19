from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .pagecache.views import status
from .permissions import can_see_page_cache


class PageCacheMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_page_cache(request.user)


@hooks.register("register_admin_urls")
def page_cache_urls() -> list[URLPattern]:
    return [path("pages-kept/", status, name="page_cache_status")]


@hooks.register("register_reports_menu_item")
def page_cache_menu_item() -> MenuItem:
    return PageCacheMenuItem(
        _("页面缓存"), reverse("page_cache_status"), icon_name="doc-full", order=910
    )
