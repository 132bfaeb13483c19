"""Who sets rules, and who moves a due day."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_set_rules(user: Any) -> bool:
    """Administrators."""
    return has_role(user, Role.ADMINISTRATOR)


def can_extend(user: Any) -> bool:
    """The publishing office, for every unit, with a public reason."""
    return has_role(user, Role.PUBLISHER)
