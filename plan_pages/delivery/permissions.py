"""Who may write down projects, tasks and responsibilities, and tie them to the text."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_record(user: Any) -> bool:
    """The publishing office, for every unit: what is entered here is public at once."""
    return has_role(user, Role.PUBLISHER)


def may_anchor(user: Any) -> bool:
    """Whoever ties things of their own unit to paragraphs, or all of them."""
    own = getattr(user, "unit_id", None) is not None
    return can_record(user) or (own and has_role(user, Role.EDITOR, Role.HEAD))


def can_anchor(user: Any, unit_ids: set[int]) -> bool:
    """The office, or an editor or head of a unit that answers for the thing."""
    if can_record(user):
        return True
    own = getattr(user, "unit_id", None) in unit_ids
    return own and has_role(user, Role.EDITOR, Role.HEAD)
