"""Signed-in clients, one a person."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.replies import setup
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.accounts.roles import Role

from ..lifecycle import send
from ..people import person
from .casework import WORDS


@pytest.fixture(autouse=True)
def _workflow(db: None) -> None:
    setup.prepare()


@pytest.fixture
def publisher(db: None) -> User:
    return person("publisher", Role.PUBLISHER)


@pytest.fixture
def reader(db: None) -> User:
    """Signed in, without a role."""
    return person("reader")


@pytest.fixture
def as_() -> Callable[[User | None], Client]:
    """as_(user): a client signed in as that user; None: nobody."""

    def sign_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def row(part: Part) -> Suggestion:
    return send(part, text=WORDS).suggestion
