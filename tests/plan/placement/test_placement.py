"""Where to open centres: the ground, the choice with its proof, the steps as a scenario, and what is said of them."""

from __future__ import annotations

import csv
import io
import json
import signal
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from hevesy.errors import BadPlacement, Stopped, UnknownTown
from hevesy.facts import Shelf
from hevesy.pictures import studio
from hevesy.places import find_country
from hevesy.plan.placement import answers as answers_of
from hevesy.plan.placement.acts import costs_of, earliest_year, with_steps
from hevesy.plan.placement.aims import Strike, untreated
from hevesy.plan.placement.answers import answers
from hevesy.plan.placement.choosing import Asked, Choice, choose
from hevesy.plan.placement.ground import Ground, ground
from hevesy.plan.placement.page import tried_table
from hevesy.plan.placement.pool import Rival, pool, worth_by
from hevesy.plan.placement.screen import lines, rows
from hevesy.plan.placement.trying import COMPARED, Tried, towns_of, trials
from hevesy.plan.placement.writing import sheets_of, write_placement
from hevesy.plan.scenario.catalogue import find_entry
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.stated import capital
from hevesy.plan.simulation.simulate import How, Result, simulate_all

SCHEMA = Path(answers_of.__file__).with_name("placement.schema.json")
LANDS: dict[str, Ground] = {}
RUNS: list[Result] = []
TOLD = ("lu177_psma617", "lu177_dotatate")
FIJI = Scenario("Fiji", "FJI", date(2027, 1, 1), 3, 4, 1, therapies=TOLD)
JORDAN = Scenario("Jordan", "JOR", date(2027, 1, 1), 5, 4, 1, therapies=TOLD)
BRIEF = replace(JORDAN, name="Jordan, in short", years=3)


@lru_cache
def shelf() -> Shelf:
    return Shelf.load()


def land(scenario: Scenario = JORDAN) -> Ground:
    key = f"{scenario.name} {scenario.years}"
    if key not in LANDS:
        LANDS[key] = _land(scenario)
    return LANDS[key]


def _land(scenario: Scenario) -> Ground:
    towns = 12 if scenario.years == JORDAN.years else 4
    return ground(scenario, find_country(scenario.country, shelf()), shelf().reader(scenario.country), towns)


def names(choice: Choice, where: Ground) -> list[str]:
    return [where.sites[site].name for site in choice.opened]


def test_the_ground_counts_every_person_once_and_the_centre_that_is_there() -> None:
    where = land()
    assert where.sites[0].name == "Amman" and where.there == (0,)
    assert len(where.sites) == 13
    assert where.asking.sum() > 0
    share = where.asking / where.asking.sum()
    assert share == pytest.approx(where.lived.persons() / where.lived.persons().sum())
    assert (where.hours_low <= where.hours).all() and (where.hours <= where.hours_high).all()
    assert ((where.coming > 0) & (where.coming <= 1)).all()
    assert where.growth[0] == 1.0
    nearer = where.hours[:, 1] < where.hours[:, 2]
    assert (where.coming[nearer, 1] >= where.coming[nearer, 2]).all()


@pytest.mark.parametrize("cover", [None, 1.5])
def test_two_towns_are_the_best_of_all_pairs(cover: float | None) -> None:
    where = land()
    asked = Asked(open_=2, cover=cover)
    found = choose(asked, where)
    assert found.proven and len(found.opened) == 2
    values = []
    for pair in combinations(range(1, len(where.sites)), 2):
        steps = tuple(replace(step, site=site) for step, site in zip(found.steps, pair, strict=True))
        values.append(worth_by(found.model, asked, where)(steps))
    assert found.objective == pytest.approx(min(values) if cover is None else max(values))


def test_a_plan_over_years_is_worth_what_the_model_minimises_discounted() -> None:
    """Nothing new: those lost each year on the way to Amman, later years counting less by the yearly rate."""
    where, asked = land(BRIEF), Asked(budget=0.0)
    worth = worth_by("budget_over_years", asked, where)(())
    lost = [float(where.asking.sum() * growth) for growth in where.growth]
    rate = 1.0 + where.reader.number("economics.discount.threshold.rate_costs_and_effects") / 100.0
    discounted = sum(each / rate**year for year, each in enumerate(lost))
    assert rate > 1.0 and worth / discounted == pytest.approx(
        float(where.asking @ (1.0 - where.coming[:, list(where.there)].max(axis=1)) / where.asking.sum()), rel=1e-3
    )


