"""Spells of shocks: bars where their weeks are, one at random over the whole width, the rest cut off."""

from __future__ import annotations

from hevesy.pictures.spells import spells

YEARS = ["2027", "2028"]  # 104 weeks on 372 pixels
BAN = {"label": "Import ban", "begins": 26, "ends": 52, "ends_low": 39, "ends_high": 130, "recovered": 78}


def drawn(*rows: dict[str, object]) -> str:
    return spells(rows, years=YEARS, key="s", title="A < B", description="what when")


def test_a_bar_is_as_long_as_its_weeks() -> None:
    """From week 26 at 93 pixels: 26 weeks in full and 26 of recovery, 93 pixels each, 36 below the top."""
    svg = drawn(BAN)
    assert 'd="M93,36h93v10h-93Z" fill="#12304a"' in svg
    assert "M186,36h93v10h-93Z" in svg


def test_a_late_end_is_cut_off_with_the_scenario() -> None:
    """From week 39 at 139.5 pixels to the edge at 372."""
    assert "M139.5,47.6h232.5v" in drawn(BAN)


def test_one_at_random_has_the_whole_width_and_says_so() -> None:
    svg = drawn({"label": "Strike: 30 % a year"})
    assert "M0,38h372v6h-372Z" in svg and ">Strike: 30 % a year</text>" in svg
    assert ">at random, in any year</text>" in svg


def test_it_speaks_to_a_screen_reader() -> None:
    assert "<title" in drawn(BAN) and "A &lt; B" in drawn(BAN) and "what when" in drawn(BAN)
