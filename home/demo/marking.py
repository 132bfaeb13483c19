"""That a site is a demonstration: said before the first invented row, for good."""

from wagtail.models import Site

from portal.pages.models import SiteFurniture

#: Of the invented city, whose plan is the current one.
SITE_NAME = "澜溪市五年规划"


def mark() -> None:
    """Before anything else: no invented row without the banner."""
    furniture = SiteFurniture.for_site(Site.objects.get(is_default_site=True))
    furniture.is_demonstration = True
    furniture.site_name = SITE_NAME
    furniture.save()


def is_demonstration() -> bool:
    return SiteFurniture.objects.filter(is_demonstration=True).exists()
