"""我这儿: which places, where the plan speaks of them, and how that is shown."""

import pytest

from plan_pages.document.models import Part
from plan_pages.places.gazetteer import Gazetteer, Place, PlaceKind, gazetteer
from plan_pages.places.queries import counts, excerpt, passages_about
from tests.plan_pages.cold import cold_get, compressed
from tests.portal.pages.markup import one, text, tree

pytestmark = pytest.mark.django_db


def found(text_: str) -> list[tuple[str, str]]:
    known = gazetteer("korla-14")
    return [(text_[m.start : m.end], m.slug) for m in known.mentions(text_)]


def about(plan, slug: str) -> list[tuple[str, str]]:
    """(kind, the excerpt in one string) of every passage about the place."""
    known = gazetteer(plan.key)
    return [
        (each.part.kind, "".join(said for said, _marked in each.pieces))
        for each in passages_about(plan, known, known.by_slug[slug])
    ]


def test_longest_name_takes_the_text():
    assert found("塔什店镇、普惠乡、普惠牧场、经济牧场") == [
        ("塔什店镇", "tashidian"),
        ("普惠乡", "puhui"),
        ("普惠牧场", "puhui-muchang"),
        ("经济牧场", "jingji-muchang"),
    ]
    assert found("上库石油石化产业园、上库园区、鸿雁河新区、鸿雁河") == [
        ("上库石油石化产业园", "shihua-yuan"),
        ("上库园区", "shangku"),
        ("鸿雁河新区", "hongyanhe-xinqu"),
        ("鸿雁河", "hongyanhe"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "普惠性幼儿园",
        "普惠金融",
        "铁门关市",
        "国家级开发区",
        "金鹿药业等开发区龙头企业",
    ],
)
def test_what_only_looks_like_a_name_is_none(words):
    assert found(words) == []


def test_list_is_sound():
    known = gazetteer("korla-14")
    names = [name for place in known.places for name in place.names]
    assert len(names) == len(set(names))
    assert len(known.by_slug) == len(known.places) == 34
    for place in known.places:
        assert place.name in place.names or place.name == "库尔勒经济技术开发区"
        assert set(place.near) <= set(known.by_slug)


def test_plan_without_a_list_has_no_gazetteer():
    assert gazetteer("nowhere") is None
    assert gazetteer("../korla-14") is None


def test_every_place_is_named_in_the_plan(korla):
    known = gazetteer(korla.key)
    total = counts(korla, known, None)
    assert [place.slug for place in known.places if not total[place.slug]] == []
    assert {slug: total[slug] for slug in ("puhui", "puhui-muchang", "kongquehe")} == {
        "puhui": 5,
        "puhui-muchang": 1,
        "kongquehe": 12,
    }


def test_counts_are_the_passages_of_each_page(korla):
    known = gazetteer(korla.key)
    total = counts(korla, known, None)
    for place in known.places:
        assert len(passages_about(korla, known, place)) == total[place.slug], place


def test_passages_are_whole_sentences(korla):
    assert about(korla, "puhui-muchang") == [
        (
            "paragraph",
            "……大力推进塔什店镇、普惠乡、普惠牧场、经济牧场、和什力克乡、托布力其乡"
            "天然气管网管道建设工程，提高民用天然气入户率和使用率。",
        )
    ]


def test_items_speak_for_their_box(korla):
    said = about(korla, "longshan")
    assert [kind for kind, _text in said] == ["paragraph", "box_item", "paragraph"]
    assert said[1] == ("box_item", "龙山公园户外运动营地建设项目")


def test_box_speaks_where_no_item_does(korla):
    box = Part.objects.get(kind="box", text__startswith="专栏 12-4")
    Part.objects.filter(pk=box.pk).update(text="专栏 12-4 项目\n龙山以北：甲项目。")
    kinds = [kind for kind, _text in about(korla, "longshan")]
    assert kinds == ["paragraph", "box_item", "paragraph", "box"]


def test_retired_parts_are_silent(korla):
    Part.objects.filter(text__contains="普惠牧场").update(status="retired")
    assert about(korla, "puhui-muchang") == []


