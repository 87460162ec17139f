"""Figures year by year with their bands: at the right height, apart at the end, told apart without colour."""

from __future__ import annotations

import re

import pytest

from hevesy.pictures.band_chart import BOTTOM, STYLES, TOP, band_chart


def rows(*values: float | None) -> list[dict[str, float | None]]:
    return [
        {"year": 2027 + place, "value": value, "low": value and value / 2, "high": value and value * 2}
        for place, value in enumerate(values)
    ]


def chart(*series: tuple[str, list[dict[str, float | None]]]) -> str:
    return band_chart(series, key="bands", title="Courses", description="Two series.")


def heights(svg: str) -> set[float]:
    """Where drawn lines and bands have their points, from the top of the plot."""
    drawn = re.findall(r'd="M([\d.,LMZ]+)"', svg)
    return {float(point.split(",")[1]) for path in drawn for point in re.split("[LMZ]", path) if "," in point}


def test_a_value_stands_at_its_share_of_the_axis() -> None:
    """100 with a band of 50 to 200 on an axis to 200: middle, quarter and top."""
    found = heights(chart(("A", rows(100, 100))))
    span = BOTTOM - TOP
    assert {BOTTOM - span / 2, BOTTOM - span / 4, TOP} <= found


def test_the_last_values_are_written_and_kept_apart() -> None:
    svg = chart(("A", rows(100, 100)), ("B", rows(90, 101)))
    ends = re.findall(r'<text x="335.0" y="([\d.]+)"[^>]*>(\d+)<', svg)
    assert sorted(said for _, said in ends) == ["100", "101"]
    first, second = (float(y) for y, _ in ends)
    assert abs(first - second) >= 12


def test_series_are_told_apart_without_colour() -> None:
    assert len({tuple(dash) for _, _, dash in STYLES}) == len(STYLES)
    svg = chart(("A", rows(1, 2)), ("B", rows(2, 3)))
    assert "stroke-dasharray" in svg and ">A</text>" in svg and ">B</text>" in svg


@pytest.mark.parametrize("values", [(), (None, None)])
def test_nothing_known_draws_an_empty_frame_and_no_zero_line(values: tuple[float | None, ...]) -> None:
    svg = chart(("A", rows(*values)))
    assert svg.startswith("<svg") and ">A</text>" not in svg and not heights(svg) & {BOTTOM}


def test_one_year_and_all_zeros_can_be_drawn() -> None:
    assert "2027" in chart(("A", rows(5))) and chart(("A", rows(0, 0))).startswith("<svg")


def test_large_sums_are_written_short() -> None:
    svg = chart(("Costs", rows(1_234_567, 2_345_678)))
    assert ">2.35 M</text>" in svg and ">5 M</text>" in svg
