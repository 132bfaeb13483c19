from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import can_retry_outbox
from .views import dead_letters, retry


class DeadLettersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_retry_outbox(request.user)


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern]:
    return [
        path("outbox/", dead_letters, name="outbox_dead_letters"),
        path("outbox/retry/", retry, name="outbox_retry"),
    ]


@hooks.register("register_reports_menu_item")
def outbox_menu_item() -> MenuItem:
    return DeadLettersMenuItem(
        _("发件箱"), reverse("outbox_dead_letters"), icon_name="mail", order=900
    )
