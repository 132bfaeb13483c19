"""Fixtures of the first floor's tests."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def _starts_in_chinese() -> Iterator[None]:
    """A request in another language leaves it active in the test's thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
