"""Who finds, who releases, who answers. Nobody releases what is their own."""

from typing import Any

from portal.accounts.roles import Role, has_role

from .models import Finding


def can_find(user: Any) -> bool:
    """Reviewers and the congress office."""
    return has_role(user, Role.REVIEWER, Role.CONGRESS_OFFICE)


def can_release_any(user: Any) -> bool:
    return has_role(user, Role.CONGRESS_OFFICE)


def can_release(user: Any, finding: Finding) -> bool:
    """The congress office, another person than the one who wrote it."""
    return can_release_any(user) and finding.by_id != user.pk


def can_answer(user: Any, finding: Finding) -> bool:
    """The head of the unit that the finding is about."""
    own = getattr(user, "unit_id", None) == finding.unit_id
    return own and has_role(user, Role.HEAD)
