"""A prepared query answers as its queryset does, at every request anew; a prepared
insert stores what Django's would.
"""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, Value

from plan_pages.document.models import Part, Plan
from portal.ledger.models import Salt
from portal.prepared import Prepared, PreparedInsert
from portal.units.models import Unit


def _unit(key: str, name: str) -> Unit:
    return Unit.objects.create(key=key, name=name, kind="department")


def _named(key: str) -> QuerySet[Unit]:
    return Unit.objects.filter(key=key).only("key").annotate(said=Value("said"))


def test_first_is_the_row_of_the_value(db: None) -> None:
    units = [_unit(f"u{n}", f"单位{n}") for n in range(3)]
    found = Prepared(_named, str)
    assert [found.first(unit.key) for unit in units] == units
    assert found.first("none") is None


def test_first_reads_anew(db: None) -> None:
    found = Prepared(Unit.objects.order_by("-key").all)
    assert found.first() is None
    _unit("a", "甲")
    last = _unit("b", "乙")
    assert found.first() == last
    Unit.objects.filter(key="b").update(name="丙")
    assert found.first().name == "丙"  # type: ignore[union-attr]


def test_first_is_one_query_and_defers(
    db: None, django_assert_num_queries: Any
) -> None:
    _unit("a", "甲")
    found = Prepared(_named, str)
    with django_assert_num_queries(1):
        unit: Any = found.first("a")
        assert (unit.key, unit.said) == ("a", "said")
    with django_assert_num_queries(1):
        assert unit.name == "甲"


def test_first_takes_the_lowest_where_there_is_no_order(korla: Any) -> None:
    parts = Prepared(lambda kind: Part.objects.filter(kind=kind), str)
    first = Part.objects.filter(kind="paragraph").order_by("pk")[0]
    assert parts.first("paragraph") == first


def test_first_takes_numbers(db: None) -> None:
    units = [_unit(f"u{n}", f"单位{n}") for n in range(3)]
    found = Prepared(lambda pk: Unit.objects.filter(pk=pk), int)
    assert [found.first(unit.pk) for unit in units] == units


def test_all_gives_every_row_in_the_order_of_the_queryset(db: None) -> None:
    units = [_unit(f"u{n}", f"单位{n}") for n in range(3)]
    found = Prepared(
        lambda a, b: Unit.objects.filter(key__in=[a, b]).order_by("-key"), str, str
    )
    assert found.all("u0", "u2") == [units[2], units[0]]
    assert found.all("u1", "none") == [units[1]]
    assert found.first("u0", "u2") == units[2]


def test_rows_are_those_of_the_queryset_column_by_column(korla: Any) -> None:
    """Dates, numbers, JSON and truth as Django reads them."""
    for model in (Plan, Part):
        rows = model.objects.order_by("pk")
        asked: Any = Prepared(lambda rows=rows: rows).first()
        usual: Any = rows[0]
        names = [field.attname for field in model._meta.concrete_fields]
        found = [getattr(asked, name) for name in names]
        assert found == [getattr(usual, name) for name in names]
        assert [type(value) for value in found] == [
            type(getattr(usual, name)) for name in names
        ]


def test_insert_is_one_statement_and_fills_in_the_key(
    db: None, django_assert_num_queries: Any
) -> None:
    insert = PreparedInsert(Unit)
    unit = Unit(key="a", name="甲", kind="park")
    with django_assert_num_queries(1):
        insert(unit)
    assert Unit.objects.get() == unit and not unit._state.adding
    second = Unit(key="b", name="乙", kind="office", order=3)
    insert(second)
    rows = Unit.objects.order_by("pk").values_list("pk", "key", "name", "kind", "order")
    assert list(rows) == [
        (unit.pk, "a", "甲", "park", 0),
        (second.pk, "b", "乙", "office", 3),
    ]


def test_insert_takes_a_key_that_the_row_brings(db: None) -> None:
    salt = Salt(subject="K7-3M2Q", kind="text", value=b"\0\xff", commitment="c" * 64)
    PreparedInsert(Salt)(salt)
    assert salt.pk and not salt._state.adding
    stored = Salt.objects.get(pk=salt.pk)
    assert (stored.subject, bytes(stored.value)) == ("K7-3M2Q", b"\0\xff")


def test_insert_is_refused_by_the_database_and_nothing_changed(db: None) -> None:
    insert = PreparedInsert(Unit)
    insert(Unit(key="a", name="甲", kind="park"))
    for wrong in (
        Unit(key="a", name="乙", kind="park"),
        Unit(key="b", name="乙", kind="none"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(wrong)
    assert list(Unit.objects.values_list("key", "name")) == [("a", "甲")]


def test_insert_overwrites_what_stands_where_it_is_told_to(db: None) -> None:
    insert = PreparedInsert(Unit, unique="key", update=["name", "order"])
    insert(Unit(key="a", name="甲", kind="park", order=1))
    insert(Unit(key="a", name="丙", kind="office", order=2))
    rows = Unit.objects.values_list("key", "name", "kind", "order")
    assert list(rows) == [("a", "丙", "park", 2)]


def test_insert_refuses_a_row_of_several_tables() -> None:
    with pytest.raises(ValueError, match="Plan stands in more than one table"):
        PreparedInsert(Plan)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its own")
def test_postgresql_keeps_statements_planned(db: None) -> None:
    unit = Unit(key="a", name="甲", kind="park")
    PreparedInsert(Unit)(unit)
    found = Prepared(_named, str)
    for _time in range(3):
        assert found.first("a") == unit
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [statement for (statement,) in cursor.fetchall()]
    assert sum('FROM "units_unit" WHERE' in statement for statement in kept) == 1
