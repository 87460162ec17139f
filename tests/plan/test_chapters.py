"""The chapters of the country report: what their own commands say, on the draws of the years ahead."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from tests.plan.fives.small_country import shelf
from tests.plan.published import check_published

from hevesy.errors import PlanOutOfShape
from hevesy.plan.ahead import Ahead
from hevesy.plan.answers.ahead import by_the_engine
from hevesy.plan.fives import chapter as fives_chapter
from hevesy.plan.fives.answers import FIRST, How, answers, fives
from hevesy.plan.report.page_fives import fives_charts, fives_said
from hevesy.plan.report.page_people import people_said
from hevesy.plan.report.shape import CHAPTERS, check_shape
from hevesy.plan.report.write import chapter_sheets
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.simulate import How as Running
from hevesy.plan.simulation.simulate import simulate_all
from hevesy.plan.workforce.answers import workforce_said
from hevesy.plan.workforce.staffing import workforce

FIJI = Scenario("Fiji: a package", "FJI", date(2027, 1, 1), 2, 8, 1, therapies=("lu177_psma617",))
NOTHING = FIJI.with_nothing_done()
pytestmark = pytest.mark.slow(reason="whichever comes first makes the runs that all read")


@pytest.fixture(scope="module")
def ahead() -> Ahead:
    return Ahead(*simulate_all([NOTHING, FIJI], shelf(), Running(threads=1)))


@pytest.fixture(scope="module")
def plan(ahead: Ahead) -> dict[str, Any]:
    return {"country": {"iso3": "FJI"}, **by_the_engine(ahead, shelf())}


def test_a_chapter_is_what_its_command_says(plan: dict[str, Any]) -> None:
    assert plan["fives"] == answers(fives(NOTHING, shelf(), How(threads=1, families=(FIRST,))), shelf())
    assert plan["workforce"] == workforce_said(workforce(NOTHING, shelf(), 1), shelf())
    for name, file in CHAPTERS.items():
        check_published(plan[name], file)


def test_the_five_as_take_the_first_draws(ahead: Ahead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fives_chapter, "DRAWS", 4)
    found = fives_chapter.chapter(ahead.nothing, shelf())
    assert found["scenario"]["draws"] == 4
    entered = ahead.nothing.outcome.in_country["entered"].sum(axis=(0, 1))[:4]
    assert found["splits"][0]["entered"]["low"] >= entered.min()
    assert found["splits"][0]["entered"]["high"] <= entered.max()


def test_without_chapters_there_are_only_the_years_ahead(ahead: Ahead) -> None:
    assert list(by_the_engine(ahead, shelf(), chapters=False)) == ["ahead"]
    bare = {"country": {"iso3": "FJI"}, "ahead": None}
    assert fives_said(bare) == {"fives": {}} and people_said(bare) == {"people": {}}
    assert fives_charts(bare) == {} and chapter_sheets(bare) == {}


def test_the_pages_say_with_how_many_draws_and_how_to_get_the_full_ones(plan: dict[str, Any]) -> None:
    said, people = fives_said(plan)["fives"], people_said(plan)["people"]
    assert "2027 to 2028, nothing done" in said["title"] and "2027 to 2028, nothing done" in people["title"]
    assert "32 runs with 8 draws" in said["made"] and "8 draws" in people["made"]
    assert "hevesy plan scenario new FJI --nothing-done --out now.toml" in said["commands"]
    assert said["commands"][1].startswith("hevesy plan fives now.toml")
    assert people["commands"][1].startswith("hevesy plan workforce now.toml")
    assert "because" in said["intro"] and len(said["main"]["rows"]) == 5 and len(said["pairs"]["rows"]) == 3
    assert all(key in fives_charts(plan) for key, _ in said["charts"])
    assert any("a closed month" in line for line in people["sentences"])
    assert not any("hypothetical:" in line for line in people["sentences"])  # centres by their names


def test_their_tables_are_those_of_their_commands(plan: dict[str, Any]) -> None:
    sheets = chapter_sheets(plan)
    assert list(sheets) == ["fives.csv", "gates.csv", "workforce.csv"]
    for text in sheets.values():
        head, *rows = csv.reader(io.StringIO(text))
        assert rows and all(len(row) == len(head) for row in rows)


def test_a_chapter_out_of_shape_is_named(plan: dict[str, Any], whole: dict[str, Any]) -> None:
    check_shape({**whole, **plan, "country": whole["country"]})
    broken = {**whole, "workforce": {**plan["workforce"], "draws": "many"}}
    with pytest.raises(PlanOutOfShape, match=r"plan\.workforce\.draws"):
        check_shape(broken)
    split = {**plan["fives"]["splits"][0], "level": "half"}
    with pytest.raises(PlanOutOfShape, match=r"plan\.fives\.splits\[0\]\.level"):
        check_shape({**whole, "fives": {**plan["fives"], "splits": [split]}})


@pytest.fixture
def whole() -> dict[str, Any]:
    import json
    from pathlib import Path

    found: dict[str, Any] = json.loads(Path(__file__).with_name("sample_plan.json").read_text("utf-8"))
    return found
