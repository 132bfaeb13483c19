"""Which suggestions were erased, kept outside the database: numbers, never a word.

A backup from before an erasure holds what was erased. Whoever restores it starts with
`manage.py prepare`, which erases again what this file names.
"""

import os
from pathlib import Path

from django.conf import settings

from portal.outbox.events import Delivery, Handler, enqueue, handlers

from . import authors
from .models import Suggestion

TOPIC = "suggestion.erased"
_BATCH = 500


def path() -> Path:
    return Path(settings.VAR_DIR) / "erased-suggestions"


@authors.erasers.register
def owe_note(suggestion: Suggestion) -> None:
    """In the erasing transaction. The entry's random id tells a number given anew."""
    enqueue(
        topic=TOPIC,
        key=f"{TOPIC}:{suggestion.number}",
        payload={"number": suggestion.number, "entry": suggestion.entry_id},
    )


def note(delivery: Delivery) -> None:
    """A line at the end, on the disk before the event goes; twice does no harm."""
    said = f"{delivery.payload['number']} {delivery.payload['entry']}\n"
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    descriptor = os.open(path(), flags, 0o600)
    try:
        os.write(descriptor, said.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def erase_again() -> int:
    """What the file names and the database still holds; how many that were."""
    if not path().exists():
        return 0
    lines = path().read_text().splitlines()
    entries = sorted({line.partition(" ")[2] for line in lines})
    done = 0
    for at in range(0, len(entries), _BATCH):
        held = Suggestion.objects.filter(entry_id__in=entries[at : at + _BATCH])
        for row in held.filter(erased_week=""):
            authors.erase(suggestion=row)
            done += 1
    return done


handlers.register(Handler(topic=TOPIC, run=note))
