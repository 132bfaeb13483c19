"""Requests as the first one of a process: nothing of Wagtail's in a cache."""

import gzip
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def cold_get(client: Client, address: str) -> tuple[Any, int]:
    """(the answer, how many queries it took)."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    return response, len(queries)


def compressed(response: Any) -> int:
    """Bytes of the page as it travels."""
    return len(gzip.compress(response.content))
