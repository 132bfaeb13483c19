"""Telling others: the page caches at once, the unit and the office by one letter each.

A letter says what is owed, by when and on what ground; nothing in it is secret.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from plan_pages.delivery.models import Anchor
from plan_pages.disclosure.awaited import about, key_of
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.clock import today
from portal.outbox.events import Delivery, Handler, enqueue, handlers
from portal.outbox.purges import purge
from portal.units.models import Unit
from portal.writing import write_transaction

from .clock import with_clock
from .models import DueLetter, LetterKind, Obligation
from .reading import Owed, owed
from .states import Subject

TOPIC = "obligation.letter"


def remind(*, on: datetime.date | None = None) -> int:
    """Owe a letter about what is due soon or overdue as of `on`: how many letters.

    Once each for a due day; a unit gets one letter for all of a kind. Whatever became
    overdue also leaves the page caches.
    """
    day = on or today()
    with write_transaction():
        rows = list(_untold(day))
        DueLetter.objects.bulk_create(
            [
                DueLetter(
                    obligation=row, kind=row.clock, due_on=row.last_day, written_on=day
                )
                for row in rows
            ]
        )
        forget_pages(row for row in rows if row.clock == LetterKind.OVERDUE)
        return _enqueue(rows, day)


def _untold(day: datetime.date) -> Iterator[Any]:
    """What is due soon or overdue, and nobody wrote about that day yet."""
    rows = with_clock(Obligation.objects.all(), day).filter(clock__in=LetterKind.values)
    rows = list(rows.order_by("unit_id", "last_day", "pk"))
    since = min((row.last_day for row in rows), default=day)
    letters = DueLetter.objects.filter(due_on__gte=since)
    told = set(letters.values_list("obligation_id", "kind", "due_on"))
    for row in rows:
        if (row.pk, row.clock, row.last_day) not in told:
            yield row


def _enqueue(rows: list[Any], day: datetime.date) -> int:
    letters: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows:
        letters[row.unit_id, row.clock].append(row.public_id)
    for (unit_id, kind), ids in letters.items():
        enqueue(
            topic=TOPIC,
            key=f"{TOPIC}:{kind}:{day.isoformat()}:{ids[0]}",
            payload={"unit": unit_id, "kind": kind, "obligations": ids},
        )
    return len(letters)


def forget_pages(rows: Iterable[Obligation]) -> None:
    """Every process forgets the pages that show these obligations."""
    keys: set[str] = set()
    found = list(
        Obligation.objects.filter(pk__in=[row.pk for row in rows]).select_related(
            "unit", "indicator__part", "project__part", "task__part"
        )
    )
    for row in found:
        keys |= {"home", "overdue", "scorecard", "units", f"unit:{row.unit.key}"}
        for thing, kind in ((row.project, "project"), (row.task, "task")):
            if thing is not None:
                keys.add(f"{kind}:{thing.public_id}")
        if row.indicator is not None:
            keys.add(f"indicator:{row.plan_id}:{row.indicator.number}")
    for part in _parts(found):
        keys |= {f"part:{part.public_id}", f"page:{part.page_id}"}
    purge(keys=keys)


def _parts(rows: list[Any]) -> Iterator[Part]:
    """Where what they are about shows: at home, and where it is anchored."""
    subjects = [row.indicator or row.project or row.task for row in rows]
    yield from (subject.part for subject in subjects if subject is not None)
    keys = [key_of(row) for row in rows if row.subject != Subject.UNIT]
    for anchor in Anchor.objects.filter(about(keys)).select_related("part"):
        yield anchor.part


def readers_of(unit_id: int) -> tuple[list[str], list[str]]:
    """Addresses of (the unit's editors and heads, the publishing office)."""
    people = User.objects.filter(is_active=True, email__isnull=False)
    own = Q(unit_id=unit_id, groups__name__in=[Role.EDITOR.value, Role.HEAD.value])
    office = Q(groups__name=Role.PUBLISHER.value)
    return (
        sorted({str(person.email) for person in people.filter(own)}),
        sorted({str(person.email) for person in people.filter(office)}),
    )


def _send(delivery: Delivery) -> None:
    """What was published in the meantime is left out."""
    unit = Unit.objects.get(pk=delivery.payload["unit"])
    kind, ids = delivery.payload["kind"], delivery.payload["obligations"]
    rows = with_clock(Obligation.objects.filter(public_id__in=ids)).filter(clock=kind)
    to, office = readers_of(unit.pk)
    with override(settings.LANGUAGE_CODE):
        lines = owed(rows)
        if lines and (to or office):
            _message(unit, LetterKind(str(kind)), lines, to, office).send()


def _message(
    unit: Unit, kind: LetterKind, lines: list[Owed], to: list[str], office: list[str]
) -> EmailMessage:
    pattern = {
        LetterKind.DUE_SOON: _("将到期：%(unit)s有 %(count)d 项应公开"),
        LetterKind.OVERDUE: _("逾期未公开：%(unit)s有 %(count)d 项"),
    }[kind]
    base = (settings.BASE_URL or settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    context = {
        "unit": unit,
        "overdue": kind == LetterKind.OVERDUE,
        "lines": lines,
        "list_urls": [
            f"{base}{reverse('plan_overdue', args=[key])}?unit={unit.key}"
            for key in sorted({line.obligation.plan.key for line in lines})
        ],
    }
    body = render_to_string("plan_pages/obligations/letter.txt", context)
    subject = pattern % {"unit": unit.name, "count": len(lines)}
    connection = get_connection(fail_silently=False)
    return EmailMessage(subject, body, to=to, bcc=office, connection=connection)


handlers.register(Handler(topic=TOPIC, run=_send))
