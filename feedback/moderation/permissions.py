"""Who may moderate, and who is another person."""

from typing import Any

from portal.accounts.roles import Role, has_role

from .models import Appeal, Decision, UnlawfulProposal


def can_moderate(user: Any) -> bool:
    return has_role(user, Role.MODERATOR)


def can_change_rules(user: Any) -> bool:
    return has_role(user, Role.PUBLISHER)


def can_decide_proposal(user: Any, proposal: UnlawfulProposal) -> bool:
    """A moderator who is not the one who proposed."""
    return can_moderate(user) and user.pk != proposal.by_id


def can_confirm_take_down(user: Any, decision: Decision) -> bool:
    """A moderator who is not the one who took it down."""
    return can_moderate(user) and user.pk != decision.by_id


def can_decide_appeal(user: Any, appeal: Appeal) -> bool:
    """A moderator who had no hand in the decision that is appealed."""
    return can_moderate(user) and user.pk not in people_behind(appeal.decision)


def people_behind(decision: Decision) -> set[int]:
    """Keys of everybody who decided or confirmed `decision`."""
    people = {decision.by_id}
    if decision.confirmed_by_id:
        people.add(decision.confirmed_by_id)
    outcome = getattr(decision, "outcome", None)
    if outcome is not None and outcome.by_id:
        people.add(outcome.by_id)
    return people
