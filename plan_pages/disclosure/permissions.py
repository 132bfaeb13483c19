"""Who may draft, approve, publish. One's own unit only; the office for every unit."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_draft_for(user: Any, unit_id: int | None) -> bool:
    """Editors and heads for their own unit, publishers for any (代录)."""
    if unit_id is None:
        return False
    return can_publish(user) or _own(user, unit_id, Role.EDITOR, Role.HEAD)


def can_approve_for(user: Any, unit_id: int | None) -> bool:
    """Heads, for their own unit."""
    return _own(user, unit_id, Role.HEAD)


def can_publish(user: Any) -> bool:
    """The publishing office: publish, send back, withdraw, for every unit."""
    return has_role(user, Role.PUBLISHER)


def types_for_another(user: Any, unit_id: int | None) -> bool:
    """Publishers that are not of the unit: they write what its stamped paper says."""
    return can_publish(user) and getattr(user, "unit_id", None) != unit_id


def can_see_draft_of(user: Any, unit_id: int | None) -> bool:
    return can_draft_for(user, unit_id) or can_approve_for(user, unit_id)


def _own(user: Any, unit_id: int | None, *roles: Role) -> bool:
    own = unit_id is not None and getattr(user, "unit_id", None) == unit_id
    return own and has_role(user, *roles)
