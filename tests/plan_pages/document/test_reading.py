"""The plan's own pages: what stands on them, and what they cost."""

import pytest
from django.template.defaultfilters import escape
from django.test import Client

from plan_pages.document.models import Division, Part, PlainWords, Plan, PlanIndex
from plan_pages.document.plans import enter_phase
from portal.registry import Note, part_controls, part_panels
from tests.plan_pages.cold import cold_get, compressed
from tests.portal.pages.markup import one, text, tree

BUDGET = 16
#: 4.1 is the longest section, 2.1 the shortest, 2.4 has the table.
LONGEST, SHORTEST, WITH_TABLE = "4/1/", "2/1/", "2/4/"


def page(client: Client, plan: Plan, path: str = "", language: str = ""):
    url = plan.get_url()
    response = client.get(f"{language}{url}{path}")
    assert response.status_code == 200
    return tree(response)


def current(plan: Plan, path: str):
    division = Division.objects.get(url_path=f"{plan.url_path}{path}")
    return Part.objects.current().filter(page_id=division.pk).order_by("order")


@pytest.fixture
def points():
    """Providers that a test hangs up are taken down again."""
    kept = [(point, list(point)) for point in (part_controls, part_panels)]
    yield
    for point, providers in kept:
        point._providers[:] = providers


def test_section_stands_in_its_place(client, korla):
    root = page(client, korla, "12/4/")
    assert text(one(root, "//h1")) == "第四节 完善社会保障制度"
    crumbs = root.xpath("//nav[@class='crumbs']//li")
    assert [text(crumb) for crumb in crumbs] == [
        "规划",
        "第十二章 着力保障和改善民生，增进人民群众福祉",
        "第四节",
    ]
    assert [text(li) for li in root.xpath("//ul[@class='state']/li")] == [
        "该规划期已满 · 2021—2025",
        "10个规划项目",
    ]


def test_section_leads_to_its_neighbours(client, korla):
    root = page(client, korla, "12/4/")
    before, after = root.xpath("//nav[@class='prevnext']/a")
    assert (before.get("href"), text(before)) == (
        f"{korla.get_url()}12/3/",
        "上一节 第三节 推进卫生健康惠民",
    )
    assert (after.get("href"), text(after)) == (
        f"{korla.get_url()}12/5/",
        "下一节 第五节 健全住房保障体系",
    )


def test_first_and_last_pages_have_one_neighbour(client, korla):
    first = page(client, korla, "1/").xpath("//nav[@class='prevnext']/a")
    last = page(client, korla, "15/2/").xpath("//nav[@class='prevnext']/a")
    assert [text(link) for link in first] == ["下一节 第一节 发展基础"]
    assert [text(link) for link in last] == ["上一节 第一节 坚持和加强党的全面领导"]


def test_tree_shows_own_chapter_open_between_its_neighbours(client, korla):
    root = page(client, korla, "12/4/")
    tree_open = one(root, "//nav[@class='tree-open']")
    chapters = [text(a) for a in tree_open.xpath("./ul/li/a")]
    assert [chapter.split()[0] for chapter in chapters] == [
        "第十一章",
        "第十二章",
        "第十三章",
        "全部目录",
    ]
    assert len(tree_open.xpath("./ul/li/ul/li")) == 6
    assert text(one(tree_open, ".//a[@aria-current]")) == "第四节 完善社会保障制度"


def test_chapter_shows_its_text_and_its_sections(client, korla):
    root = page(client, korla, "4/")
    assert len(root.xpath("//main//p[@data-part]")) == 1
    sections = root.xpath("//nav[@class='sections']//a")
    assert [a.get("href") for a in sections] == [
        f"{korla.get_url()}4/{number}/" for number in range(1, 9)
    ]


def test_chapter_state_counts_what_its_sections_hold(client, korla):
    facts = page(client, korla, "4/").xpath("//ul[@class='state']//a")
    assert [(text(a), a.get("href")) for a in facts] == [
        ("31个规划项目", f"{root_of(korla)}items/?chapter=4")
    ]


def root_of(plan: Plan) -> str:
    return plan.get_url().removesuffix("plan/korla-14/")


def test_section_without_items_counts_nothing(client, korla):
    assert page(client, korla, SHORTEST).xpath("//ul[@class='state']//a") == []


def test_each_numbered_part_has_one_stop_with_a_full_name(client, korla, points):
    part_controls._providers.clear()  # an upper floor's control would be the stop
    root = page(client, korla, LONGEST)
    numbered = current(korla, LONGEST).filter(number__isnull=False)
    stops = root.xpath("//div[@class='passage-no']/a")
    assert [stop.get("aria-label") for stop in stops] == [
        f"第{part.number}段，本段永久链接" for part in numbered
    ]
    assert [stop.get("href") for stop in stops] == [
        f"{root_of(korla)}p/{part.public_id}" for part in numbered
    ]


