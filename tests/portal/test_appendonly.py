import pytest
from django.db import IntegrityError, connection, transaction

from home.tree import ensure_site
from plan_pages.document.models import Part, PartAmendment, Plan, PlanIndex
from portal.ledger import appendonly


@pytest.fixture
def amendment(db: None) -> PartAmendment:
    index = ensure_site().add_child(instance=PlanIndex(title="规划", slug="plan"))
    plan = index.add_child(
        instance=Plan(
            title="测试规划",
            slug="test",
            key="test",
            phase="implementing",
            period_start=2021,
            period_end=2025,
            page_levels=["chapter", "section"],
        )
    )
    part = Part.objects.create(
        plan=plan, page=plan, kind="plan", order=0, text="甲", text_hash="0" * 64
    )
    return PartAmendment.objects.create(
        part=part, change="amended", old_text="甲", new_text="乙", reason="更正"
    )


def test_append_only_refuses_update(amendment: PartAmendment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAmendment.objects.update(new_text="丙")
    amendment.refresh_from_db()
    assert amendment.new_text == "乙"


def test_append_only_refuses_delete(amendment: PartAmendment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAmendment.objects.all().delete()
    assert PartAmendment.objects.count() == 1


def test_append_only_refuses_raw_sql(amendment: PartAmendment) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE document_partamendment SET reason = 'x'")
    amendment.refresh_from_db()
    assert amendment.reason == "更正"


def test_append_only_tables_all_exist(db: None) -> None:
    assert set(appendonly.TABLES) <= set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_append_only_survives_flush_of_earlier_test(amendment: PartAmendment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAmendment.objects.all().delete()
