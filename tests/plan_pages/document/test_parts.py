"""Parts follow what is published: page by page, through publish() and the admin."""

import copy
import uuid

import pytest
from django.urls import reverse
from wagtail.models import Revision

from plan_pages.document import parts, publishing
from plan_pages.document.errors import ReasonRequired
from plan_pages.document.models import Division, Part, PartAmendment, PartStatus
from plan_pages.document.permalinks import heirs, place_of
from plan_pages.document.plans import enter_phase
from portal.accounts.models import User
from portal.outbox.models import OutboxEvent
from tests.plan_pages.importer.runs import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(korla):
    """The plan under consultation: its text may be edited."""
    enter_phase(plan=korla, phase="consulting")
    return korla


def division(plan, path: str) -> Division:
    return Division.objects.get(url_path=f"{plan.url_path}{path}/")


def blocks_of(page) -> list[dict]:
    return copy.deepcopy(list(page.body.raw_data))


def set_blocks(page, blocks) -> None:
    page.body = type(page)._meta.get_field("body").to_python(blocks)


def publish(page, blocks, **options):
    set_blocks(page, blocks)
    return publishing.publish(page=page, **options)


def new_paragraph(text: str) -> dict:
    value = {"text": text, "lead": ""}
    return {"type": "paragraph", "value": value, "id": str(uuid.uuid4())}


def ids(page) -> list[str]:
    """Public ids of the page's parts, in order."""
    current = Part.objects.current().filter(page_id=page.pk).order_by("order")
    return list(current.values_list("public_id", flat=True))


def test_publish_as_it_stands_changes_no_part(draft):
    page = division(draft, "4/5")
    before = ids(page)
    changes = publishing.publish(page=page)
    assert ids(page) == before == changes.kept
    assert not changes


def test_reordered_blocks_keep_their_ids(draft):
    page = division(draft, "1/1")
    before = ids(page)
    blocks = blocks_of(page)
    publish(page, [*blocks[1:], blocks[0]])
    assert sorted(ids(page)) == sorted(before)
    assert ids(page)[-1] == before[1]


def test_copied_block_gets_a_part_of_its_own(draft):
    page = division(draft, "1/1")
    before = ids(page)
    blocks = blocks_of(page)
    changes = publish(page, [blocks[0], *blocks])
    assert len(changes.new) == 1
    assert set(before) < set(ids(page))
    assert len(set(ids(page))) == len(before) + 1


def test_reassigned_ids_keep_parts_by_their_text(draft):
    page = division(draft, "4/5")
    before = ids(page)
    blocks = blocks_of(page)
    for block in blocks:
        block["id"] = str(uuid.uuid4())
        if block["type"] == "box":
            for item in block["value"]["items"]:
                item["id"] = str(uuid.uuid4())
    changes = publish(page, blocks)
    assert ids(page) == before
    assert not changes


def test_swapped_ids_do_not_swap_parts(draft):
    page = division(draft, "1/1")
    before = ids(page)
    blocks = blocks_of(page)
    blocks[0]["id"], blocks[1]["id"] = blocks[1]["id"], blocks[0]["id"]
    publish(page, blocks)
    assert ids(page) == before


@pytest.mark.parametrize("chosen", ["x", "", "汉字" * 40, "a~2"])
def test_chosen_ids_survive(draft, chosen):
    page = division(draft, "1/1")
    before = ids(page)
    blocks = blocks_of(page)
    for block in blocks[:2]:
        block["id"] = chosen
    publish(page, blocks)
    assert ids(page) == before


def test_amended_block_keeps_its_part(draft):
    page = division(draft, "1/1")
    before = ids(page)
    blocks = blocks_of(page)
    blocks[0]["value"]["text"] = "完全改写的一段文字。"
    changes = publish(page, blocks)
    assert ids(page) == before
    assert [row["id"] for row in changes.amended] == [before[1]]
    assert not PartAmendment.objects.exists()


def test_moved_between_pages_by_two_publications(draft):
    source, target = division(draft, "1/1"), division(draft, "1/2")
    moving = Part.objects.current().filter(page_id=source.pk, kind="paragraph").first()
    publish(source, blocks_of(source)[1:])
    moving.refresh_from_db()
    assert moving.status == PartStatus.RETIRED
    publish(target, [new_paragraph(moving.text), *blocks_of(target)])
    moving.refresh_from_db()
    assert (moving.status, moving.page_id) == (PartStatus.CURRENT, target.pk)


def test_moved_by_adding_first_leads_on(draft):
    source, target = division(draft, "1/1"), division(draft, "1/2")
    leaving = Part.objects.current().filter(page_id=source.pk, kind="paragraph").first()
    publish(target, [new_paragraph(leaving.text), *blocks_of(target)])
    changes = publish(source, blocks_of(source)[1:])
    leaving.refresh_from_db()
    (heir,) = heirs(leaving)
    assert (leaving.status, heir.page_id) == (PartStatus.SUPERSEDED, target.pk)
    assert changes.merged[0]["successors"] == [heir.public_id]


def test_adopted_text_needs_a_reason(korla):
    page = division(korla, "1/1")
    blocks = blocks_of(page)
    blocks[0]["value"]["text"] += "补充一句。"
    before = everything()
    with pytest.raises(ReasonRequired):
        publish(page, blocks)
    assert everything() == before
    changes = publish(division(korla, "1/1"), blocks, reason="勘误")
    assert len(changes.amended) == 1
    amendment = PartAmendment.objects.get()
    assert (amendment.reason, amendment.change) == ("勘误", "amended")


def test_publishing_an_adopted_revision_around_the_service_is_refused(korla):
    page = division(korla, "1/1")
    set_blocks(page, blocks_of(page)[1:])
    revision = page.save_revision()
    before = everything()
    with pytest.raises(ReasonRequired):
        revision.publish()
    assert everything() == before
    assert Revision.objects.count() == 79 + 1 + 1  # pages, the index, this one


def test_admin_publication_reconciles(client, draft):
    page = division(draft, "2/1")
    before = ids(page)
    client.force_login(User.objects.create_superuser("admin", password="x" * 20))
    form = {
        "title": page.title,
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": page.body[0].id,
        "body-0-value-text": "征求意见后改写的段落。",
        "body-0-value-lead": "",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(url, form).status_code == 302
    assert ids(page) == before[:2]
    texts = Part.objects.current().filter(page_id=page.pk).order_by("order")
    assert [part.text for part in texts] == [page.title, "征求意见后改写的段落。"]


def test_publication_owes_the_index_a_look(draft):
    page = division(draft, "1/1")
    OutboxEvent.objects.all().delete()
    publishing.publish(page=page)
    (event,) = OutboxEvent.objects.filter(topic="index")
    whole = [f"indicators:{draft.pk}", f"items:{draft.pk}"]
    assert event.payload == {"scopes": [*whole, f"page:{page.pk}"]}


def test_place_of_a_part(korla):
    part = Part.objects.current().filter(page__url_path__endswith="/15/2/").last()
    expected = f"{part.page.specific.get_url()}#p-{part.public_id}"
    assert place_of(part) == expected
    assert expected.endswith(f"/plan/korla-14/15/2/#p-{part.public_id}")


def test_reconcile_costs_few_queries(korla, django_assert_num_queries):
    page = division(korla, "4/6")
    plan = page.plan
    page.plan = plan
    with django_assert_num_queries(4):
        parts.reconcile(page=page)
