"""A prepared query answers as its queryset does, at every request anew."""

from typing import Any

from django.db.models import QuerySet, Value

from plan_pages.document.models import Part, Plan
from portal.prepared import Prepared
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
