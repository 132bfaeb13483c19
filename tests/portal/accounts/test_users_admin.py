"""An administrator makes accounts and gives roles; not to themselves, nor more."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role
from portal.units.models import Unit

from .people import PASSWORD, colleague

NEW = "another odd pass phrase"


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(key="fgw", name="发展改革部门", kind="department")


@pytest.fixture
def keeper(db: None) -> User:
    apply_rights()
    return colleague("keeper", Role.ADMINISTRATOR)


@pytest.fixture
def office(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def group(role: Role) -> Group:
    return Group.objects.get(name=role.value)


def edit(client: Client, user: User, **changes: object) -> object:
    data = {"username": user.username, "is_active": "on"} | changes
    return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), data)


def test_administrator_makes_an_account(office: Client, unit: Unit) -> None:
    page = office.get(reverse("wagtailusers_users:add")).content.decode()
    assert "发展改革部门" in page and "is_superuser" not in page
    office.post(
        reverse("wagtailusers_users:add"),
        {
            "username": "zhang",
            "last_name": "张",
            "unit": unit.pk,
            "groups": [group(Role.EDITOR).pk],
            "password1": NEW,
            "password2": NEW,
            "password_change_required": "on",
            "is_superuser": "on",
        },
    )
    made = User.objects.get(username="zhang")
    assert made.unit == unit and made.email is None
    assert made.password_change_required and made.check_password(NEW)
    assert not made.is_superuser
    assert {each.name for each in made.groups.all()} == {Role.EDITOR.value}


def test_administrator_changes_a_colleagues_role(office: Client) -> None:
    other = colleague("other", Role.EDITOR)
    edit(office, other, groups=[group(Role.HEAD).pk], is_superuser="on")
    other.refresh_from_db()
    assert {each.name for each in other.groups.all()} == {Role.HEAD.value}
    assert not other.is_superuser and other.check_password(PASSWORD)


def test_nobody_changes_their_own_roles_or_password(
    office: Client, keeper: User
) -> None:
    edit(
        office,
        keeper,
        groups=[group(Role.PUBLISHER).pk],
        password1=NEW,
        password2=NEW,
    )
    keeper.refresh_from_db()
    assert {each.name for each in keeper.groups.all()} == {Role.ADMINISTRATOR.value}
    assert keeper.check_password(PASSWORD)


def test_administrator_changes_no_superuser(office: Client) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    response = edit(office, root, password1=NEW, password2=NEW)
    assert response.status_code == 302  # type: ignore[attr-defined]
    root.refresh_from_db()
    assert root.check_password(PASSWORD)


@pytest.mark.parametrize("whom", ["keeper", "root"])
@pytest.mark.parametrize("action", ["assign_role", "set_active_state"])
def test_ticked_lists_reach_neither_oneself_nor_a_superuser(
    office: Client, keeper: User, whom: str, action: str
) -> None:
    User.objects.create_superuser("root", password=PASSWORD)
    target = User.objects.get(username=whom)
    before = (set(target.groups.all()), target.is_active)
    url = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    data = {"role": group(Role.PUBLISHER).pk, "mark_as_active": "False"}
    office.post(f"{url}?id={target.pk}&next=/admin/", data)
    target.refresh_from_db()
    assert (set(target.groups.all()), target.is_active) == before


def test_ticked_list_gives_a_colleague_a_role(office: Client) -> None:
    """The control of the test above."""
    other = colleague("other")
    url = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
    office.post(f"{url}?id={other.pk}&next=/admin/", {"role": group(Role.PUBLISHER).pk})
    assert {each.name for each in other.groups.all()} == {Role.PUBLISHER.value}


def test_key_of_a_unit_is_given_once(office: Client, unit: Unit) -> None:
    url = reverse("units:edit", args=[unit.pk])
    data = {"key": "other", "name": "发改委", "kind": "department", "order": "1"}
    assert office.post(url, data).status_code == 302
    unit.refresh_from_db()
    assert (unit.key, unit.name) == ("fgw", "发改委")
