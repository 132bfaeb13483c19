"""A suggestion that waits for an answer."""

from collections.abc import Callable

import pytest

from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.units.models import Unit

from ..replying import routed


@pytest.fixture
def published(brought: Callable[..., Suggestion]) -> Suggestion:
    return brought("published")


@pytest.fixture
def mine(published: Suggestion, unit: Unit, moderator: User) -> Suggestion:
    """Routed to the unit of `head` and `editor`."""
    return routed(published, unit=unit, by=moderator)
