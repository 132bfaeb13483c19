"""Who says which phase a plan is in, and which plan is the current one."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_set_plan(user: Any) -> bool:
    """The publishing office and administrators."""
    return has_role(user, Role.PUBLISHER, Role.ADMINISTRATOR)
