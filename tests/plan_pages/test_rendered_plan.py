"""The whole plan as it is rendered, against the source read by another reader.

Nothing here asks the database or the importer what the text is: the pages are read as a
browser reads them, the source by `independent.py`.
"""

from collections import Counter
from typing import Any

import pytest
from lxml import html

from plan_pages.document.models import Part
from tests.plan_pages.importer.independent import SOURCE, bare, expected_parts

pytestmark = pytest.mark.django_db
START = "/plan/korla-14/"
#: What may stand inside a part: marks and cells, nothing that says something itself.
INSIDE = {"span", "strong", "p", "h2", "h3", "h4", "h5", "h6", "tr", "th", "td"}


@pytest.fixture(scope="module")
def seen() -> list[Any]:
    return []


@pytest.fixture
def rendered(client, korla, seen) -> list[Any]:
    """The `main` of every page of the plan, in the order in which one reads on.

    Rendered once: `korla` has the same ids in every test of a session.
    """
    if not seen:
        first = main(client.get(START))
        links = first.xpath("//*[@id='contents']//a/@href")
        seen += [first, *(main(client.get(link)) for link in links)]
    return seen


def main(response) -> Any:
    assert response.status_code == 200
    return html.fromstring(response.content.decode()).xpath("//main")[0]


def outermost(page) -> list[Any]:
    return page.xpath(".//*[@data-part][not(ancestor::*[@data-part])]")


def text_of(element) -> str:
    return bare(element.text_content())


def test_parts_say_what_the_source_says_in_order(rendered):
    expected = [text for _, text, _ in expected_parts()]
    said = [text_of(element) for page in rendered for element in outermost(page)]
    assert said == expected
    kinds = Counter(kind for kind, _, _ in expected_parts())
    assert kinds == {
        "title": 1,
        "paragraph": 216,
        "chapter": 15,
        "section": 63,
        "heading": 16,
        "box": 13,
        "table": 1,
        "table_row": 21,
        "note": 1,
    }


def test_no_character_is_lost(rendered):
    lines = SOURCE.read_text(encoding="utf-8").split("\n")
    title_and_cover = [lines[at - 1] for at in (3, 4, 5, 7, 9)]
    source = Counter(bare("".join([*title_and_cover, *lines[93:]])))
    said = Counter(
        "".join(text_of(each) for page in rendered for each in outermost(page))
    )
    assert source - said == Counter()
    assert said - source == Counter()


def test_elements_nest_only_as_items_in_their_box(rendered, korla):
    nested = [
        (element.get("data-part"), element.xpath("ancestor::*[@data-part]/@data-part"))
        for page in rendered
        for element in page.xpath(".//*[@data-part][ancestor::*[@data-part]]")
    ]
    assert len(nested) == 139
    items = Part.objects.filter(kind="box_item").select_related("parent")
    assert {item: [box] for item, [box] in nested} == {
        item.public_id: [item.parent.public_id] for item in items
    }


def test_items_are_rendered_as_named(rendered, korla):
    names = dict(Part.objects.filter(kind="box_item").values_list("public_id", "text"))
    said = {
        element.get("data-part"): element.text_content()
        for page in rendered
        for element in page.xpath(".//*[@data-part]//*[@data-part]")
    }
    assert said == names


def test_every_part_is_on_a_page_once_and_can_be_pointed_at(rendered, korla):
    elements = [each for page in rendered for each in page.xpath(".//*[@data-part]")]
    ids = [element.get("data-part") for element in elements]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(Part.objects.current().values_list("public_id", flat=True))
    assert all(e.get("id") == f"p-{e.get('data-part')}" for e in elements)


def test_nothing_is_inserted_in_the_text(rendered):
    for page in rendered:
        for element in outermost(page):
            assert {child.tag for child in element.iterdescendants()} <= INSIDE


def test_permalinks_lead_to_their_part(client, rendered, korla):
    for part in Part.objects.current().select_related("page")[:486:40]:
        response = client.get(f"/p/{part.public_id}")
        assert response.status_code == 302
        address, _, anchor = response.url.partition("#")
        assert anchor == f"p-{part.public_id}"
        page = main(client.get(address))
        assert page.xpath(f".//*[@id='{anchor}']/@data-part") == [part.public_id]
