from collections.abc import Callable

import pytest

from feedback.moderation import takedowns
from feedback.queries.departments import routed_text
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import TEXT
from ..replying import routed
from ..unchanged import refused


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("published", TEXT),
        ("published_masked", "████" + TEXT[2:]),
        ("accepted_unpublished", TEXT),
    ],
)
def test_department_sees_the_moderated_text(
    brought: Callable[..., Suggestion],
    unit: Unit,
    editor: User,
    head: User,
    moderator: User,
    state: str,
    text: str,
) -> None:
    row = routed(brought(state), unit=unit, by=moderator)
    assert routed_text(suggestion=row, user=editor) == text
    assert routed_text(suggestion=row, user=head) == text


def test_department_sees_nothing_else(
    brought: Callable[..., Suggestion],
    unit: Unit,
    editor: User,
    other_head: User,
    moderator: User,
) -> None:
    unrouted = brought("published")
    with refused("not_own_unit"):
        routed_text(suggestion=unrouted, user=editor)
    row = routed(brought("published"), unit=unit, by=moderator)
    for user in (other_head, moderator):
        with refused("not_own_unit"):
            routed_text(suggestion=row, user=user)
    takedowns.take_down(suggestion=row, reason="x", by=moderator)
    with refused("state"):
        routed_text(suggestion=row, user=editor)
    erased = routed(brought("published"), unit=unit, by=moderator)
    authors.erase(suggestion=erased)
    with refused("erased"):
        routed_text(suggestion=erased, user=editor)
