"""Indicators: the list, the page of each, chart or words, and what to beware of."""

import pytest
from django.test import Client

from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import IndicatorRow
from plan_pages.progress.statements import printed_step, steps_to_target
from tests.plan_pages.cold import cold_get, compressed
from tests.portal.pages.markup import one, text, tree

CHARTED = [3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 18, 19]
FEW_STEPS = {4: 5, 9: 9, 10: 7, 11: 3}


def shown(client: Client, number: int, language: str = ""):
    response = client.get(f"{language}/indicators/{number}/")
    assert response.status_code == 200
    return tree(response)


def row(code: str) -> IndicatorRow:
    return IndicatorRow.objects.select_related("indicator__plan").get(code=code)


def test_list_groups_all_indicators(client, korla):
    root = tree(client.get("/indicators/"))
    groups = root.xpath("//tr[@class='group']")
    assert [text(group) for group in groups] == [
        "经济发展",
        "创新驱动",
        "民生福祉",
        "绿色生态",
        "安全保障",
    ]
    numbers = root.xpath("//td[contains(@class,'indicator-no')]")
    assert [text(cell) for cell in numbers] == [str(at) for at in range(1, 21)]
    assert [text(li) for li in root.xpath("//ul[@class='state']/li")] == [
        "该规划期已满 · 2021—2025",
        "20 项",
        "约束性 6 项",
        "预期性 14 项",
    ]


def test_list_shows_base_and_target_as_printed(client, korla):
    root = tree(client.get("/indicators/"))
    rows = {}
    for line in root.xpath("//tbody/tr[not(@class)]"):
        name, *rest = line.xpath("./td[not(contains(@class,'indicator-no'))]")
        rows[text(name.xpath("./a")[0])] = [text(cell) for cell in rest]
    assert len(rows) == 21
    assert rows["森林覆盖率"] == ["约束性", "19.33", "20.33", "", "数据未发布"]
    assert rows["全员劳动生产率增长"] == [
        "预期性",
        "未印",
        "高于GDP增长",
        "",
        "不可评估",
    ]
    assert rows["人均收入 · 农牧民人均可支配收入"] == [
        "预期性",
        "21241",
        "与GDP增长基本同步",
        "",
        "不可评估",
    ]
    assert rows["单位GDP能源消耗降低"] == [
        "约束性",
        "[15.86]2016-2020",
        "控制在自治区下达指标内",
        "",
        "不可评估",
    ]


def test_list_says_why_one_cannot_be_assessed(client, korla):
    root = tree(client.get("/indicators/"))
    reasons = root.xpath("//small[@class='reason']")
    assert len(reasons) == 8  # 1, 2, two rows of 7, 15, 16, 17, 20
    assert text(reasons[0]) == (
        "规划未定五年数值目标，由各年度计划提出；年度目标尚未录入"
    )


def test_list_of_a_chapter_holds_what_stands_in_it(client, korla):
    here = tree(client.get("/indicators/?chapter=2"))
    there = tree(client.get("/indicators/?chapter=3"))
    assert len(here.xpath("//td[contains(@class,'indicator-no')]")) == 20
    assert there.xpath("//table") == []
    assert "本章没有列出指标" in text(there)


@pytest.mark.parametrize("number", range(1, 21))
def test_chart_stands_where_both_are_numbers(client, korla, number):
    root = shown(client, number)
    assert len(root.xpath("//svg")) == (1 if number in CHARTED else 0)
    assert bool(root.xpath("//dl[@class='in-words']")) == (number not in CHARTED)


def test_chart_has_title_description_target_and_table(client, korla):
    root = shown(client, 18)
    drawing = one(root, "//svg")
    assert drawing.get("role") == "img"
    title, description = drawing.xpath("./title | ./desc")
    assert (
        drawing.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    )
    assert text(title) == "森林覆盖率：基期与目标"
    assert text(description) == "2020年基期19.33，目标 20.33。单位：%。"
    assert text(one(drawing, ".//text[@class='chart-target-label']")) == "目标 20.33"
    table = root.xpath("//table[@class='figures-table cards']//tbody/tr")
    assert [[text(cell) for cell in line] for line in table] == [
        ["2025", "20.33", "目标", "规划原表", ""],
        ["2020", "19.33", "基期", "规划原表", ""],
    ]


def test_chart_of_a_bound_says_which_side(client, korla):
    ceiling = one(shown(client, 8), "//text[@class='chart-target-label']")
    floor = one(shown(client, 14), "//text[@class='chart-target-label']")
    assert (text(ceiling), text(floor)) == ("上限 控制在3.8以内", "下限 ≥97")


