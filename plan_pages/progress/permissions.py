"""Who may enter figures."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_enter_figures(user: Any) -> bool:
    """The publishing office: through a published update, or for a unit (代录)."""
    return has_role(user, Role.PUBLISHER)
