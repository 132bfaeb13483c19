"""The relay's duty, once a Beijing day: write down what is owed, remind of it."""

import datetime

from django.db import transaction

from portal.clock import today
from portal.outbox.events import housekeeping

from .due import make
from .models import DisclosureSettings
from .notices import remind

#: The day this process did it last; both verbs may be repeated at no harm.
_done: dict[str, datetime.date] = {}


@housekeeping.register
def keep_the_clock() -> None:
    day = today()
    if _done.get("day") == day or DisclosureSettings.load().launch_date is None:
        return
    make(on=day)
    remind(on=day)
    transaction.on_commit(lambda: _done.update(day=day))
