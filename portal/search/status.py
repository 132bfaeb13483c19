"""How the search is: which engine was chosen, which one answers, what it still owes."""

from typing import Any

from django.conf import settings

from portal.outbox.models import OutboxEvent

from . import freshness, store
from .engines.choosing import breaker, database_engine, uses_elasticsearch
from .engines.lazily import elastic
from .engines.protocol import EngineUnavailable
from .models import Entry
from .tokens import VERSION


def status() -> dict[str, Any]:
    """Asks Elasticsearch itself, whatever the breaker thinks of it."""
    clock = store.clock()
    owed = OutboxEvent.objects.filter(
        topic__in=(freshness.TOPIC, freshness.MIRROR_TOPIC)
    )
    return {
        "chosen": settings.SEARCH_ENGINE,
        "entries": Entry.objects.count(),
        "built": clock.tokens == VERSION,
        "changes_owed": owed.filter(dead=False).count(),
        "changes_given_up": owed.filter(dead=True).count(),
        "compared_at": clock.compared_at,
        "repaired": clock.repaired,
        "database": database_engine().name,
        "elasticsearch": _elasticsearch() if uses_elasticsearch() else None,
    }


def _elasticsearch() -> dict[str, Any]:
    try:
        entries, answers = elastic.ElasticEngine().count(), True
    except EngineUnavailable:
        entries, answers = None, False
    return {"answers": answers, "entries": entries, "left_alone": breaker.is_open}
