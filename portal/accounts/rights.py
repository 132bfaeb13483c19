"""What each role may do in the admin, in one table; `manage.py migrate` makes it so.

The groups' rights are code: after every migrate a role has exactly what stands here.
What somebody added by hand to a role's group is taken away again; any other right in
the database is told by `manage.py check_rights`. Who does what on the portal's own
pages is not a right of these but a predicate in a `permissions.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
)

from .roles import Role

DOOR = "wagtailadmin.access_admin"


@dataclass(frozen=True)
class Rights:
    """`everywhere` on models, `pages` on the whole tree, `files` on every collection.

    Each as "app.codename". Nothing at all: the admin does not open.
    """

    everywhere: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


NOTHING = Rights()

#: Whoever is not here works on the portal's own pages alone: a department's people and
#: reviewers have no use for the editors' admin, so nothing of another is reached by it.
RIGHTS: dict[Role, Rights] = {
    Role.PUBLISHER: Rights(
        everywhere=frozenset(
            {
                DOOR,
                "document.add_plainwords",
                "document.change_plainwords",
                "document.delete_plainwords",
                "search.change_searchwords",
            }
        ),
        pages=frozenset(
            {
                "wagtailcore.add_page",
                "wagtailcore.change_page",
                "wagtailcore.publish_page",
                "wagtailcore.lock_page",
                "wagtailcore.unlock_page",
            }
        ),
        files=frozenset(
            {
                "wagtailimages.add_image",
                "wagtailimages.change_image",
                "wagtailimages.choose_image",
                "wagtaildocs.add_document",
                "wagtaildocs.change_document",
                "wagtaildocs.choose_document",
            }
        ),
    ),
    Role.ADMINISTRATOR: Rights(
        everywhere=frozenset(
            {
                DOOR,
                "accounts.add_user",
                "accounts.change_user",
                "units.add_unit",
                "units.change_unit",
                "wagtailcore.change_site",
                "pages.change_sitefurniture",
                "suggestions.change_feedbacksettings",
                "obligations.change_disclosuresettings",
                "outbox.change_outboxevent",
            }
        ),
    ),
}


class UnknownRight(LookupError):
    """The table names a permission that no installed app has."""


@transaction.atomic
def apply_rights() -> None:
    """Make the groups and give each exactly its row. Repeating it changes nothing."""
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role.value)
        rights = RIGHTS.get(role, NOTHING)
        group.permissions.set(_permissions(rights.everywhere))
        GroupSitePermission.objects.filter(group=group).delete()
        _apply_pages(group, rights.pages)
        _apply_files(group, rights.files)


def remove_unused_examples() -> None:
    """Wagtail's own Editors and Moderators go, as long as nobody is in them."""
    names = ("Editors", "Moderators")
    Group.objects.filter(name__in=names, user__isnull=True).delete()


def differences() -> Iterator[str]:
    """In words: every right in the database that the table does not give, or lacks."""
    for role in Role:
        yield from _differences_of(role)
    ours = [role.value for role in Role]
    for group in Group.objects.exclude(name__in=ours).order_by("name"):
        yield f"组 group {group.name}: 不在角色表里 not one of the roles"
    by_hand = Q(user_permissions__isnull=False)
    for user in get_user_model().objects.filter(by_hand).distinct().order_by("pk"):
        yield f"用户 user {user.get_username()}: 另有个人权限 has rights of their own"


def _differences_of(role: Role) -> Iterator[str]:
    group = Group.objects.filter(name=role.value).first()
    if group is None:
        yield f"组 group {role.value}: 不存在 is missing"
        return
    wanted, found = _rows_of(RIGHTS.get(role, NOTHING)), _rows_in_database(group)
    for where, right in sorted(found - wanted):
        yield f"组 group {role.value}: 多出 has besides {where} {right}"
    for where, right in sorted(wanted - found):
        yield f"组 group {role.value}: 缺少 lacks {where} {right}"


def _rows_of(rights: Rights) -> set[tuple[str, str]]:
    return (
        {("model", right) for right in rights.everywhere}
        | {("page:1", right) for right in rights.pages}
        | {("collection:1", right) for right in rights.files}
    )


def _rows_in_database(group: Group) -> set[tuple[str, str]]:
    """(where, right): depth 1 is the root, anything else is named by its id."""
    rows = {("model", _label(each)) for each in _with_app(group.permissions.all())}
    pages = GroupPagePermission.objects.filter(group=group)
    for row in pages.select_related("permission__content_type", "page"):
        where = "page:1" if row.page.depth == 1 else f"page #{row.page_id}"
        rows.add((where, _label(row.permission)))
    files = GroupCollectionPermission.objects.filter(group=group)
    for each in files.select_related("permission__content_type", "collection"):
        top = each.collection.depth == 1
        where = "collection:1" if top else f"collection #{each.collection_id}"
        rows.add((where, _label(each.permission)))
    sites = GroupSitePermission.objects.filter(group=group)
    for one in sites.select_related("permission__content_type"):
        rows.add((f"site #{one.site_id}", _label(one.permission)))
    return rows


def _with_app(permissions: Any) -> Any:
    return permissions.select_related("content_type")


def _label(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _permissions(labels: frozenset[str]) -> list[Permission]:
    """The rows of "app.codename" labels. Raises UnknownRight."""
    if not labels:
        return []
    condition = Q()
    for label in labels:
        app, codename = label.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    found = list(_with_app(Permission.objects.filter(condition)))
    missing = labels - {_label(permission) for permission in found}
    if missing:
        raise UnknownRight(", ".join(sorted(missing)))
    return found


def _apply_pages(group: Group, labels: frozenset[str]) -> None:
    root, wanted = Page.get_first_root_node(), _permissions(labels)
    rows = GroupPagePermission.objects.filter(group=group)
    rows.exclude(page=root, permission__in=wanted).delete()
    if root is None:
        return
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=permission
        )


def _apply_files(group: Group, labels: frozenset[str]) -> None:
    root, wanted = Collection.get_first_root_node(), _permissions(labels)
    rows = GroupCollectionPermission.objects.filter(group=group)
    rows.exclude(collection=root, permission__in=wanted).delete()
    if root is None:
        return
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
