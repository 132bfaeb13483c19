from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.outbox.permissions import can_retry_outbox


class SearchStatusMenuItem(MenuItem):
    """The page is everybody's; who keeps the outbox is led to it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_retry_outbox(request.user)


@hooks.register("register_reports_menu_item")
def search_status_menu_item() -> MenuItem:
    return SearchStatusMenuItem(
        _("搜索状态"), reverse("search_status_page"), icon_name="search", order=905
    )
