"""`manage.py measure_submissions --upto=COUNT`: fill the tables, for the bench.

Rows as COUNT submissions leave them, with their ledger entries, salts, spent forms and
events; the events wait for a far day, as if an office's receiver were away. Ends with
`{"part": …}`, a paragraph to write about.
"""

import datetime
import hashlib
import json
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from feedback.suggestions.models import FeedbackSettings, Suggestion, SuggestionText
from feedback.suggestions.notices import TOPIC
from plan_pages.document.models import Part
from portal.clock import iso_week, today
from portal.intake.codes import new_number
from portal.intake.models import SpentChallenge
from portal.ledger.canonical import canonical
from portal.ledger.commitments import SALT_BYTES, commitment
from portal.ledger.entries import VERSION, new_id
from portal.ledger.models import Entry, EntryType, Salt
from portal.outbox.models import OutboxEvent

BATCH = 1_000
TEXT = "建议在健全规划治理体系一节写明每年公布进度，并说明资金从哪里来、由谁负责。"
FAR = datetime.timedelta(days=365)


class Command(BaseCommand):
    help = "Fill the tables of suggestions; for the bench, in a scratch folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--upto", type=int, required=True)

    def handle(self, *args: Any, upto: int, **options: Any) -> None:
        FeedbackSettings.load()
        parts = list(Part.objects.current().filter(kind="paragraph").order_by("pk"))
        standing = Suggestion.objects.count()
        numbers = set(Suggestion.objects.values_list("number", flat=True))
        while standing < upto:
            count = min(BATCH, upto - standing)
            with transaction.atomic():
                fill(parts, [_new(numbers) for _ in range(count)])
            standing += count
        if connection.vendor == "postgresql":
            # As it finds its tables by itself some minutes later, amid the measuring.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE)")
        self.stdout.write(json.dumps({"part": parts[0].public_id}))


def _new(numbers: set[str]) -> str:
    number = new_number()
    while number in numbers:
        number = new_number()
    numbers.add(number)
    return number


def fill(parts: list[Part], numbers: list[str]) -> None:
    """One suggestion a number, as the intake leaves it, and what belongs to it."""
    salts = [_salt(number) for number in numbers]
    entries = [_entry(salt) for salt in salts]
    suggestions = [
        Suggestion(
            number=salt.subject,
            lookup_id=secrets.token_hex(16),
            part=parts[place % len(parts)],
            kind="suggestion",
            visibility="public",
            received_on=today(),
            channel="web",
            publication_mode="each",
            commitment=salt.commitment,
            entry_id=entry.entry_id,
        )
        for place, (salt, entry) in enumerate(zip(salts, entries, strict=True))
    ]
    Salt.objects.bulk_create(salts)
    Entry.objects.bulk_create(entries)
    Suggestion.objects.bulk_create(suggestions)
    SuggestionText.objects.bulk_create(
        SuggestionText(suggestion=row, text=TEXT) for row in suggestions
    )
    OutboxEvent.objects.bulk_create(_event(number) for number in numbers)
    SpentChallenge.objects.bulk_create(_spent(number) for number in numbers)


def _salt(number: str) -> Salt:
    value = secrets.token_bytes(SALT_BYTES)
    digest = commitment(kind="text", salt=value, content=TEXT.encode())
    return Salt(subject=number, kind="text", value=value, commitment=digest)


def _entry(salt: Salt) -> Entry:
    entry_id, kind = new_id(), EntryType.SUGGESTION_RECEIVED
    payload: dict[str, int | str] = {
        "version": VERSION,
        "type": kind.value,
        "id": entry_id,
        "subject": salt.subject,
        "week": iso_week(today()),
        "commitment": salt.commitment,
    }
    return Entry(
        entry_id=entry_id, type=kind, subject=salt.subject, payload=canonical(payload)
    )


def _event(number: str) -> OutboxEvent:
    return OutboxEvent(
        key=f"{TOPIC}:{number}",
        topic=TOPIC,
        payload={"number": number},
        attempts=1,
        next_try=timezone.now() + FAR,
    )


def _spent(number: str) -> SpentChallenge:
    digest = hashlib.sha256(number.encode()).hexdigest()
    return SpentChallenge(digest=digest, forget_after=today() + FAR)