def test_a_pinned_town_opens_and_a_forbidden_one_does_not() -> None:
    free = names(choose(Asked(open_=2), land()), land())
    found = names(choose(Asked(open_=2, pinned=("Zarqa",), forbidden=(free[0],)), land()), land())
    assert "Zarqa" in found and free[0] not in found


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(), "say either how many centres to open or what may be spent"),
        (Asked(open_=1, budget=1e6), "both given"),
        (Asked(budget=1e6, cover=2.0), "--cover goes with"),
        (Asked(open_=99), "99 centres cannot be opened"),
        (Asked(open_=2, pinned=("Irbid",), forbidden=("Irbid",)), "Irbid is both pinned and forbidden"),
        (Asked(open_=1, pinned=("Amman",)), "Amman is no candidate"),
        (Asked(budget=0.0, pinned=("Irbid",)), "do not suffice"),
        (Asked(open_=1, kind="build_centre"), "nothing can be ready before year 4, and 3 years are planned"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(asked: Asked, said: str) -> None:
    scenario = replace(JORDAN, years=3) if asked.kind == "build_centre" else JORDAN
    with pytest.raises(BadPlacement, match=said):
        choose(asked, land(scenario))


def test_one_year_is_too_few_in_the_singular() -> None:
    with pytest.raises(BadPlacement, match="nothing can be ready before year 2, and 1 year is planned"):
        choose(Asked(open_=1), land(replace(JORDAN, years=1)))


def test_a_plan_without_steps_is_nothing_new_and_no_chairs() -> None:
    asked = Asked(budget=0.0)
    choice = choose(asked, land(BRIEF))
    nothing = {"more_than_now": {"value": 0.0, "low": 0.0, "high": 0.0, "mean": 0.0}}
    row = {"rank": 1, "towns": [], **dict.fromkeys(("completed", "qalys", "died_waiting", "costs"), nothing)}
    plans = [{"name": "nothing new"}, {"name": towns_of(Rival(choice.steps, 0.0, ()), land(BRIEF))}]
    assert tried_table({"tried": [row], "tradeoffs": {"plans": plans}})["rows"][0][1] == "nothing new"


def test_an_unknown_town_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownTown, match="Irbid"):
        choose(Asked(open_=1, pinned=("Irbed",)), land())


def test_a_budget_is_kept_in_every_year_and_more_of_it_loses_fewer() -> None:
    where = land(BRIEF)
    lost = []
    for budget in (0.0, 2.5e6, 6e6):
        asked = Asked(budget=budget, seconds=2.0)
        found = choose(asked, where)
        said = answers(found, asked, where)
        spent = np.cumsum([row["capital_USD"] + row["running_USD"] for row in said["costs"]])
        assert (spent <= budget / 3 * np.arange(1, 4) + 1e-3).all()
        assert found.bound <= found.objective
        lost.append(found.objective)
    assert lost[0] > lost[1] >= lost[2] * (1 - 0.01)


def test_nobody_is_staffed_where_no_staff_can_be_had() -> None:
    assert choose(Asked(budget=6e6, staff=0), land()).steps == ()


def test_opening_costs_what_its_interventions_cost() -> None:
    """A first pair of chairs is in the price of opening: both ways of adding up agree."""
    where = land()
    costs = costs_of("open_centre", where)
    planned = with_steps(choose(Asked(open_=1), where).steps, "open_centre", where)
    people = where.lived.population or 0.0
    whole = sum(
        float(capital(each, find_entry(each.kind, shelf()), people, where.reader)) for each in planned.interventions
    )
    assert costs.opening + costs.unit == pytest.approx(whole)


def test_steps_become_a_scenario_that_is_sound_and_ready_in_its_year() -> None:
    where = land(BRIEF)
    found = choose(Asked(budget=4e6, seconds=2.0), where)
    planned = with_steps(found.steps, "open_centre", where)
    timeline = check(planned, shelf())
    assert len({each.id for each in planned.interventions}) == len(planned.interventions)
    for step in found.steps:
        if step.opens:
            town = where.sites[step.site].called
            opening = next(e for e in planned.interventions if e.kind == "open_centre" and e.town == town)
            assert timeline.of(opening.id).ready <= 52 * step.year + 13
            assert step.year >= earliest_year("open_centre", where)


def test_a_second_plan_sees_the_centres_of_the_first_and_finds_other_names() -> None:
    where = land(BRIEF)
    steps = choose(Asked(open_=1), where).steps
    first = with_steps(steps, "open_centre", where, link=True)
    assert first.onward[0].to_centre == where.sites[0].id
    then = _land(replace(first, name="Jordan, again"))
    assert [then.sites[site].planned for site in then.there] == [False, True]
    assert then.sites[1].chairs == 2.0
    added = choose(Asked(budget=4e6, seconds=2.0), then).steps
    check(with_steps(added, "open_centre", then), shelf())
    again = with_steps(steps, "open_centre", replace(where, scenario=first))
    ids = [each.id for each in again.interventions]
    assert len(set(ids)) == len(ids)


