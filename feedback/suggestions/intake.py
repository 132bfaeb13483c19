"""Receiving a suggestion: one transaction, one receipt, however often it is sent."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part, Plan, PlanPhase
from portal import sealing
from portal.accounts.models import User
from portal.clock import add_working_days, iso_week, today
from portal.intake import pow
from portal.intake.codes import ReturnCode, code_for, new_number
from portal.intake.formkeys import FormKey
from portal.ledger.commitments import commit
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.ledger.promises import promise
from portal.prepared import Prepared, PreparedInsert
from portal.refusals import Message, Refused
from portal.registry import Point
from portal.writing import write_transaction

from .drafts import Draft
from .models import FeedbackSettings, Suggestion, SuggestionContact, SuggestionText
from .notices import tell_received
from .permissions import can_enter_paper
from .states import Channel, State

#: Attempts to find a public number that is free: there are 2**30.
_ATTEMPTS = 8
MAX_CONTACT = 500


#: Keys of the parts at which a suggestion stood before somebody moved it.
earlier_parts: Point[Callable[[Suggestion], Iterable[int]]] = Point("earlier parts")


@dataclass(frozen=True)
class Receipt:
    """What the author gets, the same at every retry. `code` is stored nowhere."""

    number: str
    code: ReturnCode
    promise: str
    week: str
    decide_by: datetime.date


@dataclass(frozen=True)
class Received:
    """`created` is False when the same form had been sent before."""

    suggestion: Suggestion
    receipt: Receipt
    created: bool
    settings: FeedbackSettings


def receive(
    *,
    key: FormKey,
    part: Part,
    kind: str,
    visibility: str,
    text: str,
    contact: str = "",
    resubmission_of: Suggestion | None = None,
) -> Received:
    """Store `text`, exactly, about `part`. The view has judged the effort before.

    Raises Refused (expired, form_used, another, plan_closed, kind, visibility, text,
    contact_off, contact_long, not_refused) and WriteUnavailable; then nothing is
    stored.
    """
    draft = Draft(
        part=part,
        kind=kind,
        visibility=visibility,
        text=text,
        contact=contact,
        resubmission_of=resubmission_of,
    )
    return _store_once(key, draft)


def enter_paper(
    *,
    key: FormKey,
    part: Part,
    kind: str,
    visibility: str,
    text: str,
    by: User,
    received_on: datetime.date | None = None,
    contact: str = "",
) -> Received:
    """Store what came in on paper on `received_on`; the receipt is the same one.

    Raises Refused (not_clerk, future) beside what `receive` raises.
    """
    if not can_enter_paper(by):
        raise Refused("not_clerk", _("只有审核员和发布员可以录入书面来信。"))
    draft = Draft(
        part=part,
        kind=kind,
        visibility=visibility,
        text=text,
        contact=contact,
        channel=Channel.PAPER,
        received_on=received_on or today(),
        entered_by=by,
    )
    return _store_once(key, draft)


def receipt_for(
    suggestion: Suggestion, key: FormKey, settings: FeedbackSettings | None = None
) -> Receipt:
    """The receipt of the form `key` that led to `suggestion`."""
    return Receipt(
        number=suggestion.number,
        code=code_for(key),
        promise=promise(
            entry_id=suggestion.entry_id,
            commitment=suggestion.commitment,
            received=suggestion.received_on,
        ),
        week=iso_week(suggestion.received_on),
        decide_by=decide_by(suggestion, settings),
    )


def decide_by(
    suggestion: Suggestion, settings: FeedbackSettings | None = None
) -> datetime.date:
    """The last day for the moderator's decision."""
    days = (settings or FeedbackSettings.load()).moderation_days
    return add_working_days(suggestion.received_on, days).on


def _store_once(key: FormKey, draft: Draft) -> Received:
    if key.expired:
        said = _("表单已过期，请重新提交；内容已保留。")
        return _earlier(key, draft, "expired", said)
    for attempt in range(_ATTEMPTS):
        try:
            with write_transaction():
                settings, phase = _terms(draft.part)
                suggestion = _store(key, draft, settings, phase)
        except pow.AlreadySpent:
            return _earlier(key, draft, "form_used", _("这份表单已经用过。"))
        except IntegrityError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            receipt = receipt_for(suggestion, key, settings)
            return Received(suggestion, receipt, created=True, settings=settings)
    raise AssertionError("unreachable")


