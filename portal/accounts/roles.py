"""The groups that services ask about, by the names that the staff see."""

from enum import StrEnum
from typing import Any


class Role(StrEnum):
    MODERATOR = "审核员"
    EDITOR = "部门编辑"
    HEAD = "部门负责人"
    PUBLISHER = "发布员"
    REVIEWER = "人大审查员"
    CONGRESS_OFFICE = "人大办公室"
    ADMINISTRATOR = "系统管理员"


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
