"""What the site adds to the editors' admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("portal/css/admin.css")
    )
