"""Rows that change often, in place of a plan: a unit is found while it has an order."""

import random
from collections.abc import Iterator, Sequence

from django.db import transaction

from portal.search import freshness
from portal.search.documents import Document, Source, documents_of
from portal.search.models import Entry, EntryText
from portal.units.models import Unit

#: Key → (fingerprint, text).
Texts = dict[str, tuple[str, str]]


def _scopes() -> Iterator[str]:
    yield from (f"unit:{key}" for key in Unit.objects.values_list("key", flat=True))


def _documents(scopes: Sequence[str]) -> Iterator[Document]:
    keys = [scope.partition(":")[2] for scope in scopes]
    for unit in Unit.objects.filter(key__in=keys, order__gt=0):
        key = f"unit:{unit.key}"
        yield Document(
            key=key, scope=key, kind="unit", title="", text=unit.name, path=""
        )


UNITS = Source("unit", _scopes, _documents)


def make_units(count: int) -> None:
    Unit.objects.bulk_create(
        Unit(key=f"u{n}", name=f"第{n}单位", kind="department", order=1)
        for n in range(count)
    )


def change(draw: random.Random, of: int = 60) -> None:
    """Make, rename, hide or delete a unit, and owe that to the index."""
    key = f"u{draw.randrange(of)}"
    with transaction.atomic():
        freshness.changed([f"unit:{key}"])
        if draw.random() < 0.2:
            Unit.objects.filter(key=key).delete()
        else:
            Unit.objects.update_or_create(
                key=key,
                defaults={
                    "name": f"第{draw.randrange(10**9)}单位{key}",
                    "kind": "department",
                    "order": draw.randrange(3),
                },
            )


def standing() -> Texts:
    """What the index holds; every entry has its text."""
    texts = dict(EntryText.objects.values_list("key", "text"))
    rows = Entry.objects.values_list("key", "fingerprint")
    assert len(texts) == Entry.objects.count()
    return {key: (fingerprint, texts[key]) for key, fingerprint in rows}


def wanted() -> Texts:
    """What the rows say."""
    found = documents_of(list(UNITS.scopes()))
    return {document.key: (document.fingerprint, document.text) for document in found}
