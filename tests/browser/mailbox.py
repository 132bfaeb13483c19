"""Mail of a browser's portal, kept as files below its var."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased

FOLDER = "mail"


class Mailbox(filebased.EmailBackend):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, file_path=settings.VAR_DIR / FOLDER, **options)


def letters(var: Path) -> list[EmailMessage]:
    """All that were sent, each file of one connection in its order."""
    found: list[Any] = []
    for path in sorted((var / FOLDER).glob("*.log")):
        for part in path.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                found.append(email.message_from_bytes(part, policy=default))
    return found
