"""Delete, move, copy, unpublish, create, edit: refused, with the reason in Chinese."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page

from plan_pages.document.errors import TextGuarded
from plan_pages.document.models import Division, Plan, PlanIndex
from plan_pages.document.plans import enter_phase
from portal.accounts.models import User
from tests.plan_pages.importer.runs import everything

pytestmark = pytest.mark.django_db
ACTIONS = ("delete", "move", "copy", "unpublish")


@pytest.fixture
def admin(client, korla):
    user = User.objects.create_superuser("admin", password="a-long-enough-password")
    client.force_login(user)
    return client


def pages(korla):
    """Everything at or above a plan's text."""
    division = Division.objects.get(url_path=f"{korla.url_path}4/5/")
    return [Page.objects.get(depth=2), PlanIndex.objects.get(), korla, division]


@pytest.mark.parametrize("model", [PlanIndex, Plan, Division])
@pytest.mark.parametrize("action", ACTIONS)
def test_model_methods_are_refused(korla, model, action):
    before = everything()
    page = model.objects.first()
    target = [page] if action == "move" else []
    with pytest.raises(TextGuarded) as refused:
        getattr(page, action)(*target)
    assert refused.value.action == action
    assert everything() == before


def test_alias_is_refused(korla):
    with pytest.raises(TextGuarded):
        korla.create_alias()


def test_delete_around_the_model_is_held_by_the_database(korla):
    before = everything()
    with pytest.raises(ProtectedError), transaction.atomic():
        Page.objects.filter(pk=korla.pk).delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Page.objects.get(depth=2).delete()
    assert everything() == before


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("at", range(4), ids=["home", "index", "plan", "division"])
def test_admin_views_are_refused(admin, korla, action, at):
    page = pages(korla)[at]
    if action == "move":
        url = reverse(
            "wagtailadmin_pages:move_confirm",
            args=[page.pk, Page.get_first_root_node().pk],
        )
    else:
        url = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
    if (action, page.depth) == ("move", 2):
        return  # The home page may go nowhere else anyway.
    before = pages_as_they_are()
    response = admin.post(url, {"new_slug": "x", "new_parent_page": page.pk})
    assert response.status_code == 302
    assert said(admin, response) == [str(TextGuarded.MESSAGES[action])]
    assert pages_as_they_are() == before


@pytest.mark.parametrize("action", ["delete", "move", "unpublish"])
def test_bulk_actions_are_refused(admin, korla, action):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    division = Division.objects.get(url_path=f"{korla.url_path}4/8/")
    elsewhere = Division.objects.get(url_path=f"{korla.url_path}5/")
    before = pages_as_they_are()
    response = admin.post(
        f"{url}?id={division.pk}&next=/admin/",
        {"chooser": elsewhere.pk, "move_applicable": "on", "include_descendants": "on"},
    )
    assert response.status_code == 302
    assert said(admin, response) == [str(TextGuarded.MESSAGES[action])]
    assert pages_as_they_are() == before


def test_reordering_is_refused(admin, korla):
    division = Division.objects.get(url_path=f"{korla.url_path}4/5/")
    url = reverse("wagtailadmin_pages:set_page_position", args=[division.pk])
    before = pages_as_they_are()
    admin.post(f"{url}?position=0")
    assert pages_as_they_are() == before


@pytest.mark.parametrize(
    ("model", "parent"),
    [("plan", "index"), ("division", "plan"), ("planindex", "home")],
)
def test_admin_creates_no_plan_page(admin, korla, model, parent):
    parents = dict(zip(["home", "index", "plan"], pages(korla), strict=False))
    url = reverse(
        "wagtailadmin_pages:add", args=["document", model, parents[parent].pk]
    )
    count = Page.objects.count()
    assert admin.post(url, {"title": "新的", "slug": "new"}).status_code == 302
    assert Page.objects.count() == count


def test_adopted_text_is_locked(admin, korla):
    division = pages(korla)[-1]
    url = reverse("wagtailadmin_pages:edit", args=[division.pk])
    before = pages_as_they_are()
    page = admin.get(url)
    assert "规划文本已经批准，不能在后台修改" in page.content.decode()
    assert 'name="action-publish"' not in page.content.decode()
    form = {"title": "改写", "body-count": "0", "action-publish": "1"}
    assert admin.post(url, form).status_code == 200
    assert pages_as_they_are() == before


def test_consulted_text_is_open(admin, korla):
    enter_phase(plan=korla, phase="consulting")
    url = reverse("wagtailadmin_pages:edit", args=[korla.pk])
    page = admin.get(url)
    assert page.status_code == 200
    assert "规划文本已经批准" not in page.content.decode()
    assert 'name="slug"' not in page.content.decode()
    assert 'name="expire_at"' not in page.content.decode()


def pages_as_they_are():
    names = ("pk", "path", "title", "slug", "live", "expired", "latest_revision_id")
    return list(Page.objects.order_by("pk").values_list(*names))


def said(client, response) -> list[str]:
    """The messages that the next page shows."""
    page = client.get(response.url, follow=True)
    return [str(message).strip() for message in page.context["messages"]]
