"""Charts say what they show: lengths in proportion, unknown as unknown, names for a screen reader."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hevesy.pictures import cascade_chart, hours_said, journey_chart, need_chart, persons, share_bars
from hevesy.pictures.drawing import finish
from hevesy.pictures.need_chart import round_ticks


def stage(
    label: str, remaining: float | None, lost: float | None, a: str = "affordability"
) -> dict[str, Any]:
    low, high = (None, None) if remaining is None else (remaining * 0.5, remaining * 2)
    reasons = [{"reason": "r", "a": a, "lost": lost}] if lost else []
    spread = {"remaining": remaining, "remaining_low": low, "remaining_high": high}
    return {"id": label, "label": label, "a": a, "lost": lost, "reasons": reasons, **spread}


def test_bars_are_in_proportion_to_people() -> None:
    """200 people, then 50: the second bar is a quarter of the 372 pixels, its leak of 150 the rest."""
    svg = cascade_chart(200.0, [stage("Can pay", 50.0, 150.0)], key="k", title="t", description="d")
    assert re.search(r'd="M0,13h372v8h-372Z"', svg)
    assert re.search(r'd="M0,37h93v8h-93Z" fill="#9aa7b1"', svg)
    assert re.search(r'd="M93,37h279v8h-279Z" fill="url\(#k-lines-a9c58c\)"', svg)
    assert ">50  (−150 affordability)</text>" in svg
    assert ">Considered for it</text>" in svg


def test_an_unknown_stage_has_no_bar_and_says_so() -> None:
    svg = cascade_chart(200.0, [stage("Can pay", None, None)], key="k", title="t", description="d")
    assert ">unknown</text>" in svg
    assert ">0</text>" not in svg
    assert 'd="M0,37' not in svg


def test_a_chart_names_itself_and_escapes_what_it_is_given() -> None:
    svg = cascade_chart(1.0, [stage("<b>&", 1.0, 0.0)], key="k", title="A < B", description='say "no"')
    assert svg.startswith("<svg ") and 'role="img" aria-labelledby="k-title k-desc"' in svg
    assert '<title id="k-title">A &lt; B</title>' in svg
    assert ">&lt;b&gt;&amp;</text>" in svg
    assert "<b>" not in svg


@pytest.mark.parametrize("hypothetical", [True, False])
def test_a_hypothetical_journey_is_hatched(hypothetical: bool) -> None:
    leg = {
        "name": "flight",
        "hours": 10.0,
        "low": 8.0,
        "high": 20.0,
        "kind": "assumption",
        "activity_left": 0.5,
    }
    svg = journey_chart([leg], key="j", title="t", description="d", hypothetical=hypothetical)
    assert ("url(#j-hatch-" in svg) is hypothetical
    assert ">flight: 10 h (8 h to 20 h)</text>" in svg
    assert ">injection: 50 % left, 10 h after release</text>" in svg


def test_a_leg_of_unknown_length_is_named_without_a_bar() -> None:
    leg = {"name": "customs", "hours": None, "low": None, "high": None, "kind": None, "activity_left": None}
    svg = journey_chart([leg], key="j", title="t", description="d", hypothetical=True)
    assert ">customs: unknown</text>" in svg
    assert "left" not in svg


def test_the_need_has_its_band_and_its_years() -> None:
    rows = [
        {"year": 2025, "value": 100.0, "low": 60.0, "high": 150.0},
        {"year": 2050, "value": 180.0, "low": 90.0, "high": 290.0},
    ]
    svg = need_chart(rows, key="n", title="t", description="d")
    for said in ("2025", "2050", "100", "180", "300"):
        assert f">{said}</text>" in svg


def test_ticks_are_round_and_reach_the_top() -> None:
    assert round_ticks(290) == [0, 100, 200, 300]
    assert round_ticks(11) == [0, 5, 10, 15]


def test_an_unknown_share_is_not_a_bar_of_nothing() -> None:
    rows = [
        {"label": "Affordability", "share": 0.5, "fill": "#123456"},
        {"label": "Acceptability", "share": None, "fill": "#654321"},
    ]
    svg = share_bars(rows, key="s", title="t", description="d")
    assert ">50 %</text>" in svg and ">unknown</text>" in svg
    assert "#654321" not in svg


def test_nothing_in_a_picture_points_outside() -> None:
    svg = cascade_chart(200.0, [stage("Can pay", 50.0, 150.0)], key="k", title="t", description="d")
    bare = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in bare and "<script" not in bare and "href" not in bare and "@import" not in bare
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(re.findall(r'id="([^"]+)"', svg))


def test_ids_of_the_chart_engine_are_made_unique() -> None:
    raw = '<svg viewBox="0 0 9 9"><clipPath id="clip0"/><g clip-path="url(#clip0)"><path d="M0,0L1,1"/></g></svg>'
    one, two = (finish(raw, key=key, title="t", description="d") for key in ("a", "b"))
    assert 'id="a-clip0"' in one and "url(#a-clip0)" in one
    assert not set(re.findall(r'id="([^"]+)"', one)) & set(re.findall(r'id="([^"]+)"', two))


def test_people_and_hours_as_one_says_them() -> None:
    assert [persons(v) for v in (None, 0.0, 0.04, 4.25, 1234.5)] == [
        "unknown",
        "0",
        "under 0.1",
        "4.2",
        "1,234",
    ]
    assert [hours_said(v) for v in (None, 0.5, 46.0)] == ["unknown", "30 min", "46 h"]
