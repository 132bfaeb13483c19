"""BasePage, and the furniture that every page of a government site carries."""

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from portal.prepared import Prepared


class BasePage(Page):
    """Every page of the portal: routed by url_path in one query.

    `column_name` and `column_type` feed the ColumnName and ColumnType meta tags.
    """

    column_name: Any = ""
    column_type: Any = ""

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a descendant by its whole path at once; Wagtail asks level by level."""
        if not path_components:
            return super().route(request, path_components)
        url_path = self.url_path + "/".join(path_components) + "/"
        page = Page.objects.filter(url_path=url_path, live=True).specific().first()
        if page is None:
            return super().route(request, path_components)
        return RouteResult(page)


class FurnitureWords(NamedTuple):
    """What an operator says of the site, by value: in the order of the form."""

    site_name: str
    tagline: str
    site_id_code: str
    host_unit: str
    operator_unit: str
    contact: str
    phone: str
    postal_address: str
    icp_number: str
    police_number: str
    error_report_url: str
    in_trial: bool


@register_setting(icon="site")
class SiteFurniture(BaseSiteSetting):
    """Values that only the operator knows. Unset ones read 待配置, never invented."""

    site_name = models.CharField(
        _("网站名称"), max_length=80, default="库尔勒市五年规划"
    )
    tagline = models.CharField(
        _("副题"), max_length=80, default="公开 · 参与 · 监督", blank=True
    )
    site_id_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    host_unit = models.CharField(_("主办单位"), max_length=120, blank=True)
    operator_unit = models.CharField(_("承办单位"), max_length=120, blank=True)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    postal_address = models.CharField(_("通信地址"), max_length=200, blank=True)
    icp_number = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公网安备"), max_length=60, blank=True)
    error_report_url = models.URLField(_("我为政府网站找错地址"), blank=True)
    in_trial = models.BooleanField(
        _("试运行"),
        default=True,
        help_text=_("试运行期间各页注明“试运行”，并请搜索引擎不要收录。"),
    )
    # Set once by the demonstration, and by nobody taken back.
    is_demonstration = models.BooleanField(default=False, editable=False)

    panels = [FieldPanel(name) for name in FurnitureWords._fields]

    class Meta:
        verbose_name = verbose_name_plural = _("网站标识与备案")

    @property
    def words(self) -> "FurnitureWords":
        """All that the frame says of the operator."""
        return FurnitureWords(*(getattr(self, name) for name in FurnitureWords._fields))

    @classmethod
    def for_request(cls, request: HttpRequest) -> "SiteFurniture":
        """One short query for the one site; where there are more, Wagtail's way.

        Wagtail's search for the site of a host costs more than the rest of a page.
        """
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            only = _furniture.first()
            if only is None:
                return super().for_request(request)
            setattr(request, name, only)
        return getattr(request, name)

    @classmethod
    def site_of(cls, request: HttpRequest) -> Site | None:
        """The site, its root and its furniture in one query where there is one site;
        without one where the request has its site already.
        """
        kept = vars(request)
        if "_wagtail_site" not in kept:  # where Wagtail looks first
            only = _only().select_related("site__root_page").first()
            if only is not None:
                kept.setdefault(cls.get_cache_attr_name(), only)
                kept["_wagtail_site"] = only.site
        return Site.find_for_request(request)


def _only() -> models.QuerySet[SiteFurniture]:
    """The furniture of the one site; nothing where there are more."""
    other = Site.objects.filter(is_default_site=False)
    return SiteFurniture.objects.filter(~Exists(other))


_furniture = Prepared(_only)