def _earlier(key: FormKey, draft: Draft, code: str, message: Message) -> Received:
    """What the form led to before; erased in the meantime, it leads nowhere.

    Raises Refused (another) where what was sent now is not what was stored then.
    """
    rows = Suggestion.objects.select_related("part__page", "words", "contact")
    suggestion = rows.filter(lookup_id=code_for(key).lookup_id).first()
    if suggestion is None:
        raise Refused(code, message)
    if not _is_the_same(suggestion, draft):
        said = _("前一份已收到，编号 %(number)s；这是另一份，请再提交。")
        raise Refused("another", said % {"number": suggestion.number})
    settings = FeedbackSettings.load()
    receipt = receipt_for(suggestion, key, settings)
    return Received(suggestion, receipt, created=False, settings=settings)


def _is_the_same(suggestion: Suggestion, draft: Draft) -> bool:
    """Word for word. A sealed contact cannot be compared, only whether there is one."""
    stored = (
        suggestion.words.text,
        suggestion.kind,
        suggestion.visibility,
        suggestion.channel,
        hasattr(suggestion, "contact"),
    )
    sent = (
        draft.text,
        draft.kind,
        draft.visibility,
        draft.channel,
        bool(draft.contact),
    )
    on_paper = suggestion.channel == Channel.PAPER
    same_day = not on_paper or suggestion.received_on == draft.received_on
    places = {suggestion.part_id}.union(*(left(suggestion) for left in earlier_parts))
    return stored == sent and same_day and draft.part.pk in places


def _store(
    key: FormKey, draft: Draft, settings: FeedbackSettings, phase: str | None
) -> Suggestion:
    pow.spend(key)
    _check_open(draft, phase)
    number = new_number()
    sealed = _seal(draft.contact, number, enabled=settings.contact_enabled)
    digest, _salt = commit(kind="text", content=draft.text.encode(), subject=number)
    entry = record(
        type=EntryType.SUGGESTION_RECEIVED,
        subject=number,
        data={"commitment": digest},
        on=draft.received_on,
    )
    suggestion = Suggestion(
        number=number,
        lookup_id=code_for(key).lookup_id,
        part=draft.part,
        kind=draft.kind,
        visibility=draft.visibility,
        received_on=draft.received_on,
        channel=draft.channel,
        publication_mode=settings.publication_mode,
        commitment=digest,
        entry_id=entry.entry_id,
        entered_by=draft.entered_by,
        resubmission_of=draft.resubmission_of,
    )
    _keep(suggestion)
    _keep_text(SuggestionText(suggestion=suggestion, text=draft.text))
    if sealed:
        SuggestionContact.objects.create(suggestion=suggestion, sealed=sealed)
    tell_received(suggestion)
    return suggestion


_keep = PreparedInsert(Suggestion)
_keep_text = PreparedInsert(SuggestionText)


def _settings(plan: int) -> QuerySet[FeedbackSettings]:
    phase = Plan.objects.filter(pk=plan).order_by().values("phase")
    return FeedbackSettings.objects.annotate(plan_phase=Subquery(phase))


_with_phase = Prepared(_settings, int)


def _terms(part: Part) -> tuple[FeedbackSettings, str | None]:
    """The settings, and the phase of the plan now, not when `part` was read."""
    found: Any = _with_phase.first(part.plan_id)
    if found is None:
        FeedbackSettings.load()  # makes the row
        found = _with_phase.first(part.plan_id)
    return found, found.plan_phase


def _check_open(draft: Draft, phase: str | None) -> None:
    if phase is None or not PlanPhase(phase).takes_suggestions:
        raise Refused("plan_closed", _("该规划已归档，不再收集建议。"))
    earlier = draft.resubmission_of
    if earlier is not None and not _is_refused(earlier):
        raise Refused("not_refused", _("只有未予公开的建议可以修改后重新提交。"))


def _is_refused(earlier: Suggestion) -> bool:
    return Suggestion.objects.filter(pk=earlier.pk, state=State.REFUSED).exists()


def _seal(contact: str, number: str, *, enabled: bool) -> bytes:
    if not contact:
        return b""
    if not enabled or not sealing.available():
        raise Refused("contact_off", _("本站不收联系方式。"))
    if len(contact) > MAX_CONTACT:
        raise Refused("contact_long", _("联系方式过长。"))
    return sealing.seal(contact.encode(), subject=number)
