"""A process that stores suggestions, and says each receipt once it has it.

    python -m tests.feedback.suggestions.writing_process COUNT [SYNCHRONOUS]

The embedded settings, data in PORTAL_VAR. A line "number entry" a receipt, written at
once. SYNCHRONOUS replaces what the settings ask of SQLite, for the control.
"""

import os
import sys

import django


def main(count: int, synchronous: str = "FULL") -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.embedded"
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    asked = options["init_command"]
    assert "synchronous=FULL" in asked
    options["init_command"] = asked.replace("=FULL", f"={synchronous}")
    django.setup()
    store(count)


def store(count: int) -> None:
    from feedback.suggestions import intake
    from plan_pages.document.models import Part
    from portal.intake import formkeys
    from portal.ledger.promises import read_promise

    part = Part.objects.filter(kind="paragraph").order_by("pk")[0]
    for number in range(count):
        receipt = intake.receive(
            key=formkeys.issue(purpose="suggest"),
            part=part,
            kind="suggestion",
            visibility="private",
            text=f"第{number}条：日间照料中心中午也开门。" * (1 + number % 20),
        ).receipt
        entry = read_promise(receipt.promise).entry_id
        os.write(1, f"{receipt.number} {entry}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
