"""What a return code opens, as JSON: the same facts as on the page."""

from typing import Any

from feedback.queries.answers import PublicReply
from feedback.queries.returns import Opened, OwnAppeal, OwnDecision
from feedback.replies.models import Extension


def facts(opened: Opened, text: str | None) -> dict[str, Any]:
    """`text`, exactly as it was sent, stands there only where it was asked for."""
    row, standing = opened.suggestion, opened.answers.standing
    clock = opened.answers.clock
    found: dict[str, Any] = {
        "found": True,
        "number": row.number,
        "state": row.state,
        "kind": row.kind,
        "visibility": row.visibility,
        "week": opened.week,
        "decide_by": opened.decide_by,
        "decisions": [_decision(each) for each in opened.decisions],
        "appeal": _appeal(opened.appeal) if opened.appeal else None,
        "reply": _reply(standing) if standing else None,
        "due_on": clock.due_on if clock and not standing else None,
        "extensions": [_extension(each) for each in opened.answers.extensions],
    }
    return found if text is None else found | {"text": text}


def _decision(each: OwnDecision) -> dict[str, Any]:
    return {
        "decision": str(each.label),
        "decided_on": each.decided_on,
        "role": str(each.role_label),
        "ground": str(each.ground_label),
        "provision": each.provision,
        "destination": str(each.destination_label),
        "rules": each.rules_number,
        "reason": each.reason,
        "masked_text": each.masked_text,
    }


def _appeal(appeal: OwnAppeal) -> dict[str, Any]:
    return {
        "opened_on": appeal.opened_on,
        "outcome": str(appeal.outcome_label),
        "decided_on": appeal.decided_on,
        "reason": appeal.reason,
    }


def _extension(each: Extension) -> dict[str, Any]:
    return {"from": each.due_before, "to": each.due_on, "reason": each.reason}


def _reply(reply: PublicReply) -> dict[str, Any]:
    version = reply.current
    return {
        "unit": str(reply.unit),
        "version": version.number,
        "disposition": version.disposition,
        "html": version.html,
        "reason": version.reason,
        "referred_to": version.referred_to,
        "change_url": version.change_url,
        "published_on": version.published_on,
    }
