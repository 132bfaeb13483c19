"""Who finds, who releases, who answers. Nobody releases what is their own, and nobody
of a unit judges what that unit said or owed.
"""

from typing import Any

from portal.accounts.roles import Role, has_role

from .models import Finding


def can_find(user: Any) -> bool:
    """Reviewers and the congress office."""
    return has_role(user, Role.REVIEWER, Role.CONGRESS_OFFICE)


def can_find_about(user: Any, unit_id: int) -> bool:
    """A reviewer who is not the department."""
    return can_find(user) and not _of_unit(user, unit_id)


def can_release_any(user: Any) -> bool:
    return has_role(user, Role.CONGRESS_OFFICE)


def can_release(user: Any, finding: Finding) -> bool:
    """The congress office, another person than the one who wrote it, of another unit
    than the one that it is about.
    """
    another = finding.by_id != user.pk and not _of_unit(user, finding.unit_id)
    return can_release_any(user) and another


def can_answer(user: Any, finding: Finding) -> bool:
    """The head of the unit that the finding is about."""
    return _of_unit(user, finding.unit_id) and has_role(user, Role.HEAD)


def _of_unit(user: Any, unit_id: int) -> bool:
    return bool(getattr(user, "unit_id", None) == unit_id)
