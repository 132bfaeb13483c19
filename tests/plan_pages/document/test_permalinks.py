"""/p/<id>: to the place, in the reader's language; or what became of the part."""

import pytest

from plan_pages.document.models import Part, PartStatus
from plan_pages.document.permalinks import place_of
from tests.portal.pages.markup import one, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(korla) -> Part:
    """A paragraph whose id has a 0 and a 1 in it."""
    found = Part.objects.filter(kind="paragraph", number=2).first()
    Part.objects.filter(pk=found.pk).update(public_id="01a0b1c2")
    found.refresh_from_db()
    return found


@pytest.mark.parametrize(
    "said", ["01a0b1c2", "01A0B1C2", "o1aob1c2", "OIAOBLC2", "01a0b1c2/"]
)
def test_permalink_forgives_case_and_misreading(client, part, said):
    response = client.get(f"/p/{said}")
    assert response.status_code == 302
    assert response.url == f"{part.page.get_url()}#p-01a0b1c2"


def test_permalink_keeps_the_language(client, part):
    response = client.get("/ug/p/01a0b1c2")
    assert response.status_code == 302
    assert response.url.endswith("#p-01a0b1c2")
    assert "/ug/plan/korla-14/" in response.url


@pytest.mark.parametrize("kind", ["plan", "division", "box", "box_item", "table_row"])
def test_permalink_of_every_kind_leads_to_an_element(client, korla, kind):
    found = Part.objects.filter(kind=kind).first()
    address, _hash, anchor = client.get(f"/p/{found.public_id}").url.partition("#")
    element = one(tree(client.get(address)), f"//*[@id='{anchor}']")
    assert element.get("data-part") == found.public_id


@pytest.mark.parametrize("said", ["zzzzzzzz", "x", "0" * 40, "uuuuuuuu"])
def test_permalink_unknown_is_not_found(client, korla, said):
    assert client.get(f"/p/{said}").status_code == 404


def test_retired_part_shows_its_last_text(client, part):
    Part.objects.filter(pk=part.pk).update(status=PartStatus.RETIRED)
    response = client.get("/p/01a0b1c2")
    assert response.status_code == 200
    root = tree(response)
    assert text(one(root, "//h1")) == "本段已不在现行文本中"
    quoted = one(root, "//blockquote").text_content()
    assert "".join(quoted.split()) == "".join(part.text.split())
    assert root.xpath("//*[@data-part]") == []


def test_superseded_part_names_its_heirs_through_all_between(client, part):
    between, heir = Part.objects.filter(kind="paragraph").exclude(pk=part.pk)[5:7]
    gone = Part.objects.filter(pk__in=[part.pk, between.pk])
    gone.update(status=PartStatus.SUPERSEDED)
    part.successors.add(between)
    between.successors.add(heir)
    links = tree(client.get("/p/01a0b1c2")).xpath("//ul[@class='rows prose']//a")
    assert [link.get("href") for link in links] == [place_of(heir)]


def test_permalink_costs_few_queries(client, part, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/p/01a0b1c2")
