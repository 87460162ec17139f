"""The tables of a valuation: compiled as they stand, every fact with a source and a range, every name known."""

from __future__ import annotations

import importlib.util
import math
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hevesy.facts import Dist, Kind, Shelf

CLONE = Path(__file__).resolve().parents[3]
SHELF = Shelf.load()
FACTS = CLONE / "src/hevesy/facts/packs/open/facts/value.csv"
UNITS = {
    "USD", "USD/QALY", "USD/course", "USD/month", "Weibull shape", "correlation", "disability weight", "doses a month",
    "fraction", "hazard ratio", "month", "standard normal score", "utility", "x GDP per capita", "year",
}  # fmt: skip
ABOUT_OTHERS = {"league", "id", "name", "therapy", "comparator", "trial", "group", "note", "evidence", "turned", "says",
                "against", "first", "second", "measure", "why"}  # fmt: skip


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    sys.path.insert(0, str(CLONE / "tools"))
    found = importlib.util.spec_from_file_location("tools_compile_value", CLONE / "tools" / "compile_value.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    sys.path.remove(str(CLONE / "tools"))
    return module


def test_the_shipped_facts_are_what_the_script_compiles(tool: ModuleType, tmp_path: Path) -> None:
    tool.main(tmp_path / "value.csv")
    assert (tmp_path / "value.csv").read_text("utf-8") == FACTS.read_text("utf-8")


def test_an_interval_of_95_percent_becomes_one_of_90_by_hand(tool: ModuleType) -> None:
    """VISION: 0.62 (0.52 to 0.74); the standard error is ln(0.74 / 0.52) / 3.92 = 0.0900."""
    assert tool.ninety(0.62, 0.52, 0.74, 95) == pytest.approx((0.5347, 0.7190), abs=2e-4)


def test_every_fact_has_a_source_a_known_unit_and_a_range() -> None:
    keys = set(SHELF.source_keys())
    for name in SHELF.ids("value."):
        for fact in SHELF.rows(name):
            assert fact.source in keys, name
            assert fact.unit in UNITS, name
            assert fact.note, name
            assert fact.dist is Dist.FIXED or (fact.low is not None and fact.high is not None), name
            if fact.kind is Kind.UNVERIFIED and fact.low and fact.high and fact.unit.startswith("USD"):
                assert fact.high / fact.low > 1.3, name


def test_shapes_follow_from_the_trials_as_their_notes_say() -> None:
    """-ln(ratio) / ln(median with it / median without)."""
    formula = re.compile(r"^-ln\(([\d.]+)\) / ln\(([\d.]+) / ([\d.]+)\)")
    tried = 0
    for name in SHELF.ids("value."):
        fact = SHELF.fact(name, "world") if name.endswith(".shape") else None
        given = None if fact is None else formula.match(fact.note)
        if fact is not None and given:
            ratio, longer, shorter = (float(each) for each in given.groups())
            assert fact.value == pytest.approx(-math.log(ratio) / math.log(longer / shorter), abs=0.01), name
            tried += 1
    assert tried >= 5


@pytest.mark.parametrize("table", ["value", "value_strategies", "value_checks"])
def test_every_fact_that_a_table_names_is_on_the_shelf(table: str) -> None:
    known = set(SHELF.ids("value."))
    for row in SHELF.table(table):
        for column, name in row.items():
            if column in ABOUT_OTHERS or not name:
                continue
            names = {f"{name}.median", f"{name}.shape"} if column in ("alive", "free") else {name}
            assert names <= known, (table, column, name)


def test_every_strategy_stands_after_the_one_it_is_compared_with() -> None:
    seen: dict[str, list[str]] = {}
    for row in SHELF.table("value_strategies"):
        before = seen.setdefault(row["league"], [])
        assert (row["against"] == "") == (not before)
        assert not row["against"] or row["against"] in before
        before.append(row["id"])
    assert {row["id"] for row in SHELF.table("value_leagues")} == set(seen)
    assert all(len(each) > 2 for each in seen.values())


def test_every_trial_has_a_chance_of_its_own() -> None:
    trials = {name.split(".")[2] for name in SHELF.ids("value.ratio.")}
    causes = {row["prefix"]: row["cause"] for row in SHELF.table("drawn_together")}
    assert all(causes[f"value.ratio.{trial}."] == f"value.trial_effect.{trial}" for trial in trials)
