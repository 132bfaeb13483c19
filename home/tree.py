"""The site's root, home page and default site, made where they are missing."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Collection, Locale, Page, Site

from portal.pages.models import SiteFurniture

from .models import HomePage


def build_tree(**signal: Any) -> None:
    """After every migrate, and after a flush, the site has its root and home page.

    After a flush the cached content types name rows that are gone.
    """
    ContentType.objects.clear_cache()
    ensure_site()


@transaction.atomic
def ensure_site() -> HomePage:
    """Return the home page of the default site; make it when there is none.

    Wagtail's own migration leaves a "Welcome" page; a flush leaves nothing at all.
    """
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = HomePage.objects.first()
    if home is None:
        _remove_welcome_page()
        root = Page.objects.get(pk=root.pk)
        home = root.add_child(instance=HomePage(title="首页", slug="home"))
    if not Site.objects.filter(is_default_site=True).exists():
        Site.objects.create(
            hostname="localhost", port=80, root_page=home, is_default_site=True
        )
    _ensure_settings()
    return home


def _ensure_settings() -> None:
    """Here, because Wagtail would make the rows at somebody's GET."""
    SiteFurniture.for_site(Site.objects.get(is_default_site=True))
    for model in registry:
        if issubclass(model, BaseGenericSetting):
            model.load()


def _remove_welcome_page() -> None:
    Site.objects.filter(root_page__depth=2, root_page__slug="home").delete()
    Page.objects.filter(depth=2, slug="home", numchild=0).delete()