def test_page_prints_all_cells_of_both_rows(client, korla):
    lines = shown(client, 7).xpath("//table[@class='printed']//tr")
    assert [[text(cell) for cell in line] for line in lines] == [
        ["类别", "民生福祉", "（与上行合并）"],
        ["指标", "7.人均收入", "（与上行合并）"],
        ["指标", "城镇人均可支配收入（元）", "农牧民人均可支配收入（元）"],
        ["2020年", "33762", "21241"],
        ["2025年", "—", "—"],
        ["年均/累计", "与GDP增长基本同步", "（空格）"],
        ["属性", "预期性", "预期性"],
    ]


def test_page_keeps_dash_and_empty_apart(client, korla):
    def cells(number):
        lines = shown(client, number).xpath("//table[@class='printed']//tr")
        return {text(line[0]): text(line[1]) for line in lines}

    assert cells(8)["年均/累计"] == "（空格）"
    assert cells(14)["年均/累计"] == "—"
    assert cells(18)["年均/累计"] == "20"


@pytest.mark.parametrize("number", range(1, 21))
def test_page_warns_where_rounding_decides(client, korla, number):
    warned = "四舍五入可能决定结论" in text(shown(client, number))
    assert warned == (number in FEW_STEPS)


def test_steps_are_those_of_the_finer_printed_number(korla):
    assert {n: steps_to_target(row(str(n))) for n in FEW_STEPS} == FEW_STEPS
    assert steps_to_target(row("3")) == 21
    assert steps_to_target(row("12")) == 18
    assert steps_to_target(row("14")) is None


@pytest.mark.parametrize(
    ("texts", "step"),
    [(("2", "2.5"), "0.1"), (("4.4", "4.54"), "0.01"), (("82", "124"), "1")],
)
def test_printed_step(texts, step):
    assert str(printed_step(*texts)) == step


@pytest.mark.parametrize("texts", [("—", "45"), ("", "1"), ("[15.86]", "3")])
def test_printed_step_of_words_is_none(texts):
    assert printed_step(*texts) is None


def test_result_of_the_last_period_is_no_target(client, korla):
    root = shown(client, 15)
    said = text(root)
    assert "[15.86]是2016-2020年的累计完成数，既不是目标，也不是这五年的起点。" in said
    words = one(root, "//dl[@class='in-words']")
    assert text(words) == "2016-2020 上期结果 [15.86] 目标控制在自治区下达指标内"
    assert "自治区下达的数值未载于公开稿，尚未录入" in said


def test_missing_unit_is_named_as_usual_only(client, korla):
    assert "规划没有印出单位；惯用单位是件。" in text(shown(client, 5))


def test_missing_baseline_is_said(client, korla):
    assert shown(client, 6).xpath("//svg") == []
    assert "规划没有印出基期值" in text(shown(client, 6))


def test_canonical_address_names_the_plan(client, korla):
    for address in ("/indicators/3/", "/plan/korla-14/indicators/3/"):
        link = one(tree(client.get(address)), "//link[@rel='canonical']")
        assert link.get("href").endswith(f"{korla.get_url()}indicators/3/")


def test_links_keep_the_form_of_the_address(client, korla):
    short = one(shown(client, 3), "//a[@rel='next']").get("href")
    keyed = one(
        tree(client.get("/plan/korla-14/indicators/3/")), "//a[@rel='next']"
    ).get("href")
    assert short.endswith("/indicators/4/") and "/plan/" not in short
    assert keyed == f"{korla.get_url()}indicators/4/"


def test_page_links_to_its_row_in_the_text(client, korla):
    part = Part.objects.get(indicator_row__code="18")
    links = shown(client, 18).xpath("//ul[@class='state']//a/@href")
    assert links == [f"{korla.get_url()}2/4/#p-{part.public_id}"]


def test_queries_are_constant_and_pages_small(client, korla):
    counts = set()
    for number in (1, 7, 18):
        response, count = cold_get(client, f"/indicators/{number}/")
        counts.add(count)
        assert compressed(response) <= 20_000
    assert counts == {13}
    response, count = cold_get(client, "/indicators/")
    assert count <= 10
    assert compressed(response) <= 20_000


def test_plan_without_table_has_an_empty_list(client, korla: Plan):
    IndicatorRow.objects.update(code=None)
    root = tree(client.get("/indicators/"))
    assert root.xpath("//table") == []
