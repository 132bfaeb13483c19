"""One login for staff, in the site's look; nobody signs up."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.portal.pages.markup import one, text, tree

PASSWORD = "a long and odd pass phrase"


@pytest.fixture
def admin(db: None) -> User:
    return get_user_model().objects.create_superuser("admin", password=PASSWORD)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/admin/login/", "?next=/admin/pages/"),
        ("/admin/login/", ""),
        ("/_util/login/", "?next=/"),
        ("/ug/_util/login/", ""),
    ],
)
def test_login_of_wagtail_leads_to_the_one_login(
    client: Client, db: None, path: str, query: str
) -> None:
    response = client.get(path + query)
    assert response.status_code == 302
    assert response["Location"] == reverse("account_login") + query


def test_login_of_wagtail_takes_no_password(client: Client, admin: User) -> None:
    response = client.post("/admin/login/", {"username": "admin", "password": PASSWORD})
    assert response["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_admin_sends_strangers_to_the_one_login(client: Client, db: None) -> None:
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login") + "?next=")


def test_login_page_in_the_sites_look(client: Client, db: None) -> None:
    root = tree(client.get("/accounts/login/"))
    assert text(one(root, "//main//h1")) == "工作人员登录"
    labels = [text(label) for label in root.xpath("//main//label")]
    assert labels == ["用户名或电子邮箱", "密码"]
    for label in root.xpath("//main//label"):
        assert root.get_element_by_id(label.get("for")).tag == "input"


def test_login_opens_the_admin(client: Client, admin: User) -> None:
    response = client.post(
        "/accounts/login/?next=/admin/",
        {"login": "admin", "password": PASSWORD, "next": "/admin/"},
    )
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("typed", ["zhang@example.test", "Zhang@Example.TEST", "zhang"])
def test_login_by_name_or_email(client: Client, db: None, typed: str) -> None:
    get_user_model().objects.create_user(
        "zhang", email="zhang@example.test", password=PASSWORD
    )
    response = client.post("/accounts/login/", {"login": typed, "password": PASSWORD})
    assert response.status_code == 302
    assert "_auth_user_id" in client.session


def test_login_by_email_needs_that_persons_password(client: Client, db: None) -> None:
    create = get_user_model().objects.create_user
    create("zhang", email="zhang@example.test", password=PASSWORD)
    create("li", email="li@example.test", password="another odd pass phrase")
    client.post("/accounts/login/", {"login": "li@example.test", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_login_says_what_is_wrong_beside_the_form(client: Client, admin: User) -> None:
    response = client.post("/accounts/login/", {"login": "admin", "password": "wrong"})
    alert = one(tree(response), "//main//*[@role='alert']")
    assert "用户名" in text(alert)
    assert "_auth_user_id" not in client.session


def test_sign_up_is_closed(client: Client, db: None) -> None:
    page = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    for response in (
        client.get("/accounts/signup/"),
        client.post("/accounts/signup/", page),
    ):
        assert text(one(tree(response), "//main//h1")) == "不开放注册"
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "mfa_index",
        "account_logout",
        "account_reauthenticate",
    ],
)
def test_account_pages_in_the_sites_look(
    client: Client, admin: User, name: str
) -> None:
    client.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    response = client.get(reverse(name))
    root = tree(response)
    assert response.status_code == 200
    assert len(root.xpath("//main//h1")) == 1
    assert root.xpath("//script | //*[@style]") == []
    assert one(root, "//footer") is not None


def test_second_factor_asks_for_the_password_and_shows_a_code(
    client: Client, admin: User
) -> None:
    client.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    root = tree(client.get(activate))
    assert one(root, "//main//img").get("src").startswith("data:image/svg+xml")
    assert root.xpath("//script | //main//*[@style]") == []
