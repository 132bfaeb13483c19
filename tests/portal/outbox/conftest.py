from collections.abc import Iterator

import pytest

from portal.outbox import events


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[events.Handler]]:
    """A handler list of the test's own."""
    own: list[events.Handler] = []
    monkeypatch.setattr(events.handlers, "_providers", own)
    yield own
