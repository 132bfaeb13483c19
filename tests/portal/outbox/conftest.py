from collections.abc import Iterator

import pytest

from portal.outbox import events


@pytest.fixture
def no_chores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliveries alone: housekeeping would write and ask besides."""
    monkeypatch.setattr(events.housekeeping, "_providers", [])


@pytest.fixture
def handlers(
    monkeypatch: pytest.MonkeyPatch, no_chores: None
) -> Iterator[list[events.Handler]]:
    """A handler list of the test's own."""
    own: list[events.Handler] = []
    monkeypatch.setattr(events.handlers, "_providers", own)
    yield own
