"""Indicator pages with figures: word, chart, papers, revisions, sum; CSV; method."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan
from plan_pages.progress import observations, yardsticks
from portal.accounts.models import User
from portal.units.models import Unit
from tests.plan_pages.cold import cold_get, compressed
from tests.plan_pages.progress.figures import given, paper, row_of
from tests.portal.pages.markup import one, text, tree


def shown(client: Client, number: int, prefix: str = "") -> Any:
    response = client.get(f"{prefix}/indicators/{number}/")
    assert response.status_code == 200
    return tree(response)


def figures_of(root: Any) -> list[list[str]]:
    table = root.xpath("//table[contains(@class,'figures-table')]")[0]
    return [[text(cell) for cell in line] for line in table.xpath("./tbody/tr")]


@pytest.fixture
def forest(publisher: User, unit: Unit) -> None:
    """森林覆盖率: three years of one paper each."""
    for year, value in ((2021, "19.46"), (2022, "19.70"), (2023, "19.99")):
        given("18", year, value, publisher, unit)


def test_page_without_figures_says_so_and_accuses_nobody(
    client: Client, korla: Plan
) -> None:
    root = shown(client, 18)
    assert one(root, "//strong[@data-schedule]").get("data-schedule") == "no_data"
    said = text(root)
    assert "数据未发布" in said and "没有数据不等于没有进展，也不当作零。" in said
    assert "逾期" not in said


def test_page_shows_word_year_and_sum(
    client: Client, korla: Plan, forest: None
) -> None:
    root = shown(client, 18)
    word = one(root, "//strong[@data-schedule]")
    assert (word.get("data-schedule"), text(word)) == ("ahead", "快于预期")
    steps = [text(step) for step in root.xpath("//p[@class='step']")]
    assert steps == [
        "完成的路程 p = (19.99 − 19.33) ÷ (20.33 − 19.33) = 0.66",
        "到该年应完成的份额 τ = (2023 − 2020) ÷ (2025 − 2020) = 0.6",
        "序时比 s = 0.66 ÷ 0.6 = 1.1",
    ]
    assert "按 2023 年的数据" in text(root)


def test_page_shows_the_second_opinion_beside(
    client: Client, korla: Plan, forest: None
) -> None:
    second = one(shown(client, 18), "//p[@class='second']")
    assert second.xpath("./span[@data-second]/@data-second") == ["on_track"]
    assert text(second).startswith("另一种算法 在轨道上 R = 1.1")


def test_table_names_status_paper_and_unit(
    client: Client, korla: Plan, forest: None
) -> None:
    lines = figures_of(shown(client, 18))
    assert lines[0] == ["2025", "20.33", "目标", "规划原表", ""]
    assert lines[1] == [
        "2023",
        "19.99",
        "最终数",
        "2021年国民经济和社会发展统计公报 统计局 18-2023-19.99 2022-04-01",
        "统计局",
    ]
    assert [line[0] for line in lines] == ["2025", "2023", "2022", "2021", "2020"]
    assert lines[-1] == ["2020", "19.33", "基期", "规划原表", ""]


def test_chart_draws_every_year_and_says_so_in_words(
    client: Client, korla: Plan, forest: None
) -> None:
    drawing = one(shown(client, 18), "//svg")
    assert [text(point) for point in drawing.xpath("./text[@class='chart-label']")] == [
        "19.33",
        "19.46",
        "19.70",
        "19.99",
    ]
    assert len(drawing.xpath("./line[@class='chart-line']")) == 3
    assert text(one(drawing, "./desc")) == (
        "2020年基期19.33，2021年19.46，2022年19.70，2023年19.99，目标 20.33。单位：%。"
    )
    assert text(one(drawing, "./title")) == "森林覆盖率：基期、各年数据与目标"


def test_indicator_without_numbers_has_a_chart_once_there_are_figures(
    client: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    given("20", 2021, "0.46", publisher, unit)
    drawing = one(shown(client, 20), "//svg")
    assert drawing.xpath("./line[@class='chart-target']") == []
    assert len(drawing.xpath("./circle[@class='chart-point']")) == 1


def test_papers_that_disagree_stand_side_by_side(
    client: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    given("3", 2025, "81", publisher, unit)
    given("3", 2025, "80.9", publisher, unit)
    root = shown(client, 3)
    assert len(root.xpath("//p[@data-disputed]")) == 1
    values = [line[1] for line in figures_of(root)[1:3]]
    assert values == ["81数据不一致", "80.9数据不一致"]
    words = root.xpath("//strong/@data-schedule")
    assert words == ["not_assessable", "met", "not_met"]
    assert [text(step) for step in root.xpath("//p[@class='step']")][::2] == [
        "81 ≥ 81",
        "80.9 < 81",
    ]
    assert len(one(root, "//svg").xpath("./circle[@class='chart-point']")) == 3


def test_revisions_and_withdrawals_stay_readable(
    client: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    first = given("3", 2021, "79.3", publisher, unit, status="provisional")
    given(
        "3", 2021, "79.4", publisher, unit,
        source=first.source, supersedes=first, reason="年报核定",
    )  # fmt: skip
    wrong = given("3", 2022, "12", publisher, unit)
    observations.withdraw_observation(
        observation=wrong, reason="录错了行", by=publisher
    )
    root = shown(client, 3)
    current, history = root.xpath("//table[contains(@class,'figures-table')]")[:2]
    assert [line[1] for line in figures_of(root)] == ["81", "79.4", "78.9"]
    lines = [[text(c) for c in line] for line in history.xpath("./tbody/tr")]
    assert [(line[0], line[1][:4], line[3]) for line in lines] == [
        ("2022", "1220", "录错了行"),
        ("2021", "79.3", "年报核定"),
    ]
    assert lines[0][2] == "已撤回" and lines[1][2].startswith("79.4")
    assert "第 2 次登记" in text(current)


def test_assigned_and_annual_targets_are_shown_with_their_papers(
    client: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    given("16", 2021, "75.40", publisher, unit)
    source = paper(publisher)
    row = row_of("16")
    yardsticks.assign_target(
        row=row, value=Decimal("78.0"), source=source, by=publisher
    )
    yardsticks.set_checkpoint(
        row=row, period=2021, value=Decimal("75.5"), source=source, by=publisher
    )
    root = shown(client, 16)
    assert figures_of(root)[1][:3] == ["2025", "78.0", "上级下达目标"]
    assert text(one(root, "//text[@class='chart-target-label']")) == "下达目标 78.0"
    assert "(75.5 − 75.14) ÷ (78.0 − 75.14)" in text(root)
    assert "年度目标" in text(root)


def test_two_rows_have_a_word_together(
    client: Client, korla: Plan, publisher: User
) -> None:
    root = shown(client, 7)
    words = root.xpath("//strong/@data-schedule")
    assert words == ["not_assessable"] * 3
    assert "“基本同步”未给出容差" in text(root)


def test_list_shows_latest_figure_and_word(
    client: Client, korla: Plan, forest: None, publisher: User, unit: Unit
) -> None:
    given("3", 2022, "79.5", publisher, unit)
    given("3", 2022, "79.6", publisher, unit)
    root = tree(client.get("/indicators/"))
    cells = {}
    for line in root.xpath("//tbody/tr[not(@class)]"):
        name = text(line.xpath(".//td[contains(@class,'indicator-name')]/a")[0])
        cells[name] = [text(cell) for cell in line.xpath("./td")][-2:]
    assert cells["森林覆盖率"] == ["19.992023", "快于预期"]
    assert cells["常住人口城镇化率"][0] == "79.5 / 79.62022数据不一致"
    assert cells["规模以上工业企业生产设备数字化率"] == ["", "数据未发布"]
    assert len(root.xpath("//strong[@data-schedule]")) == 21


def table_of(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    raw = response.content
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_list_as_csv(client: Client, korla: Plan, forest: None) -> None:
    lines = table_of(client.get("/indicators.csv"))
    assert len(lines) == 21
    found = next(line for line in lines if line["行号"] == "18")
    assert (found["序时进度代码"], found["最新年份"], found["最新数值"]) == (
        "ahead",
        "2023",
        "19.99",
    )
    assert found["方法版本"] == "1"
    assert table_of(client.get("/plan/korla-14/indicators.csv")) == lines
    assert table_of(client.get("/indicators.csv?chapter=3")) == []


def test_figures_as_csv_with_their_history(
    client: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    first = given("3", 2021, "-79.3", publisher, unit, scope="=SUM(A1)")
    given(
        "3", 2021, "79.4", publisher, unit,
        source=first.source, supersedes=first, reason="@核定",
    )  # fmt: skip
    lines = table_of(client.get("/indicators/3.csv"))
    assert [(line["数值"], line["现行"], line["修订号"]) for line in lines] == [
        ("-79.3", "否", "1"),
        ("79.4", "是", "2"),
    ]
    assert lines[0]["统计口径"] == "'=SUM(A1)"
    assert lines[1]["修订原因"] == "'@核定"
    assert lines[1]["取代"] == lines[0]["编号"] == first.public_id
    assert table_of(client.get("/plan/korla-14/indicators/3.csv")) == lines
    assert client.get("/indicators/99.csv").status_code == 404


def test_method_is_printed(client: Client, korla: Plan) -> None:
    root = tree(client.get(reverse("method")))
    said = text(root)
    assert "第 1 版" in said and "p = (v − b) ÷ (T − b)" in said
    assert len(root.xpath("//code")) == 10
    link = reverse("method")
    assert link in shown(client, 18).xpath("//a/@href")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client: Client, korla: Plan, method: str) -> None:
    for path in ("/indicators/", "/indicators/3/", "/indicators.csv", "/method/"):
        assert getattr(client, method)(path).status_code == 405


def test_queries_are_bounded_with_figures(
    client: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    _response, before = cold_get(client, "/indicators/18/")
    source = paper(publisher)
    for code in ("18", "3", "7a", "7b"):
        for year in range(2021, 2026):
            given(code, year, "80", publisher, unit, source=source)
    for path in ("/indicators/18/", "/indicators/7/", "/indicators/"):
        response, count = cold_get(client, path)
        assert count <= before <= 16
        assert compressed(response) <= 20_000
    _response, count = cold_get(client, "/indicators/3.csv")
    assert count <= 16
