"""The Gantt chart: bars where their weeks are, what decides the end not by colour alone, words for a screen reader."""

from __future__ import annotations

import re
from typing import Any

from hevesy.pictures.gantt import gantt

YEARS = ["2027", "2028"]  # 104 weeks on 372 pixels: 3.5769 pixels a week


def row(label: str = "Open a centre", **said: Any) -> dict[str, Any]:
    usual = {
        "begins": 0,
        "starts": 0,
        "ready": 26,
        "ready_low": 26,
        "ready_high": 26,
        "full": 26,
        "critical": False,
    }
    return {"label": label, **usual, **said}


def drawn(*rows: dict[str, Any]) -> str:
    return gantt(rows, years=YEARS, key="g", title="A < B", description="what when")


def test_a_bar_is_as_long_as_its_weeks() -> None:
    """26 of 104 weeks are 93 of 372 pixels, from 16 to 26 below the top of the first row, which is at 20."""
    svg = drawn(row())
    assert 'd="M0,36h93v10h-93Z" fill="#4f86ad"' in svg
    assert 'd="M93,39.5h279v3h-279Z" fill="#c3d8e8"' in svg


def test_what_decides_the_end_is_dark_bold_and_marked() -> None:
    svg = drawn(row("Licence", critical=True), row("Team"))
    assert 'd="M0,36h93v10h-93Z" fill="#12304a"' in svg
    assert re.search(r'<text [^>]*font-weight="bold"[^>]*>» Licence</text>', svg)
    assert re.search(r"<text (?![^>]*bold)[^>]*>Team</text>", svg)


def test_waiting_and_growth_are_textured_and_readiness_has_two_ends() -> None:
    svg = drawn(row(starts=13, full=52, ready_low=13, ready_high=78))
    assert "url(#g-back-ffffff)" in svg
    assert "url(#g-dots-d7e3ec)" in svg
    assert len(re.findall(r'd="M(?:46\.5|279),46\.2h0\.6v3\.2h-0\.6Z"', svg)) == 2


def test_what_comes_after_the_last_week_is_cut_off() -> None:
    svg = drawn(row(begins=0, ready=200, ready_low=150, ready_high=300, full=250))
    assert 'd="M0,36h372v10h-372Z"' in svg
    edges = [float(x) for x in re.findall(r'd="M([\d.]+),', svg)]
    assert max(edges) <= 372.0


def test_it_names_itself_and_every_year() -> None:
    svg = drawn(row("<b>"))
    assert '<title id="g-title">A &lt; B</title>' in svg and '<desc id="g-desc">what when</desc>' in svg
    assert ">2027</text>" in svg and ">2028</text>" in svg
    assert "<b>" not in svg
