"""Who runs the office, who answers. Who reviews, plan_pages.oversight says."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_run_the_office(user: Any) -> bool:
    """The congress office: assign chapters."""
    return has_role(user, Role.CONGRESS_OFFICE)


def can_read_looks(user: Any) -> bool:
    """Who opened which refused suggestion: the office, and those who refused them."""
    return has_role(user, Role.CONGRESS_OFFICE, Role.MODERATOR)


def may_answer(user: Any) -> bool:
    """Heads that have a unit."""
    return bool(user.unit_id) and has_role(user, Role.HEAD)
