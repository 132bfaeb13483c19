"""Who may enter what came in on paper."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_enter_paper(user: Any) -> bool:
    return has_role(user, Role.MODERATOR, Role.PUBLISHER)
