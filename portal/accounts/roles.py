"""The groups that services ask about, by the names that the staff see."""

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType


class Role(StrEnum):
    MODERATOR = "审核员"
    EDITOR = "部门编辑"
    HEAD = "部门负责人"
    PUBLISHER = "发布员"


def roles_of(user: Any) -> frozenset[str]:
    """Names of the user's groups; one query, kept on the object. Inactive: none.

    A superuser has every role, and is still one person and of one unit.
    """
    if not getattr(user, "is_active", False) or not user.is_authenticated:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.values_list("name", flat=True))
    return user._roles


def has_role(user: Any, *roles: Role) -> bool:
    """Any of `roles`."""
    return not roles_of(user).isdisjoint(roles)


def ensure_groups() -> None:
    """Make the groups, and let them into the admin. Repeating it changes nothing."""
    # After a flush this app may come before the one whose content type it is.
    content_type, _made = ContentType.objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    door, _made = Permission.objects.get_or_create(
        content_type=content_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.add(door)
