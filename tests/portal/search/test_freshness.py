"""The index follows the plan through the outbox."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import PageViewRestriction

from plan_pages.document import publishing
from plan_pages.document.models import Division, PartStatus, Plan, PlanPhase
from plan_pages.progress.models import Indicator, PlanItem
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.search import freshness, rebuilding, store, upkeep
from portal.search.documents import Document
from portal.search.models import Entry, EntryText
from portal.search.query import Narrowing
from portal.search.results import search
from tests.conftest import import_korla
from tests.database_files import content

from .conftest import quiet
from .damage import forget_a_text, tear_full_text


def found(words: str) -> set[str]:
    """Keys of the hits that a reader would see for the very words."""
    groups = search(f'"{words}"', Narrowing()).groups
    return {result.key for group in groups for result in group.results}


def deliver() -> None:
    """What the relay of the server does."""
    relay = Relay()
    while relay.turn():
        pass
    relay.let_go()
    assert not OutboxEvent.objects.filter(topic=freshness.TOPIC).exists()


@pytest.fixture
def draft(indexed: Plan) -> Plan:
    """A plan that may still be edited."""
    Plan.objects.filter(pk=indexed.pk).update(phase=PlanPhase.CONSULTING)
    return Plan.objects.get(pk=indexed.pk)


def section(draft: Plan) -> Division:
    return Division.objects.get(url_path__endswith="/12/4/")


def say(page: Division, text: str) -> None:
    """Publish the section with another first paragraph."""
    raw = list(page.body.raw_data)
    at = next(n for n, block in enumerate(raw) if block["type"] == "paragraph")
    page.body[at].value["text"] = text
    publishing.publish(page=page)


def test_import_leaves_a_searchable_site(db: None) -> None:
    import_korla()
    assert Entry.objects.count() == 0
    deliver()
    assert Entry.objects.count() == 506
    assert found("养老服务机构")


def test_changed_text_is_found_and_the_old_is_not(draft: Plan) -> None:
    page = section(draft)
    say(page, "建设月球基地。")
    assert not found("月球基地")
    deliver()
    assert len(found("月球基地")) == 1
    say(page, "建设火星基地。")
    deliver()
    assert not found("月球基地")
    assert len(found("火星基地")) == 1


def test_page_taken_out_leaves_the_index(draft: Plan) -> None:
    page = section(draft)
    say(page, "建设月球基地。")
    deliver()
    publishing.take_out(pages=[page])
    deliver()
    assert not found("月球基地")
    assert not Entry.objects.filter(scope=f"page:{page.pk}").exists()


def test_page_taken_out_takes_its_indicators_and_items_along(draft: Plan) -> None:
    part = PlanItem.objects.current().order_by("order")[0].part
    page = Division.objects.get(pk=part.page_id)
    key, row = f"item:{part.public_id}", Indicator.objects.get(plan=draft, number=3)
    home = Division.objects.get(pk=row.part.page_id)
    assert Entry.objects.filter(key=key).exists()
    publishing.take_out(pages=[page, home])
    deliver()
    assert not Entry.objects.filter(key=key).exists()
    assert not Entry.objects.filter(kind="indicator").exists()


def test_chapter_with_another_title_is_told_over_its_sections(draft: Plan) -> None:
    page = section(draft).get_parent().specific
    page.title = "第十二章 建设月球"
    publishing.publish(page=page)
    deliver()
    titles = EntryText.objects.filter(path__endswith="plan/korla-14/12/4/")
    assert titles.get().title == "第十二章 建设月球"


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: page.parts.update(status=PartStatus.RETIRED),
        lambda page: page.parts.update(status=PartStatus.SUPERSEDED),
        lambda page: Division.objects.filter(pk=page.pk).update(live=False),
        lambda page: publishing.take_out(pages=[page]),
        lambda page: PageViewRestriction.objects.create(page_id=page.pk),
        lambda page: PageViewRestriction.objects.create(page=page.get_parent()),
        lambda page: Plan.objects.filter(pk=page.plan_id).update(live=False),
    ],
    ids=["retired", "superseded", "draft", "expired", "closed", "closed above", "plan"],
)
def test_nothing_unpublished_is_found(
    draft: Plan, hide: Callable[[Division], Any]
) -> None:
    page = section(draft)
    say(page, "建设月球基地。")
    deliver()
    assert found("月球基地")
    before = Entry.objects.count()
    hide(page)
    freshness.changed([f"page:{page.pk}"])
    deliver()
    assert not found("月球基地")
    assert search('"月球基地"', Narrowing()).found.counts["kind"] == {}
    assert Entry.objects.count() < before


def test_draft_of_a_live_page_is_not_found(draft: Plan) -> None:
    page = section(draft)
    page.title = "第四节 建设月球基地"
    page.save_revision()
    freshness.changed([f"page:{page.pk}"])
    deliver()
    assert not found("月球基地")


def test_rolled_back_change_owes_nothing(indexed: Plan) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        freshness.changed(["page:1"])
        raise RuntimeError
    assert not OutboxEvent.objects.exists()


def test_same_change_twice_is_owed_once(indexed: Plan) -> None:
    freshness.changed(["page:1"])
    freshness.changed(["page:1"])
    assert OutboxEvent.objects.count() == 1


def test_bring_up_writes_only_what_differs(indexed: Plan) -> None:
    scopes = sorted(set(Entry.objects.values_list("scope", flat=True)))
    assert freshness.bring_up(scopes) == 0


def test_gone_takes_out_at_once(indexed: Plan) -> None:
    scope = f"page:{section(indexed).pk}"
    freshness.gone([scope])
    assert not Entry.objects.filter(scope=scope).exists()
    assert Entry.objects.count() == EntryText.objects.count()


def test_rebuild_takes_out_what_nobody_provides(indexed: Plan) -> None:
    Entry.objects.create(
        key="part:zzz", scope="page:0", kind="plan", length=1, version=0
    )
    assert rebuilding.rebuild(quiet) == 506
    assert not Entry.objects.filter(scope="page:0").exists()


def test_rebuild_makes_the_full_text_index_anew(indexed: Plan) -> None:
    """Triggers would not: the tokens of every entry stay as they were."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's words stand in the entry itself")
    forget_a_text()
    assert not found("养老服务机构")
    rebuilding.rebuild(quiet)
    assert found("养老服务机构")