def test_excerpt_marks_names_and_leaves_gaps():
    known = Gazetteer([Place("a", "甲", PlaceKind.TOWN, ("甲",))], [])
    said = "一句。甲与甲。三句。有甲"
    assert excerpt(said, list(known.mentions(said))) == [
        ("……", False),
        ("甲", True),
        ("与", False),
        ("甲", True),
        ("。", False),
        ("……", False),
        ("有", False),
        ("甲", True),
    ]


def test_excerpt_of_one_sentence_is_the_sentence():
    known = Gazetteer([Place("a", "甲", PlaceKind.TOWN, ("甲",))], [])
    assert excerpt("在甲。", list(known.mentions("在甲。"))) == [
        ("在", False),
        ("甲", True),
        ("。", False),
    ]


def test_list_page_shows_places_by_kind(client, korla):
    root = tree(client.get("/places/"))
    kinds = root.xpath("//section[@class='places-kind']")
    assert [
        (text(kind.xpath("./h2")[0]), len(kind.xpath(".//li"))) for kind in kinds
    ] == [
        ("乡镇", 11),
        ("农牧场", 6),
        ("城区", 5),
        ("开发区与园区", 5),
        ("河流", 5),
        ("山与景区", 2),
    ]
    assert text(kinds[0].xpath(".//li")[0]) == "塔什店镇 12"


def test_list_page_of_a_chapter_counts_its_passages(client, korla):
    root = tree(client.get("/places/?chapter=10"))
    names = [text(li) for li in root.xpath("//section//li")]
    assert names[0] == "鸿雁河新区 4"
    links = root.xpath("//section//li/a/@href")
    assert all(link.endswith("?chapter=10") for link in links)
    one_place = tree(client.get(links[0]))
    assert len(one_place.xpath("//div[@class='found']")) == 4


def test_place_page_groups_by_section_and_marks_the_name(client, korla):
    root = tree(client.get("/places/longshan/"))
    assert text(one(root, "//h1")) == "龙山"
    sections = root.xpath("//section[@class='place-section']")
    assert [text(each.xpath("./h2/a")[0]) for each in sections] == [
        "第二节 着力推动中心城市高质量发展",
        "第六节 发展现代文化产业",
        "第二节 持续推进生态治理",
    ]
    marks = root.xpath("//mark")
    assert [text(mark) for mark in marks] == ["龙山", "龙山公园", "龙山"]
    assert root.xpath("//*[@data-part]") == []


def test_place_page_leads_to_the_place_and_to_the_item(client, korla):
    root = tree(client.get("/places/longshan/"))
    item = Part.objects.get(kind="box_item", text__startswith="龙山公园")
    row = root.xpath("//section[@class='place-section']")[1]
    at = one(row, ".//p[@class='found-at']/a")
    assert text(at) == "规划项目"
    assert at.get("href") == f"{item.page.get_url()}#p-{item.public_id}"
    own = one(row, ".//p[@class='found-text']/a").get("href")
    assert own.endswith(f"/items/{item.public_id}/")
    assert client.get(own).status_code == 200


def test_place_page_points_to_its_namesakes(client, korla):
    state = one(tree(client.get("/places/puhui/")), "//ul[@class='state']")
    assert [text(a) for a in state.xpath(".//a")] == ["普惠农场", "普惠牧场"]


def test_canonical_address_names_the_plan(client, korla):
    link = one(tree(client.get("/places/longshan/")), "//link[@rel='canonical']")
    assert link.get("href").endswith(f"{korla.get_url()}places/longshan/")


def test_plan_without_a_list_says_so(client, korla, monkeypatch):
    monkeypatch.setattr("plan_pages.places.views.gazetteer", lambda _key: None)
    response = client.get("/places/")
    assert response.status_code == 200
    assert "还没有整理地名" in text(tree(response))
    assert client.get("/places/longshan/").status_code == 404


def test_queries_are_constant_and_pages_small(client, korla):
    known = gazetteer(korla.key)
    taken = set()
    for place in known.places:
        response, count = cold_get(client, f"/places/{place.slug}/")
        taken.add(count)
        assert compressed(response) <= 20_000, place
    assert len(taken) == 1 and taken.pop() <= 7
    response, count = cold_get(client, "/places/")
    assert count <= 6
    assert compressed(response) <= 20_000
