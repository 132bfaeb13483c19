"""Publishing: a version that nothing changes, for every suggestion it answers.

`Reply.publish` comes here whoever calls it: these services, Wagtail's workflow, its
admin. So the rules hold on every way.
"""

from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from feedback.suggestions.models import Suggestion
from feedback.suggestions.notices import tell_and_forget_pages
from portal.accounts.models import User
from portal.clock import today
from portal.ledger.canonical import Value
from portal.ledger.commitments import public_hash
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.pages.sanitiser import clean
from portal.refusals import Refused
from portal.writing import write_transaction

from .drafts import FIELDS, refuse_foreign, save_draft
from .models import AnsweredSuggestion, Reply, ReplyVersion, ReplyWithdrawal
from .models.reply import publishers
from .permissions import can_approve_for


def publish_reply(*, reply: Reply, by: User) -> ReplyVersion:
    """Publish the newest draft as version 1. `by` is the head of the reply's unit.

    Raises Refused (not_head, not_own_unit, state, answered, empty, withdrawn, note).
    """
    with write_transaction():
        version = _publish(reply, by)
    reply.refresh_from_db()
    return version


def correct_reply(*, reply: Reply, note: str, by: User, **columns: str) -> ReplyVersion:
    """Version n+1, with a public note on what was wrong."""
    with write_transaction():
        save_draft(by=by, suggestions=(), reply=reply, note=note, **columns)
        version = _publish(reply, by)
    reply.refresh_from_db()
    return version


def withdraw_reply(*, reply: Reply, reason: str, by: User) -> ReplyWithdrawal:
    """Take it back with a public reason; its suggestions are open again.

    Raises Refused (not_head, reason, not_published, withdrawn).
    """
    _refuse_others(reply, by)
    if not reason.strip():
        raise Refused("reason", _("撤回答复须写明理由，理由将公开。"))
    with write_transaction():
        held = Reply.objects.select_for_update().get(pk=reply.pk)
        version = held.versions.order_by("-number").first()
        if version is None:
            raise Refused("not_published", _("答复还没有公布。"))
        _refuse_withdrawn(held)
        withdrawal = ReplyWithdrawal.objects.create(
            reply=held, reason=reason, withdrawn_on=today(), by=by
        )
        Reply.objects.filter(pk=held.pk).update(live=False)
        for suggestion in _answered_by(version):
            _tell(
                suggestion,
                version,
                answer="withdrawn",
                hash=public_hash(reason.encode()),
            )
    reply.live = False
    return withdrawal


def _publish(reply: Reply, by: User) -> ReplyVersion:
    """Afresh from the table: the caller's object may be older than a refusal."""
    held = Reply.objects.select_for_update().get(pk=reply.pk)
    held.get_latest_revision().publish(user=by)
    return held.versions.latest("number")


@publishers.register
def write_version(reply: Reply, by: Any) -> ReplyVersion:
    """The version of what `reply` says now, in the transaction that publishes it."""
    _refuse_others(reply, by)
    held = Reply.objects.select_for_update().get(pk=reply.pk)
    _refuse_withdrawn(held)
    last = held.versions.order_by("-number").first()
    suggestions = (
        _answered_by(last)
        if last
        else refuse_foreign(
            [target.suggestion for target in held.targets.select_related("suggestion")],
            held.unit_id,
        )
    )
    version = _version(held, last, by)
    AnsweredSuggestion.objects.bulk_create(
        AnsweredSuggestion(version=version, suggestion=row) for row in suggestions
    )
    for suggestion in suggestions:
        _tell(suggestion, version, answer="published", hash=version.content_hash)
    return version


def _version(reply: Reply, last: ReplyVersion | None, by: User) -> ReplyVersion:
    # What links to a page by its id gets the address; clean() keeps addresses alone.
    html = clean(expand_db_html(reply.body))
    if not strip_tags(html).strip():
        raise Refused("empty", _("答复不能为空。"))
    if last and not reply.note.strip():
        raise Refused("note", _("更正须写明更正了什么，说明将公开。"))
    columns = {name: getattr(reply, name) for name in FIELDS if name != "body"}
    columns["note"] = reply.note if last else ""
    return ReplyVersion.objects.create(
        reply=reply,
        number=last.number + 1 if last else 1,
        unit_id=reply.unit_id,
        html=html,
        content_hash=public_hash(html.encode()),
        published_on=today(),
        by=by,
        **columns,
    )


def _tell(suggestion: Suggestion, version: ReplyVersion, **data: Value) -> None:
    record(
        type=EntryType.SUGGESTION_ANSWERED,
        subject=suggestion.number,
        data={
            "disposition": str(version.disposition),
            "number": version.number,
            **data,
        },
    )
    tell_and_forget_pages(suggestion)


def _answered_by(version: ReplyVersion) -> list[Suggestion]:
    rows = Suggestion.objects.filter(answers__version=version)
    return list(rows.select_related("part").order_by("pk"))


def _refuse_others(reply: Reply, by: Any) -> None:
    if not can_approve_for(by, reply.unit_id):
        raise Refused("not_head", _("须由承办单位的负责人公布。"))


def _refuse_withdrawn(reply: Reply) -> None:
    if ReplyWithdrawal.objects.filter(reply=reply).exists():
        raise Refused("withdrawn", _("这份答复已经撤回，请另写一份。"))
