"""Between the password and the work: the one-time password, the second factor."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role

from .people import colleague

STAFF_PAGES = ["/today/", "/moderation/", "/replies/", "/admin/", "/admin/pages/"]
ACCOUNT_PAGES = ["mfa_index", "mfa_activate_totp", "account_logout"]


@pytest.fixture
def publisher(db: None) -> User:
    apply_rights()
    return colleague("publisher", Role.PUBLISHER, Role.MODERATOR)


@pytest.fixture
def signed_in(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


@pytest.fixture
def required(settings: pytest.FixtureRequest) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_without_a_second_factor_no_staff_page(
    signed_in: Client, required: None, path: str
) -> None:
    for response in (signed_in.get(path), signed_in.post(path)):
        assert response.status_code == 302
        assert response["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_without_a_second_factor_enrolment_is_reachable(
    signed_in: Client, required: None, name: str
) -> None:
    response = signed_in.get(reverse(name))
    assert response.status_code == 200 or "reauthenticate" in response["Location"]


def test_enrolment_says_why_one_was_sent_there(
    signed_in: Client, required: None
) -> None:
    page = signed_in.get(reverse("mfa_index")).content.decode()
    assert "请先设置第二重验证" in page


def test_with_a_second_factor_the_pages_open(
    signed_in: Client, required: None, publisher: User
) -> None:
    TOTP.activate(publisher, generate_totp_secret())
    assert signed_in.get("/today/").status_code == 200
    assert signed_in.get("/admin/").status_code == 200


def test_not_required_is_said_where_one_signs_in(client: Client, db: None) -> None:
    word = "本站没有要求双因素身份认证"
    assert word in client.get("/accounts/login/").content.decode()


def test_required_says_nothing_of_the_kind(
    client: Client, db: None, required: None
) -> None:
    word = "本站没有要求双因素身份认证"
    assert word not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("path", [*STAFF_PAGES, "/accounts/"])
def test_one_time_password_opens_the_page_that_replaces_it(
    signed_in: Client, publisher: User, path: str
) -> None:
    User.objects.update(password_change_required=True)
    response = signed_in.get(path)
    if path != "/accounts/":
        assert response["Location"] == reverse("account_change_password")


def test_a_password_alone_does_not_sign_in_where_a_second_factor_is_set(
    client: Client, publisher: User
) -> None:
    TOTP.activate(publisher, generate_totp_secret())
    response = client.post(
        "/accounts/login/",
        {"login": "publisher", "password": "a long and odd pass phrase"},
    )
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/today/")["Location"].startswith(reverse("account_login"))


def test_admin_refuses_who_has_no_business_there(client: Client, db: None) -> None:
    """403, not a redirect to a login that would send them back."""
    apply_rights()
    client.force_login(colleague("editor", Role.EDITOR))
    assert client.get("/admin/").status_code == 403
    assert client.post("/admin/logout/").status_code == 302


def test_reset_takes_one_persons_second_factor(publisher: User) -> None:
    other = colleague("other")
    for user in (publisher, other):
        TOTP.activate(user, generate_totp_secret())
    call_command("reset_second_factor", "publisher", stdout=io.StringIO())
    assert [row.user for row in Authenticator.objects.all()] == [other]
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody-of-this-name")