def test_headings_go_down_without_a_gap(client, korla):
    heads = page(client, korla, LONGEST).xpath("//article//*[self::h1 or self::h2]")
    assert [text(head)[:3] for head in heads][:3] == ["第一节", "一、持", "二、着"]


def test_run_in_heading_is_strong_and_the_text_unbroken(client, korla):
    root = page(client, korla, "2/2/")
    leads = root.xpath("//p[@data-part]/strong")
    assert [text(lead) for lead in leads] == [
        "坚持党的全面领导。",
        "坚持新时代党的治疆方略。",
        "坚持以人民为中心。",
        "坚持新发展理念。",
        "坚持深化改革开放。",
        "坚持系统观念。",
        "坚持从库尔勒市实际出发",
    ]
    assert all(lead.getparent().text == "——" for lead in leads)
    texts = {part.public_id: part.text for part in current(korla, "2/2/")}
    said = {
        element.get("data-part"): element.text_content()
        for element in root.xpath("//p[@data-part]")
    }
    assert said == {key: texts[key] for key in said}


def test_box_holds_its_items_and_sends_to_their_list(client, korla):
    root = page(client, korla, "12/4/")
    box = one(root, "//div[@class='box']")
    assert text(box.xpath("./h2")[0]) == "专栏 12-4 社会保障重点项目"
    assert len(box.xpath(".//span[@data-part]")) == 10
    note = one(root, "//div[@class='passage-notes']//a")
    assert text(note) == "10个规划项目"
    assert note.get("href") == (f"{root_of(korla)}items/#b-{box.get('data-part')}")


def test_table_spans_what_the_print_merges(client, korla):
    table = one(page(client, korla, WITH_TABLE), "//table")
    groups = table.xpath(".//th[@scope='rowgroup']")
    assert [(text(th), th.get("rowspan")) for th in groups] == [
        ("经济发展", "3"),
        ("创新驱动", "3"),
        ("民生福祉", "9"),
        ("7.人均收入", "2"),
        ("绿色生态", "2"),
        ("绿色生态", "2"),
        ("安全保障", "2"),
    ]
    header = table.xpath(".//tr[@class='columns-row']/th")
    assert [(text(th), th.get("colspan")) for th in header] == [
        ("类别", None),
        ("指标", "2"),
        ("2020年", None),
        ("2025年", None),
        ("年均/累计", None),
        ("属性", None),
    ]
    assert len(table.xpath(".//tbody/tr[@data-part]")) == 21


def test_table_part_is_its_title_and_header(client, korla):
    head = one(page(client, korla, WITH_TABLE), "//thead")
    part = Part.objects.get(kind="table")
    assert head.get("data-part") == part.public_id
    assert "".join(head.text_content().split()) == "".join(part.text.split())


def test_plain_words_are_marked_and_hidden_when_empty(client, korla):
    assert "非规划原文" not in page(client, korla, "12/4/").text_content()
    division = Division.objects.get(url_path=f"{korla.url_path}12/4/")
    PlainWords.objects.create(division=division, text="看病、养老都说到了。")
    said = one(page(client, korla, "12/4/"), "//p[contains(@class,'plain-words')]")
    assert text(said) == "看病、养老都说到了。（编辑写的一句话说明，非规划原文）"


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("consulting", "征求意见稿"),
        ("implementing", "规划实施中"),
        ("final_evaluation", "该规划期已满"),
        ("archived", "该规划期已满，已归档"),
    ],
)
def test_phase_is_said_at_the_top_of_every_page(client, korla, phase, words):
    enter_phase(plan=korla, phase=phase)
    item = Part.objects.filter(kind="box_item").first()
    paths = ["", "4/", "4/1/", "indicators/", "indicators/3/", "items/", "places/"]
    for path in [*paths, f"items/{item.public_id}/", "places/longshan/"]:
        state = page(client, korla, path).xpath("//span[@class='phase']")
        assert [text(said) for said in state] == [f"{words} · 2021—2025"], path


def test_plan_page_has_title_cover_preamble_and_contents(client, korla):
    root = page(client, korla)
    parts = root.xpath("//main//*[@data-part]")
    assert [(e.tag, text(e)[:9]) for e in parts] == [
        ("h1", "库尔勒市国民经济和"),
        ("p", "(社会公开稿)"),
        ("p", "库尔勒市人民政府"),
        ("p", "二〇二一年十月"),
        ("p", "库尔勒市国民经济和"),
        ("p", "“十四五”时期是实"),
    ]
    assert len(root.xpath("//ol[@id='contents']/li")) == 15
    assert len(root.xpath("//ol[@id='contents']/li/ol/li")) == 63


