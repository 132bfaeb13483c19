"""Charts: places on the screen from values, exactly."""

from decimal import Decimal

import pytest

from plan_pages.progress.charts import BOTTOM, TOP, Scale, Value, draw


def value(year: int, number: str) -> Value:
    return Value(year, Decimal(number), number)


def ticks(*numbers: str) -> list[str]:
    return [f"{tick:f}" for tick in Scale([Decimal(each) for each in numbers]).ticks]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("19.33", "20.33"), ["19.0", "19.5", "20.0", "20.5", "21.0"]),
        (("78.9", "81"), ["78", "79", "80", "81", "82"]),
        (("2", "2.5"), ["1.8", "2.0", "2.2", "2.4", "2.6", "2.8"]),
        (("8848.5", "10000"), ["8500", "9000", "9500", "10000", "10500"]),
        (("97", "97"), ["94", "96", "98", "100"]),
        (("0", "0"), ["0.0", "0.1", "0.2", "0.3"]),
        (("0.26", "0.44"), ["0.2", "0.3", "0.4", "0.5"]),
        (("-2", "3"), ["-4", "-2", "0", "2", "4", "6"]),
    ],
)
def test_ticks_are_round_and_hold_the_values(values, expected):
    assert ticks(*values) == expected


def test_scale_runs_from_bottom_to_top():
    scale = Scale([Decimal("19.33"), Decimal("20.33")])
    assert scale.y(Decimal(19)) == BOTTOM
    assert scale.y(Decimal(21)) == TOP
    assert scale.y(Decimal(20)) == (BOTTOM + TOP) / 2


def test_draw_places_baseline_target_and_years():
    chart = draw(value(2020, "19.33"), value(2025, "20.33"))
    assert [(year.x, year.text) for year in chart.years] == [
        ("20%", "2020"),
        ("34.8%", "2021"),
        ("49.6%", "2022"),
        ("64.4%", "2023"),
        ("79.2%", "2024"),
        ("94%", "2025"),
    ]
    (point,) = chart.points
    assert (point.x, point.y, point.text) == ("20%", "194.3", "19.33")
    assert (chart.target.x, chart.target.y) == ("94%", "98.3")
    assert chart.band == ("98.3", "96")
    assert chart.segments == []


def test_draw_joins_observations_in_order():
    chart = draw(value(2020, "1"), value(2025, "3"), [value(2021, "2")])
    assert [(s.x1, s.x2) for s in chart.segments] == [("20%", "34.8%")]
    assert [point.baseline for point in chart.points] == [True, False]


def test_label_leaves_the_line_of_the_target_free():
    """A point just above the line has its label above, on the line below."""
    above = draw(value(2020, "97"), value(2025, "80"), [value(2021, "80.5")]).points[1]
    assert float(above.label_y) < float(above.y)
    on = draw(value(2020, "97"), value(2025, "97")).points[0]
    assert float(on.label_y) > float(on.y)
