"""Once a working day: what is late or due soon, to each by mail and to the office.

A duty of the relay (after settings.REMIND_AT, Beijing time), or `manage.py remind`.
Mail and message are owed through the outbox; both say numbers, never words, in Chinese:
the relay knows nobody's language.
"""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.utils import timezone

from feedback.queries import desk
from feedback.queries.tasks import Urgency
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.clock import is_working_day, today
from portal.outbox import messenger
from portal.outbox.events import Delivery, Handler, enqueue, handlers, housekeeping
from portal.outbox.models import Lease
from portal.units.models import Unit
from portal.writing import write_transaction

MAIL, OFFICE = "remind.mail", "remind.office"
#: What a reminder speaks of; the rest can wait.
SOON = (Urgency.LATE, Urgency.TODAY, Urgency.THIS_WEEK)
#: The row of `Lease` whose holder is the day that was reminded of last.
_DONE = "remind"


@dataclass(frozen=True)
class Owed:
    """What `remind` left in the outbox."""

    mails: int
    office: bool


def remind(*, on: datetime.date | None = None, again: bool = False) -> Owed | None:
    """Owe the day's reminders; None where they were owed before (but for `again`)."""
    day = on or today()
    with write_transaction():
        if not again and Lease.objects.filter(name=_DONE, holder=str(day)).exists():
            return None
        Lease.objects.update_or_create(
            name=_DONE, defaults={"holder": str(day), "expires_at": timezone.now()}
        )
        people = [user.pk for user in _people() if _soon(desk.tally(user, day))]
        for key in people:
            enqueue(topic=MAIL, key=f"{MAIL}:{day}:{key}", payload={"user": key})
        office = messenger.is_set() and bool(_office_lines(day))
        if office:
            enqueue(topic=OFFICE, key=f"{OFFICE}:{day}", payload={"day": str(day)})
    return Owed(len(people), office)


@housekeeping.register
def remind_in_the_morning() -> None:
    """A chore of the relay: once, after the hour, on working days."""
    now = timezone.localtime()
    works, _certain = is_working_day(now.date())
    if settings.REMIND_AT and works and now.strftime("%H:%M") >= settings.REMIND_AT:
        remind(on=now.date())


def _people() -> QuerySet[User]:
    """Active, with a role and an address."""
    roles = [role.value for role in Role]
    active = User.objects.filter(is_active=True, email__isnull=False)
    return active.filter(groups__name__in=roles).distinct().order_by("pk")


def _soon(tally: Counter[Urgency]) -> list[str]:
    """已逾期 2, 今天到期 1; empty where nothing is due soon."""
    return [f"{each.label} {tally[each]}" for each in SOON if tally[each]]


def _office_lines(day: datetime.date) -> list[str]:
    moderation, by_unit = desk.office(day)
    units: Mapping[int, Unit] = Unit.objects.in_bulk(list(by_unit))
    lines = [("审核和分办", _soon(moderation))]
    lines += [(str(units[key]), _soon(tally)) for key, tally in sorted(by_unit.items())]
    return [f"{name}：{'，'.join(said)}" for name, said in lines if said]


def _mail(delivery: Delivery) -> None:
    """As it stands now; nothing where it was done meanwhile or the person is gone."""
    user = _people().filter(pk=delivery.payload["user"]).first()
    said = _soon(desk.tally(user)) if user else []
    if user is None or user.email is None or not said:
        return
    words = [
        "您今天要办的事：",
        *said,
        "",
        today_url() or "请登录后看“今天要办”。",
    ]
    title = f"今天要办：{'，'.join(said)}"
    send_mail(title, "\n".join(words), None, [user.email])


def _tell_office(delivery: Delivery) -> None:
    lines = _office_lines(datetime.date.fromisoformat(str(delivery.payload["day"])))
    if lines and messenger.is_set():
        messenger.post(title="建议与答复：催办", lines=lines, url=today_url())


def today_url() -> str:
    """The address of 今天要办; "" where the site's own address is not set."""
    if not settings.BASE_URL:
        return ""
    base = settings.BASE_URL.rstrip("/") + settings.PATH_PREFIX.rstrip("/")
    return f"{base}/today/"


handlers.register(Handler(topic=MAIL, run=_mail))
handlers.register(Handler(topic=OFFICE, run=_tell_office))
