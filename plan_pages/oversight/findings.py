"""A finding: written, released by another person, answered by the unit's head."""

import json

from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.recording import kept
from plan_pages.delivery.traces import leave
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.obligations.models import DisclosureSettings, Obligation
from portal.accounts.models import User
from portal.clock import add_working_days, today
from portal.ledger.commitments import public_hash
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Finding, FindingAnswer, FindingRelease
from .notices import tell_and_forget_pages, tell_the_unit
from .permissions import (
    can_answer,
    can_find,
    can_find_about,
    can_release,
    can_release_any,
)
from .states import Value


def make(
    *,
    by: User,
    value: str,
    words: str,
    version: UpdateVersion | None = None,
    obligation: Obligation | None = None,
) -> Finding:
    """An internal finding about exactly one of `version` and `obligation`.

    Raises Refused (not_reviewer, one, own_unit, words, withdrawn, invalid).
    """
    if not can_find(by):
        raise Refused("not_reviewer", _("只有人大审查员可以写核查结论。"))
    if (version is None) == (obligation is None):
        raise Refused("one", _("核查结论须针对一项公开或一项应公开事项。"))
    carrier = version or obligation
    if carrier is not None and not can_find_about(by, carrier.unit_id):
        raise Refused("own_unit", _("本单位的事项须由其他单位的人员核查。"))
    if not words.strip():
        raise Refused("words", _("请写明核查意见。"))
    with write_transaction():
        finding = Finding(value=value, words=words.strip(), made_on=today(), by=by)
        if version is not None:
            if hasattr(version.update, "withdrawal"):
                raise Refused("withdrawn", _("这项公开已经撤回。"))
            finding.version, finding.unit = version, version.unit
            finding.plan = version.update.plan
        elif obligation is not None:
            finding.obligation, finding.unit = obligation, obligation.unit
            finding.plan = obligation.plan
        return kept(finding)


def release(*, finding: Finding, by: User) -> FindingRelease:
    """From now on public. "To be supplemented" opens a clock of its own.

    Raises Refused (not_office, same_person, own_unit, released).
    """
    if not can_release_any(by):
        raise Refused("not_office", _("须由人大办公室公开核查结论。"))
    if finding.by_id == by.pk:
        raise Refused("same_person", _("须由另一个人公开。"))
    if not can_release(by, finding):
        raise Refused("own_unit", _("本单位的事项须由其他单位的人员核查。"))
    with write_transaction():
        held = Finding.objects.select_for_update().get(pk=finding.pk)
        if FindingRelease.objects.filter(finding=held).exists():
            raise Refused("released", _("这项结论已经公开。"))
        row = FindingRelease(finding=held, released_on=today(), by=by)
        if held.value == Value.TO_BE_SUPPLEMENTED:
            days = DisclosureSettings.load().supplement_days
            due = add_working_days(row.released_on, days)
            row.supplement_due_on, row.certain = due.on, due.certain
        kept(row)
        record(
            type=EntryType.REVIEW_FOUND,
            subject=held.public_id,
            data={"value": held.value, "hash": public_hash(content_of(held))},
        )
        tell_and_forget_pages(held)
        tell_the_unit(held)
    return row


def answer(*, finding: Finding, words: str, by: User) -> FindingAnswer:
    """The unit's words, public at once beside the finding.

    Raises Refused (not_head, not_released, words).
    """
    if not can_answer(by, finding):
        raise Refused("not_head", _("须由该单位的负责人回应。"))
    if not words.strip():
        raise Refused("words", _("请写明回应。"))
    with write_transaction():
        held = Finding.objects.select_for_update().get(pk=finding.pk)
        if not FindingRelease.objects.filter(finding=held).exists():
            raise Refused("not_released", _("这项结论还没有公开。"))
        row = kept(
            FindingAnswer(
                finding=held, unit=held.unit, words=words.strip(),
                answered_on=today(), by=by,
            )
        )  # fmt: skip
        leave(row, about=held)
        tell_and_forget_pages(held)
    return row


def content_of(finding: Finding) -> bytes:
    """The exact bytes whose SHA-256 the ledger holds: JSON, keys sorted, UTF-8."""
    said = {
        "id": finding.public_id,
        "value": finding.value,
        "words": finding.words,
        "unit": finding.unit.key,
    }
    if finding.version is not None:
        update = finding.version.update.public_id
        said["about"] = f"update:{update}/{finding.version.number}"
    elif finding.obligation is not None:
        said["about"] = f"obligation:{finding.obligation.public_id}"
    return json.dumps(
        said, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()
