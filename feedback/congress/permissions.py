"""Who runs the office. Who reviews and releases, plan_pages.oversight says."""

from typing import Any

from portal.accounts.roles import Role, has_role


def can_run_the_office(user: Any) -> bool:
    """The congress office: assign chapters."""
    return has_role(user, Role.CONGRESS_OFFICE)
