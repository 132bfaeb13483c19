"""Rules are set and revised by versions; what they made due before stays due."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.recording import kept
from plan_pages.document.models import PlanPhase
from portal.accounts.models import User
from portal.clock import today
from portal.ledger.commitments import public_hash
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.outbox.purges import purge
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Rule
from .permissions import can_set_rules
from .states import Cycle

#: What a version says.
FACTS = (
    "name", "subject", "cycle", "first_period", "term_days", "needs_value",
    "needs_words", "needs_figures", "needs_evidence", "needs_problems",
    "needs_next_step", "basis", "basis_text", "phases", "active",
)  # fmt: skip
#: What another version of the same rule cannot change: it would be another rule.
FIXED = ("subject", "cycle")


def set_rule(*, by: User, **facts: Any) -> Rule:
    """A new rule, version 1. Raises Refused (not_administrator, phases, invalid)."""
    _refuse(by, facts)
    with write_transaction():
        return _written(Rule(number=1, published_on=today(), by=by, **facts))


def revise_rule(*, rule: Rule, note: str, by: User, **facts: Any) -> Rule:
    """The next version: what is not given stays. `note` says what changed, publicly.

    Raises Refused (not_administrator, note, another_rule, unchanged, back, phases,
    invalid, superseded).
    """
    _refuse(by, facts)
    if not note.strip():
        raise Refused("note", _("修改须写明改了什么，说明将公开。"))
    with write_transaction():
        last = Rule.objects.select_for_update().filter(key=rule.key)
        held = last.latest("number")
        before = {name: getattr(held, name) for name in FACTS}
        after = before | facts
        if any(after[name] != before[name] for name in FIXED):
            raise Refused("another_rule", _("对象和周期不能修改，请另设规则。"))
        if after == before:
            raise Refused("unchanged", _("没有任何改动。"))
        if held.number != rule.number:
            raise Refused("superseded", _("这条规则已有新的版本，请重新打开。"))
        if held.cycle != Cycle.ONCE and after["first_period"] < held.first_period:
            raise Refused("back", _("新版本不能早于上一版本起用。"))
        return _written(
            Rule(
                key=held.key, number=held.number + 1, note=note,
                published_on=today(), by=by, **after,
            )
        )  # fmt: skip


def content_of(rule: Rule) -> bytes:
    """The exact bytes whose SHA-256 the ledger holds: JSON, keys sorted, UTF-8."""
    said = {name: getattr(rule, name) for name in FACTS}
    said |= {"key": rule.key, "number": rule.number, "note": rule.note}
    return json.dumps(
        said, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _written(rule: Rule) -> Rule:
    kept(rule)
    record(
        type=EntryType.RULES_CHANGED,
        subject=f"rule:{rule.key}",
        data={"number": rule.number, "hash": public_hash(content_of(rule))},
    )
    purge(keys=["scorecard", "overdue", "disclosure-rules"])
    return rule


def _refuse(by: Any, facts: dict[str, Any]) -> None:
    if not can_set_rules(by):
        raise Refused("not_administrator", _("只有系统管理员可以设定公开规则。"))
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"unknown facts: {sorted(unknown)}")
    if "phases" in facts and not _known(facts["phases"]):
        raise Refused("phases", _("请选择规划处于哪些阶段时适用。"))


def _known(phases: Any) -> bool:
    return isinstance(phases, list) and bool(phases) and set(phases) <= set(PlanPhase)
