"""Who may route, draft, approve. One's own unit only, whatever the role."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_route(user: Any) -> bool:
    return has_role(user, Role.MODERATOR)


def can_draft_for(user: Any, unit_id: int | None) -> bool:
    """Editors and heads, for their own unit."""
    return _own(user, unit_id) and has_role(user, Role.EDITOR, Role.HEAD)


def can_approve_for(user: Any, unit_id: int | None) -> bool:
    """Heads, for their own unit: publish, correct, withdraw."""
    return _own(user, unit_id) and has_role(user, Role.HEAD)


def can_extend(user: Any, unit_id: int | None) -> bool:
    """The unit's head, or a moderator for any unit."""
    return has_role(user, Role.MODERATOR) or can_approve_for(user, unit_id)


def _own(user: Any, unit_id: int | None) -> bool:
    return unit_id is not None and getattr(user, "unit_id", None) == unit_id