def test_rebuild_mends_an_index_that_refuses_writes(indexed: Plan) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own tables")
    tear_full_text()
    with pytest.raises(DatabaseError), transaction.atomic():
        found("养老服务机构")
    assert rebuilding.rebuild(quiet) == 506
    assert found("养老服务机构")


def test_killed_rebuild_is_right_after_the_next(indexed: Plan) -> None:
    right = dict(Entry.objects.values_list("key", "fingerprint"))
    Entry.objects.update(fingerprint="")

    def killed(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild(killed)
    assert found("养老服务机构")
    rebuilding.rebuild(quiet)
    assert dict(Entry.objects.values_list("key", "fingerprint")) == right


def test_index_of_another_token_rule_is_stale(indexed: Plan, monkeypatch: Any) -> None:
    assert not rebuilding.is_stale()
    monkeypatch.setattr(rebuilding, "VERSION", rebuilding.VERSION + 1)
    assert rebuilding.is_stale()


def test_erased_words_leave_the_file(transactional_db: None) -> None:
    """Control: they are there before; SQLite's own file is read as bytes."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are its vacuum's matter")
    marker = "zxqmarker"
    document = Document(
        key="test:1", scope="test:1", kind="plan", title="", path="", text=marker
    )
    with store.locked():
        store.put([document], version=store.next_version())
    assert marker.encode() in database_bytes()
    with transaction.atomic():
        freshness.gone(["test:1"])
    upkeep.tidy_small_index()
    assert marker.encode() not in database_bytes()


def database_bytes() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return content(Path(connection.settings_dict["NAME"]))
