"""Every address. Upper floors by string only: the ground floor imports none of them.

Unprefixed pages are Chinese; /en/ and /ug/ change the chrome. The contract's fixed
addresses (health, sitemap, admin, accounts) have no language.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal.accounts.login import to_account_login

urlpatterns = [
    path("", include("portal.http.urls")),
    path("accounts/", include("portal.accounts.urls")),
    # One login, with its second factor, before Wagtail's own two.
    path("admin/login/", to_account_login, name="wagtailadmin_login"),
    path("admin/", include("wagtail.admin.urls")),
    path("documents/", include("wagtail.documents.urls")),
    path("", include("portal.media.urls")),
    path("", include("feedback.public.plain_urls")),
    path("", include("home.plain_urls")),
]
urlpatterns += i18n_patterns(
    path("", include("feedback.staff_urls")),
    path("", include("feedback.congress.urls")),
    path("", include("plan_pages.staff_urls")),
    path("", include("plan_pages.urls")),
    path("", include("feedback.urls")),
    path("", include("portal.search.urls")),
    path("", include("home.urls")),
    path("_util/login/", to_account_login, name="wagtailcore_login"),
    path("", include("wagtail.urls")),
    prefix_default_language=False,
)

handler400 = "portal.pages.errors.bad_request"
handler403 = "portal.pages.errors.permission_denied"
handler404 = "portal.pages.errors.page_not_found"
handler500 = "portal.pages.errors.server_error"
