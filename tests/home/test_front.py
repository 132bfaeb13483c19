"""The front door: counts from the database, within its budget of queries."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from home.front import Figure, spread
from plan_pages.document.models import Plan
from plan_pages.document.plans import enter_phase
from plan_pages.places.gazetteer import gazetteer
from plan_pages.progress.models import Indicator, PlanItem
from portal.registry import HomePanel, home_panels
from tests.portal.pages.markup import one, text, tree


def test_front_counts_what_the_plan_promises(client: Client, korla: Plan) -> None:
    panel = one(tree(client.get("/")), "//section[@class='panel']")
    assert [text(dl) for dl in panel.xpath("./dl")] == [
        "指标 20 个，其中 6 个约束性",
        "项目 139 个规划项目，列在 13 个专栏",
        "机制 7 项实施与监督的承诺",
    ]


def test_front_counts_follow_the_database(client: Client, korla: Plan) -> None:
    Indicator.objects.filter(plan=korla, number=18).update(property="expected")
    PlanItem.objects.filter(plan=korla, key="4-5/1").delete()
    said = [text(dl) for dl in tree(client.get("/")).xpath("//dl[@class='figures']")]
    assert said[:2] == [
        "指标 20 个，其中 5 个约束性",
        "项目 138 个规划项目，列在 13 个专栏",
    ]


def test_front_links_the_mechanisms_to_their_section(
    client: Client, korla: Plan
) -> None:
    links = tree(client.get("/")).xpath("//section[@class='panel']//dl[3]//a/@href")
    assert links == [f"{korla.get_url()}15/2/"]


def test_front_lists_all_chapters_with_their_sections(
    client: Client, korla: Plan
) -> None:
    root = tree(client.get("/"))
    rows = [text(li) for li in root.xpath("//ol[contains(@class,'chapters')]/li")]
    assert len(rows) == 15
    assert rows[0] == "第一章 发展基础和环境 2 节"
    assert rows[3] == "第四章 壮大特色优势产业，加快构建现代产业体系 8 节"
    assert "总目：15 章 63 节" in text(root)


def test_front_shows_three_numbers_with_base_and_target(
    client: Client, korla: Plan
) -> None:
    root = tree(client.get("/"))
    rows = root.xpath("//section[@aria-labelledby='figures']//li")
    assert [text(row) for row in rows] == [
        "常住人口城镇化率 2020 年 78.9% → 2025 年 81%",
        "每千人口拥有3岁以下婴幼儿托位数 2020 年 0.26 个 → 2025 年 0.44 个",
        "粮食综合生产能力 2020 年 8848.5 吨 → 2025 年 10000 吨 · 约束性",
    ]


def test_front_links_places_of_several_kinds(client: Client, korla: Plan) -> None:
    known = gazetteer("korla-14")
    assert known is not None
    links = tree(client.get("/")).xpath("//ul[contains(@class,'places')]//a")
    assert len(links) == 6
    kinds = {known.by_slug[a.get("href").split("/")[-2]].kind for a in links[:-1]}
    assert len(kinds) == 5
    assert text(links[-1]) == f"全部 {len(known.places)} 个地方"


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("consulting", "正在征求意见"),
        ("implementing", "正在实施"),
        ("final_evaluation", "规划期已满，总结评估进行中"),
        ("archived", "规划期已满，已归档"),
    ],
)
def test_front_says_the_phase(
    client: Client, korla: Plan, phase: str, said: str
) -> None:
    enter_phase(plan=korla, phase=phase)
    eyebrow = text(one(tree(client.get("/")), "//main//p[@class='eyebrow']"))
    assert eyebrow == f"2021—2025 年规划 · {said}"


def test_front_of_the_installed_day_has_no_empty_column(
    client: Client, korla: Plan
) -> None:
    root = tree(client.get("/"))
    assert all(text(h2) for h2 in root.xpath("//main//h2"))
    assert root.xpath("//main//*[self::ul or self::ol][not(*)]") == []


def test_front_without_plan_tells_the_operator_what_to_do(
    client: Client, db: None
) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "manage.py import_plan" in text(one(tree(response), "//main"))


@pytest.mark.parametrize("path", ["/", "/ug/"])
def test_front_stays_in_its_budget(
    client: Client,
    korla: Plan,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
) -> None:
    with django_assert_max_num_queries(16):
        client.get(path)


def test_front_takes_panels_from_lower_floors(client: Client, korla: Plan) -> None:
    def provide(request: object) -> list[HomePanel]:
        return [HomePanel("aside", "components/value.html", None)]

    home_panels.register(provide)
    try:
        assert "待配置" in text(one(tree(client.get("/")), "//main"))
    finally:
        home_panels._providers.remove(provide)


def test_spread_takes_first_and_last_and_what_lies_between() -> None:
    things: list[Figure] = list("abcde")  # type: ignore[arg-type]
    assert spread(things, 3) == ["a", "c", "e"]
    assert spread(things[:2], 3) == ["a", "b"]
