"""Asking an address as somebody, without leaving a trace in the database."""

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
#: Bookkeeping of signing in, whose rows say nothing about the portal.
UNIMPORTANT = ("django_session",)


class Answer:
    """What came back: was it let in, and what was written meanwhile?"""

    def __init__(self, response: Any, writes: list[str]) -> None:
        self.status: int = response.status_code
        self.location: str = response.headers.get("Location", "")
        self.writes = writes

    @property
    def to_login(self) -> bool:
        logins = (reverse("account_login"), reverse("wagtailadmin_login"))
        return self.status == 302 and self.location.startswith(logins)

    @property
    def turned_away(self) -> bool:
        """To the login, to the admin's front page, or refused by number."""
        if self.status in {403, 404, 405}:
            return True
        return self.to_login or self.location == reverse("wagtailadmin_home")

    def __str__(self) -> str:
        return f"{self.status} {self.location}".strip()


def read(client: Client, path: str) -> str:
    """What a GET answers, whole, a spreadsheet unpacked; its rows rolled back."""
    kept = copy.copy(client.cookies)
    with _rolled_back():
        answer: Any = client.get(path)
        body = answer.getvalue()
    client.cookies = kept
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(map(packed.read, packed.namelist()))
    return str(body.decode("utf-8", "replace"))


def ask(client: Client, method: str, path: str, data: dict[str, str]) -> Answer:
    kept = copy.copy(client.cookies)
    with _rolled_back(), _noted() as writes:
        send = client.post if method == "POST" else client.get
        response: Any = send(path, data if method == "POST" else {})
        if response.streaming:
            b"".join(response.streaming_content)
    client.cookies = kept  # signing out is one of the addresses
    return Answer(response, writes)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _noted() -> Iterator[list[str]]:
    """The writing statements inside, without bookkeeping."""
    writes: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if WRITES.match(sql) and not any(name in sql for name in UNIMPORTANT):
            writes.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield writes
