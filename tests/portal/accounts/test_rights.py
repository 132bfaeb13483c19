"""The groups' rights are the table's, exactly; anything else is removed or told."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)

from portal.accounts import rights
from portal.accounts.models import User
from portal.accounts.rights import DOOR, RIGHTS, Rights, apply_rights, differences
from portal.accounts.roles import Role

from .people import colleague


@pytest.fixture(autouse=True)
def _rights(db: None) -> None:
    apply_rights()


def right(label: str) -> Permission:
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def group(role: Role) -> Group:
    return Group.objects.get(name=role.value)


@pytest.mark.parametrize("role", Role)
def test_role_has_exactly_its_row(role: Role) -> None:
    row = RIGHTS.get(role, Rights())
    assert colleague("someone", role).get_all_permissions() == row.everywhere


@pytest.mark.parametrize("role", Role)
def test_admin_opens_to_two_roles(role: Role) -> None:
    admitted = colleague("someone", role).has_perm(DOOR)
    assert admitted is (role in {Role.PUBLISHER, Role.ADMINISTRATOR})


def test_administrator_edits_no_plan_and_publisher_no_accounts() -> None:
    keeper = colleague("keeper", Role.ADMINISTRATOR)
    publisher = colleague("publisher", Role.PUBLISHER)
    root = Page.get_first_root_node()
    assert not root.permissions_for_user(keeper).can_publish_subpage()
    assert not root.permissions_for_user(keeper).can_add_subpage()
    assert root.permissions_for_user(publisher).can_publish_subpage()
    assert not publisher.has_perm("accounts.change_user")
    assert not publisher.has_perm("accounts.add_user")


def test_nobody_deletes_accounts_or_changes_groups() -> None:
    for role in Role:
        person = colleague(f"x{role.name}", role)
        for label in ("accounts.delete_user", "auth.change_group", "auth.add_group"):
            assert not person.has_perm(label)


def test_rights_as_in_the_table_are_no_difference() -> None:
    rights.remove_unused_examples()
    assert list(differences()) == []
    out = io.StringIO()
    call_command("check_rights", stdout=out)
    assert "rights as in the table" in out.getvalue()


def add_everywhere() -> None:
    group(Role.EDITOR).permissions.add(right("accounts.change_user"))


def add_page() -> None:
    GroupPagePermission.objects.create(
        group=group(Role.EDITOR),
        page=Page.get_first_root_node(),
        permission=right("wagtailcore.publish_page"),
    )


def add_file() -> None:
    GroupCollectionPermission.objects.create(
        group=group(Role.EDITOR),
        collection=Collection.get_first_root_node(),
        permission=right("wagtaildocs.add_document"),
    )


def add_site() -> None:
    GroupSitePermission.objects.create(
        group=group(Role.EDITOR),
        site=Site.objects.get(),
        permission=right("pages.change_sitefurniture"),
    )


def take_away() -> None:
    group(Role.PUBLISHER).permissions.clear()


@pytest.mark.parametrize(
    "tamper", [add_everywhere, add_page, add_file, add_site, take_away]
)
def test_tampering_is_told_and_undone(tamper) -> None:  # type: ignore[no-untyped-def]
    rights.remove_unused_examples()
    tamper()
    assert list(differences()) != []
    with pytest.raises(CommandError):
        call_command("check_rights", stdout=io.StringIO())
    apply_rights()
    assert list(differences()) == []


def test_other_groups_and_own_rights_are_told() -> None:
    rights.remove_unused_examples()
    Group.objects.create(name="旁路")
    person = User.objects.create_user("odd")
    person.user_permissions.add(right(DOOR))
    said = list(differences())
    assert len(said) == 2
    assert "旁路" in said[0] and "odd" in said[1]


def test_examples_with_members_stay_and_are_told() -> None:
    examples = Group.objects.get_or_create(name="Editors")[0]
    User.objects.create_user("old").groups.add(examples)
    rights.remove_unused_examples()
    assert [line for line in differences() if "Editors" in line]


def test_unknown_right_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Rights(everywhere=frozenset({"accounts.fly_user"}))
    monkeypatch.setitem(RIGHTS, Role.EDITOR, row)
    with pytest.raises(rights.UnknownRight, match=r"accounts\.fly_user"):
        apply_rights()
