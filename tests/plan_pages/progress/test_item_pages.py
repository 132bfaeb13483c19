"""Plan items: the list by box and chapter, and the page of each."""

import csv
import io
from collections import Counter

import pytest
from django.urls import reverse

from plan_pages.document.models import Part
from plan_pages.progress.models import PlanItem
from tests.plan_pages.cold import cold_get, compressed
from tests.portal.pages.markup import one, text, tree

pytestmark = pytest.mark.django_db
BOXES = {
    "4-5": 5, "4-6": 26, "5-2": 21, "5-5": 5, "6-4": 10, "8-2": 9, "9-3": 6,
    "10": 19, "11-2": 9, "11-3": 6, "12-2": 6, "12-3": 7, "12-4": 10,
}  # fmt: skip


def test_list_has_every_item_under_its_box(client, korla):
    root = tree(client.get("/items/"))
    boxes = {
        text(box.xpath("./h2")[0]).split()[1]: len(box.xpath(".//li"))
        for box in root.xpath("//section[@class='items-box']")
    }
    assert boxes == BOXES


def test_list_of_a_chapter_holds_its_boxes(client, korla):
    root = tree(client.get("/items/?chapter=12"))
    heads = root.xpath("//section[@class='items-box']/h2")
    assert [text(head).split()[1] for head in heads] == ["12-2", "12-3", "12-4"]
    assert text(one(root, "//nav[@class='filter']//a[@aria-current]")) == "第十二章 23"


def test_list_of_a_chapter_without_boxes_says_so(client, korla):
    root = tree(client.get("/items/?chapter=1"))
    assert root.xpath("//section[@class='items-box']") == []
    assert "本章没有专栏" in text(root)


def test_list_says_which_section_a_box_stands_in(client, korla):
    box = tree(client.get("/items/?chapter=12")).xpath("//main//section")[0]
    link = one(box, "./p[@class='note']/a")
    assert link.get("href") == f"{korla.get_url()}12/2/"
    assert text(link).endswith("第二节 巩固提升教育质量")


def test_item_stands_in_the_words_around_it(client, korla):
    item = PlanItem.objects.get(key="12-4/8")
    root = tree(client.get(f"/items/{item.part.public_id}/"))
    assert text(one(root, "//h1")) == "社会福利院、乡镇社会福利服务中心提升改造工程"
    quote = one(root, "//blockquote")
    assert text(one(quote, ".//mark")) == item.name
    lines = quote.xpath("./p")
    assert "".join(line.text_content() for line in lines) == item.box.text.replace(
        "\n", ""
    )
    addresses = root.xpath("//main//a/@href")
    place = f"{korla.get_url()}12/4/#p-"
    assert f"{place}{item.part.public_id}" in addresses
    assert f"{place}{item.box.public_id}" in addresses
    assert client.get(f"/p/{item.part.public_id}").url in addresses


def test_every_item_is_marked_once_in_its_box(client, korla):
    for item in PlanItem.objects.select_related("part").order_by("order")[::9]:
        root = tree(client.get(f"/items/{item.part.public_id}/"))
        marks = root.xpath("//blockquote//mark")
        assert [mark.text_content() for mark in marks] == [item.part.text]


def test_ambiguous_item_names_the_other_reading(client, korla):
    item = PlanItem.objects.filter(ambiguous=True).first()
    said = text(tree(client.get(f"/items/{item.part.public_id}/")))
    assert "也可以读作：" in said
    assert "".join(f"「{name}」" for name in item.alternatives[0]) in said


def test_page_of_another_kind_of_part_is_not_found(client, korla):
    paragraph = Part.objects.filter(kind="paragraph").first()
    assert client.get(f"/items/{paragraph.public_id}/").status_code == 404


def test_item_that_left_the_text_is_not_listed(client, korla):
    item = PlanItem.objects.get(key="4-5/1")
    PlanItem.objects.filter(pk=item.pk).update(key=None)
    assert client.get(f"/items/{item.part.public_id}/").status_code == 404
    assert (
        f"/items/{item.part.public_id}/" not in client.get("/items/").content.decode()
    )


def test_canonical_address_names_the_plan(client, korla):
    root = tree(client.get("/items/?chapter=4"))
    link = one(root, "//link[@rel='canonical']")
    assert link.get("href").endswith(f"{korla.get_url()}items/")


def test_queries_are_constant_and_pages_small(client, korla):
    _few, few_count = cold_get(client, "/items/?chapter=9")
    all_of_them, all_count = cold_get(client, "/items/")
    assert few_count == all_count <= 6
    assert compressed(all_of_them) <= 20_000
    counts = {
        cold_get(client, f"/items/{item.part.public_id}/")[1]
        for item in PlanItem.objects.filter(key__in=["4-6/1", "5-5/1", "12-4/9"])
    }
    assert len(counts) == 1 and counts.pop() <= 12


def csv_lines(client, path):
    text_of = client.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text_of)))


def test_csv_has_a_line_for_each_item(client, korla):
    lines = csv_lines(client, "/items.csv")
    assert len(lines) == 139
    assert Counter(line["专栏"] for line in lines) == BOXES
    ours = (
        PlanItem.objects.current().select_related("part").get(name=lines[0]["规划项目"])
    )
    assert lines[0]["编号"] == ours.part.public_id
    assert lines[0]["网址"].endswith(f"/plan/korla-14/items/{ours.part.public_id}/")


def test_csv_of_a_chapter_is_offered_beside_its_list(client, korla):
    root = tree(client.get("/items/?chapter=12"))
    link = one(root, "//p[@class='downloads']/a").get("href")
    assert link == f"{reverse('items_csv')}?chapter=12"
    lines = csv_lines(client, "/items.csv?chapter=12")
    assert Counter(line["专栏"] for line in lines) == {"12-2": 6, "12-3": 7, "12-4": 10}
