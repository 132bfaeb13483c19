"""HomePage: `/`. The only place that lists what may stand below it."""

from django.utils.translation import gettext_lazy as _

from portal.pages.models import BasePage


class HomePage(BasePage):
    column_name = _("首页")
    column_type = _("首页")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["document.PlanIndex"]
    max_count = 1
    template = "home/home.html"

    class Meta:
        verbose_name = verbose_name_plural = _("首页")
