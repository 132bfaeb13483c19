"""演示数据 stands on the editors' pages too."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Site

from portal.pages.models import SiteFurniture

from .markup import text, tree

PAGES = ("/admin/", "/admin/pages/", "/admin/users/", "/admin/reports/locked/")


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(get_user_model().objects.create_superuser("admin"))
    return client


@pytest.mark.parametrize("path", PAGES)
def test_admin_of_a_demonstration_says_so(editor: Client, path: str) -> None:
    furniture = SiteFurniture.for_site(Site.objects.get(is_default_site=True))
    SiteFurniture.objects.filter(pk=furniture.pk).update(is_demonstration=True)
    response = editor.get(path, follow=True)
    (banner,) = tree(response).xpath("//*[@id='demonstration']")
    assert text(banner).startswith("演示数据 ")


def test_admin_of_a_real_site_does_not(editor: Client) -> None:
    assert tree(editor.get("/admin/")).xpath("//*[@id='demonstration']") == []
