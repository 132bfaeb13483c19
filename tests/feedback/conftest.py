"""People, parts, and suggestions brought into any state through the services alone."""

from collections.abc import Callable
from typing import Any

import pytest

from feedback.moderation import appeals
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit

from .lifecycle import advance, send
from .people import person


@pytest.fixture
def part(korla: Plan) -> Part:
    """A paragraph of 15.2."""
    section = Part.objects.current().of_plan(korla.pk).filter(kind="paragraph")
    return section.filter(page__url_path__endswith="/15/2/").order_by("order")[0]


@pytest.fixture
def other_part(part: Part) -> Part:
    rest = Part.objects.current().filter(plan=part.plan, kind="paragraph")
    return rest.filter(page__url_path__endswith="/4/5/").order_by("order")[0]


@pytest.fixture
def moderator(db: None) -> User:
    return person("moderator", Role.MODERATOR)


@pytest.fixture
def second(db: None) -> User:
    return person("second", Role.MODERATOR)


@pytest.fixture
def third(db: None) -> User:
    return person("third", Role.MODERATOR)


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(key="fgw", name="发展改革部门", kind="department")


@pytest.fixture
def other_unit(db: None) -> Unit:
    return Unit.objects.create(key="jtj", name="交通部门", kind="department")


@pytest.fixture
def editor(unit: Unit) -> User:
    return person("editor", Role.EDITOR, unit=unit)


@pytest.fixture
def head(unit: Unit) -> User:
    return person("head", Role.HEAD, unit=unit)


@pytest.fixture
def other_head(other_unit: Unit) -> User:
    return person("other-head", Role.HEAD, unit=other_unit)


@pytest.fixture
def suggestion(part: Part) -> Suggestion:
    return send(part).suggestion


@pytest.fixture
def brought(
    part: Part, other_part: Part, moderator: User, second: User
) -> Callable[..., Suggestion]:
    """brought("refused"): a suggestion in that state, by the moves that lead there."""

    def bring(state: str, **changes: Any) -> Suggestion:
        row = send(part, **changes).suggestion
        return advance(row, state, by=moderator, second=second)

    return bring


@pytest.fixture
def appealed(brought: Callable[..., Suggestion]) -> Any:
    """A refused suggestion with an open appeal."""
    row = brought("refused")
    return appeals.open_appeal(suggestion=row, text="这不是广告。")