@lru_cache
def tried() -> tuple[Ground, Asked, Choice, Tried]:
    def run(scenarios: Sequence[Scenario], from_: Shelf) -> list[Result]:
        RUNS[:] = simulate_all(scenarios, from_, How(threads=1))
        return RUNS

    where, asked = land(FIJI), Asked(open_=1)
    choice = choose(asked, where)
    return where, asked, choice, trials(pool(choice, asked, where, 2), asked, where, run, Strike(threads=1))


def said_of() -> dict[str, Any]:
    where, asked, choice, found = tried()
    return answers(choice, asked, where, found)


@pytest.mark.slow(reason="the first to come simulates a small country three times")
def test_sets_are_tried_on_the_same_draws_and_ranked_by_courses_completed() -> None:
    found = tried()[-1]
    before, ranks = found.before, [each.chosen_by for each in found.plans]
    assert ranks == sorted(ranks, reverse=True)
    for each in found.plans:
        assert set(each.counted) == set(COMPARED)
        assert each.counted["completed"].shape == before.counted["completed"].shape == (4,)
        assert (each.counted["costs"] > before.counted["costs"]).all()
        assert each.untreated is not None and each.without is not None
        assert (each.untreated >= each.without - 1e-6).all()
    assert found.struck is not None and found.struck.outage.begins.year == 2029


@pytest.mark.slow(reason="the first to come simulates a small country three times")
def test_ctrl_c_in_the_outage_keeps_what_is_finished_and_goes_on_from_there(tmp_path: Path) -> None:
    struck = tried()[-1].struck
    assert struck is not None
    again: list[str] = []

    def pressed(done: int, of: int, _what: str) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(Stopped, match=f"kept in .*{tmp_path.name}: the same command goes on"):
        Strike(tmp_path, 1, pressed).outcomes(RUNS, struck, shelf())
    kept = len(list(tmp_path.rglob("*.npz")))
    found = Strike(tmp_path, 1, lambda _done, _of, what: again.append(what)).outcomes(RUNS, struck, shelf())
    assert kept == 1 and len(again) == len(found) == 3
    whole = [untreated(outcome, struck.years) for outcome in Strike(threads=1).outcomes(RUNS, struck, shelf())]
    assert np.array_equal(whole, [untreated(outcome, struck.years) for outcome in found])


@pytest.mark.slow(reason="the first to come simulates a small country three times")
def test_what_is_said_keeps_to_the_published_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    asked = Asked(budget=4e6, seconds=2.0)
    for said in (said_of(), answers(choose(asked, land(BRIEF)), asked, land(BRIEF))):
        jsonschema.validate(json.loads(json.dumps(said, allow_nan=False)), schema)
    said = said_of()
    assert said["tried"][0]["completed"]["more_than_best"]["value"] == 0.0
    assert said["access"]["then"]["mean_hours"]["value"] <= said["access"]["now"]["mean_hours"]["value"]
    assert any(fact["id"] == "places.travel.speed" for fact in said["facts"])


@pytest.mark.slow(reason="the first to come simulates a small country three times")
def test_page_table_and_screen_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studio, "_runs_here", lambda: True)
    said = said_of()
    written = write_placement(said, tmp_path, shelf())
    tables = ["placement.csv", "tried.csv", "plans.csv", "regret.csv"]
    assert [path.name for path in written] == ["placement.html", "placement.json", *tables]
    page = (tmp_path / "placement.html").read_text("utf-8")
    town = said["steps"][0]["town"]
    assert f"{town} (2028)" in page and "<script" not in page
    assert town in lines(said) and rows(said)[0]["Town"] == town
    table = list(csv.DictReader(io.StringIO(sheets_of(said)["tried.csv"])))
    assert len(table) == len(said["tried"]) * len(COMPARED) * 2
    assert "proven" in lines(said)


def test_nothing_to_do_is_said_and_not_an_empty_table() -> None:
    asked = Asked(budget=0.0)
    said = answers(choose(asked, land()), asked, land())
    assert said["steps"] == [] and rows(said)[0]["Town"] == "none"
    assert said["title"] == "Jordan: nothing new can be had for this budget"


def test_a_country_of_one_town_has_no_candidate() -> None:
    islands = replace(FIJI, country="MHL", name="Marshall Islands")
    with pytest.raises(BadPlacement, match="every town of Marshall Islands"):
        land(islands)
