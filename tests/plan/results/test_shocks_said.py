"""What a page and a comparison say of shocks: when, for how long, what they take, and what courses they cost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.results.toy_results import DRAWS, result, scenario, shelf

from hevesy.plan.results import compare as comparing
from hevesy.plan.results.answers import answers
from hevesy.plan.results.compare import compare
from hevesy.plan.results.screen import comparison_sentences, run_lines
from hevesy.plan.results.writing import write_comparison, write_simulation
from hevesy.plan.scenario.picture import spells_of
from hevesy.plan.scenario.scenario import Range, Shock
from hevesy.plan.scenario.shocks import expected
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.simulation.outcome import empty
from hevesy.plan.simulation.simulate import Result

SCHEMAS = Path(comparing.__file__).parent
BAN = Shock("ban", "import_ban", date(2026, 3, 2), lasts_weeks=Range(10, 8, 20), therapies=("ra223",))
STRIKES = Shock("strikes", "strike", per_year=Range(0.3, 0.1, 0.5), size=Range(0.6, 0.6, 0.6))
WAR = Shock("war", "armed_conflict", date(2026, 6, 1), destroys=("amman",), persons=Range(3e5, 2e5, 4e5))


def made(completed: Any, *shocks: Shock) -> Result:
    """A run in which so many courses are completed in each draw, struck by these shocks."""
    outcome = empty(result().model)
    outcome.at_centres["completed"][0, 0, 0] = completed
    said = replace(scenario(), shocks=shocks)
    base = result()
    reader = replace(base.built.reader, stated=stated_facts(said, shelf()), used=dict(base.built.reader.used))
    return replace(base, scenario=said, outcome=outcome, built=_with_reader(base.built, reader))


def _with_reader(built: Any, reader: Any) -> Any:
    return type(built)(**{**vars(built), "reader": reader})


def valid(said: dict[str, Any], name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(said, allow_nan=False)), schema)


def test_a_run_says_when_each_strikes_how_long_and_what_it_takes() -> None:
    said = answers(made(1.0, BAN, STRIKES, WAR), shelf())
    valid(said, "simulation")
    ban, strikes, war = said["scenario"]["shocks"]
    assert (ban["begins"], ban["ends"], ban["recovered"]) == ("2026-03-02", "2026-05-11", "2026-07-06")
    assert ban["per_year"] is None and ban["therapies"] == ["ra223"]
    assert strikes["begins"] is None and strikes["per_year"] == {"value": 0.3, "low": 0.1, "high": 0.5}
    assert strikes["takes"] == [{"part": "work", "value": 0.6, "low": 0.6, "high": 0.6}]
    assert [part["part"] for part in war["takes"]] == ["work", "travel", "doses"]
    assert war["persons"] == {"value": 3e5, "low": 2e5, "high": 4e5} and len(war["destroys"]) == 1
    assert "What befalls it: strike (strikes), at random, 30 % a year." in run_lines(said)


def test_the_page_lists_them_and_draws_them(tmp_path: Path) -> None:
    run = made(1.0, BAN, STRIKES)
    picture = spells_of(run.scenario, expected(run.scenario, run.built.reader))
    page = write_simulation(answers(run, shelf()), tmp_path, shocks=picture)[0].read_text("utf-8")
    section = page[page.index('<section id="shocks"') : page.index('<section id="therapies"')]
    for said in ("2026-03-02", "at random: 30 % a year", "10 (8 to 20) weeks", "work 60 %", "only ra223", "<svg"):
        assert said in section, said
    assert '<a href="#shocks">' in page
    plain = write_simulation(answers(result(), shelf()), tmp_path / "plain")[0].read_text("utf-8")
    assert 'id="shocks"' not in plain and '<a href="#shocks">' not in plain


def test_a_comparison_tells_the_courses_that_are_lost(tmp_path: Path) -> None:
    """Draw by draw 1, 2 ... 8 courses fewer: 4.5, nine draws of ten between 1.35 and 7.65."""
    base = np.linspace(100, 900, DRAWS)
    said = compare(made(base), made(base - np.arange(1, DRAWS + 1), BAN), shelf())
    valid(said, "comparison")
    assert [(each["in"], each["id"]) for each in said["shocks"]] == [("b", "ban")] and said["ranked"]
    told = "Only B is struck by ban (import ban): 4.5 (1.4 to 7.7) courses fewer are completed there."
    assert told in comparison_sentences(said)
    page = write_comparison(said, tmp_path)[0].read_text("utf-8")
    assert "What befalls only one of them" in page and told in page


def test_it_is_told_of_the_struck_one_on_either_side() -> None:
    said = compare(made(5.0, BAN), made(9.0), shelf())
    assert any("Only A is struck by ban (import ban): 4.0" in line for line in comparison_sentences(said))


def test_the_same_shock_in_both_is_no_difference() -> None:
    said = compare(made(5.0, BAN), made(5.0, BAN), shelf())
    assert said["shocks"] == [] and not any("struck" in line for line in comparison_sentences(said))


def test_where_people_arrive_in_one_of_them_only_nothing_is_ranked() -> None:
    said = compare(made(5.0), made(6.0, WAR), shelf())
    assert not said["ranked"] and said["worth"]["cost_per_qaly"] is None
    assert said["worth"]["verdict"] == "not to be compared"
    assert any(line.startswith("No rank is given: war brings people") for line in said["says_first"])
