"""Many suggestions at once, as rows: for what must cost the same at any size."""

from collections.abc import Sequence

from django.db import connection

from feedback.moderation import rules
from feedback.moderation.models import Decision
from feedback.replies.models import AnsweredSuggestion, Reply, ReplyVersion, Routing
from feedback.suggestions.models import Suggestion, SuggestionText
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.clock import add_working_days, today
from portal.intake.codes import ALPHABET
from portal.units.models import Unit

from .replying import BODY

BATCH = 500


def counted() -> None:
    """What a database does by itself between the days: without it PostgreSQL plans for
    empty tables as long as the test's transaction is open.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def waiting(parts: Sequence[Part], count: int) -> list[Suggestion]:
    """`count` received ones with their texts, spread over `parts`."""
    return _sent(parts, count, "received", Suggestion.objects.count())


def answered(
    parts: Sequence[Part], count: int, *, unit: Unit, head: User, by: User
) -> list[Suggestion]:
    """`count` published ones, routed to `unit`, each answered by a reply of its own."""
    rows = published(parts, count, by=by)
    routed(rows, unit=unit, by=by)
    Reply.objects.bulk_create(
        [Reply(unit=unit, disposition="answered", body=BODY) for _ in rows],
        batch_size=BATCH,
    )
    replies = list(Reply.objects.filter(versions=None, live=True).order_by("pk"))
    version = {
        "number": 1, "unit": unit, "disposition": "answered", "html": BODY,
        "content_hash": "0" * 64, "published_on": today(), "by": head,
    }  # fmt: skip
    ReplyVersion.objects.bulk_create(
        [ReplyVersion(reply=reply, **version) for reply in replies], batch_size=BATCH
    )
    versions = ReplyVersion.objects.filter(reply__in=replies).order_by("reply_id")
    AnsweredSuggestion.objects.bulk_create(
        [
            AnsweredSuggestion(suggestion=row, version=each)
            for row, each in zip(rows, versions, strict=True)
        ],
        batch_size=BATCH,
    )
    return rows


def published(parts: Sequence[Part], count: int, *, by: User) -> list[Suggestion]:
    rows = _sent(parts, count, "published", Suggestion.objects.count())
    decision = {
        "kind": "publish", "state_before": "received", "state_after": "published",
        "rules": rules.current(), "role": "moderator", "decided_on": today(), "by": by,
    }  # fmt: skip
    Decision.objects.bulk_create(
        [Decision(suggestion=row, **decision) for row in rows], batch_size=BATCH
    )
    return rows


def routed(rows: Sequence[Suggestion], *, unit: Unit, by: User) -> None:
    routing = {
        "unit": unit, "complexity": "normal", "clock_from": today(),
        "routed_on": today(), "due_on": add_working_days(today(), 7).on,
        "due_certain": True, "by": by,
    }  # fmt: skip
    Routing.objects.bulk_create(
        [Routing(suggestion=row, **routing) for row in rows], batch_size=BATCH
    )


def _sent(
    parts: Sequence[Part], count: int, state: str, first: int
) -> list[Suggestion]:
    made = [
        Suggestion(
            number=_number(at),
            lookup_id=f"{at:032x}",
            part=parts[at % len(parts)],
            kind="suggestion",
            visibility="public",
            state=state,
            received_on=today(),
            channel="web",
            publication_mode="each",
            commitment=f"{at:064x}",
            entry_id=f"{at:026d}",
        )
        for at in range(first, first + count)
    ]
    Suggestion.objects.bulk_create(made, batch_size=BATCH)
    rows = list(Suggestion.objects.order_by("-pk")[:count])
    SuggestionText.objects.bulk_create(
        [
            SuggestionText(suggestion=row, text=f"第{row.pk}条：路灯不亮。")
            for row in rows
        ],
        batch_size=BATCH,
    )
    return rows


def _number(at: int) -> str:
    symbols = "".join(ALPHABET[(at * 7919 >> 5 * place) & 31] for place in range(6))
    return f"{symbols[:2]}-{symbols[2:]}"