def test_index_shows_the_contents_without_the_text(client, korla):
    response = client.get("/plan/")
    root = tree(response)
    assert response.status_code == 200
    assert root.xpath("//*[@data-part]") == []
    assert len(root.xpath("//ol[@id='contents']//a")) == 78


def test_index_names_other_plans(client, korla):
    Plan.objects.filter(pk=korla.pk).update(is_current=False)
    root = tree(client.get("/plan/"))
    assert text(one(root, "//h1")) == "还没有现行规划"
    assert [a.get("href") for a in root.xpath("//ul[@class='rows prose']/li/a")][
        -1
    ] == korla.get_url()


@pytest.mark.parametrize("path", ["plan/", "indicators/", "items/", "places/"])
def test_no_plan_at_all_says_so(client, db, path):
    assert not PlanIndex.objects.exists()
    response = client.get(f"/{path}")
    assert response.status_code == 200
    assert text(one(tree(response), "//h1")) == "还没有现行规划"


@pytest.mark.parametrize(
    "path", ["99/", "4/99/", "4/1/1/", "indicators/0/", "indicators/21/",
             "items/00000000/", "places/nowhere/"]
)  # fmt: skip
def test_unknown_number_is_not_found(client, korla, path):
    assert client.get(f"{korla.get_url()}{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "4/", "indicators/", "items/", "places/"])
def test_unknown_plan_is_not_found(client, korla, path):
    assert client.get(f"/plan/nowhere/{path}").status_code == 404


@pytest.mark.parametrize("path", ["indicators/", "items/", "places/"])
@pytest.mark.parametrize("chapter", ["0", "16", "x", ""])
def test_unknown_chapter_is_not_found(client, korla, path, chapter):
    assert client.get(f"/{path}?chapter={chapter}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ug"])
def test_plan_text_is_marked_chinese_in_other_languages(client, korla, language):
    for path in ("2/4/", "12/4/", ""):
        root = tree(client.get(f"/{language}/plan/korla-14/{path}"))
        for element in root.xpath("//*[@data-part][not(ancestor::*[@data-part])]"):
            marked = element.xpath("ancestor-or-self::*[@lang='zh-Hans'][@dir='ltr']")
            assert marked, element.text_content()[:20]


def test_links_keep_the_language(client, korla):
    below = f"{root_of(korla)}en/"
    root = tree(client.get("/en/plan/korla-14/12/4/"))
    links = root.xpath("//main//a/@href | //aside//a/@href")
    assert links
    assert [link for link in links if not link.startswith(below)] == []


def test_no_script_on_a_reading_page(client, korla):
    root = page(client, korla, WITH_TABLE)
    assert root.xpath("//script") == []
    assert root.xpath("//*[@style] | //style") == []


def test_queries_are_few_and_the_same_for_every_section(client, korla):
    taken = {}
    for path in (LONGEST, SHORTEST, WITH_TABLE, "12/4/"):
        response, count = cold_get(client, f"{korla.get_url()}{path}")
        assert response.status_code == 200
        taken[path] = count
    assert len(set(taken.values())) == 1, taken
    assert max(taken.values()) <= BUDGET


@pytest.mark.parametrize("path", ["", "4/"])
def test_queries_of_plan_and_chapter_are_few(client, korla, path):
    _response, count = cold_get(client, f"{korla.get_url()}{path}")
    assert count <= BUDGET


def test_every_page_of_the_plan_is_small(client, korla):
    for division in Division.objects.all():
        response = client.get(division.get_url())
        assert compressed(response) <= 20_000, division.title


def test_panels_and_controls_are_asked_once_a_page(client, korla, points):
    asked = []

    @part_panels.register
    def panel(request, page, parts):
        asked.append(("panel", len(parts)))
        return {parts[1].public_id: [Note("2条建议", "/x/", "1条已答复", "late")]}

    @part_controls.register
    def control(request, page, parts):
        asked.append(("control", len(parts)))
        return {parts[1].public_id: "对这段提建议<"}

    root = page(client, korla, "2/1/")
    total = current(korla, "2/1/").count()
    assert asked == [("control", total), ("panel", total)]
    notes = one(root, "//div[@class='passage-notes']")
    assert text(notes) == "对这段提建议< 2条建议 1条已答复"
    number = one(root, "//div[@class='passage-no']/a")
    assert (number.get("tabindex"), number.get("aria-hidden")) == ("-1", "true")


def test_text_is_escaped(client, korla):
    part = current(korla, "2/1/").get(number=1)
    division = Division.objects.get(pk=part.page_id)
    raw = list(division.body.raw_data)
    raw[0]["value"]["text"] = "<b>甲</b> & 乙"
    division.body = Division._meta.get_field("body").to_python(raw)
    division.save()
    response = client.get(division.get_url())
    assert escape("<b>甲</b> & 乙") in response.content.decode()
