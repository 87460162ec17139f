"""Two scenarios side by side: the same draws, signed differences, no rank where an effect is only assumed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.results.toy_results import DRAWS, result, scenario, shelf

from hevesy.errors import NotComparable, UnknownOutcome
from hevesy.plan.results import compare as module
from hevesy.plan.results.break_even import break_evens, check_outcome, searched, with_effect
from hevesy.plan.results.compare import check_comparable, compare, cost_effectiveness, differing
from hevesy.plan.results.screen import comparison_rows, comparison_sentences, comparison_table
from hevesy.plan.results.writing import write_comparison
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation.outcome import empty
from hevesy.plan.simulation.simulate import Result

SCHEMA = Path(module.__file__).with_name("comparison.schema.json")
TRAINING = Intervention("training", "referral_training", date(2026, 3, 1))
CHAIRS = Intervention("chairs", "add_chairs", date(2026, 3, 1), centre="amman", adds={"chair": 2})


def made(completed: Any, *acts: Intervention, capital: float = 0.0) -> Result:
    """A run in which so many courses are completed in each draw, and nothing else happens."""
    outcome = empty(result().model)
    outcome.at_centres["completed"][0, 0, 0] = completed
    base = result(capital=capital)
    return replace(base, scenario=scenario("b" if acts else "a", acts), outcome=outcome)


def test_differences_are_taken_draw_by_draw() -> None:
    """Draws differ far more than B from A: the interval of the difference is that of 1, 2 ... 8."""
    base = np.linspace(100, 900, DRAWS)
    said = compare(made(base), made(base + np.arange(1, DRAWS + 1), CHAIRS), shelf())
    row = next(row for row in said["headlines"] if row["name"] == "completed")
    assert row["difference"] == pytest.approx({"value": 4.5, "low": 1.35, "high": 7.65})
    assert (row["share_b_better"], row["share_same"], row["a"]["value"]) == (1.0, 0.0, 500.0)


def test_the_share_of_draws_counts_only_what_is_better_and_knows_that_less_may_be() -> None:
    said = compare(
        made([5, 5, 5, 5, 5, 5, 5, 5]), made([6, 6, 5, 5, 5, 5, 4, 7], CHAIRS, capital=10.0), shelf()
    )
    rows = {row["name"]: row for row in said["headlines"]}
    assert (rows["completed"]["share_b_better"], rows["completed"]["share_same"]) == (3 / 8, 4 / 8)
    assert (rows["costs"]["share_b_better"], rows["costs"]["more_is_better"]) == (0.0, False)
    assert rows["costs"]["difference"]["value"] == pytest.approx(10.0)


def test_a_scenario_beside_itself_differs_in_nothing() -> None:
    said = compare(result(), result(), shelf())
    assert {row["difference"]["value"] for row in said["headlines"]} == {0.0}
    assert {row["share_same"] for row in said["headlines"]} == {1.0}
    assert said["interventions"] == [] and said["worth"]["quadrants"]["neither"] == 1.0


def test_what_differs_is_listed_with_its_side() -> None:
    other = replace(CHAIRS, adds={"chair": 4})
    found = differing(scenario("a", (CHAIRS, TRAINING)), scenario("b", (other, TRAINING)))
    assert [(side, each.id, each.adds["chair"]) for side, each in found] == [
        ("a", "chairs", 2),
        ("b", "chairs", 4),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 2}, "seed is 1 in one and 2 in the other"),
        ({"draws": 9}, "draws is 8 in one and 9"),
        ({"country": "KEN"}, "country is JOR in one and KEN"),
        ({"years": 3}, "years is 2 in one and 3"),
        ({"burden": "gbd"}, "burden is not stated in one and gbd"),
    ],
)
def test_scenarios_that_share_no_draws_are_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(NotComparable, match=said):
        check_comparable(scenario(), replace(scenario(), **change))


def test_runs_of_two_kernels_are_refused() -> None:
    with pytest.raises(NotComparable, match="kernel reference, the other in queue"):
        compare(result(), replace(result(), kernel="queue"), shelf())


def test_a_qaly_more_costs_the_ratio_of_the_means_and_quadrants_share_the_draws() -> None:
    """By hand: gains 1, 2, -1, 2 (mean 1), costs 10, 30, 20, -20 (mean 10): 10 USD a QALY."""
    nothing = {"qalys": np.zeros(4), "costs": np.zeros(4)}
    found = cost_effectiveness(
        nothing, {"qalys": np.array([1.0, 2, -1, 2]), "costs": np.array([10.0, 30, 20, -20])}
    )
    assert (found["qalys_gained"], found["cost_added"], found["cost_per_qaly"]) == (1.0, 10.0, 10.0)
    assert found["quadrants"] == {
        "better_and_dearer": 0.5,
        "better_and_not_dearer": 0.25,
        "not_better_and_dearer": 0.25,
        "not_better_and_cheaper": 0.0,
        "neither": 0.0,
    }


@pytest.mark.parametrize(
    ("gained", "cost", "verdict"),
    [
        (1, -5, "better and not dearer"),
        (-1, 5, "not better and dearer"),
        (-1, -5, "not better and cheaper"),
        (0, 0, "the same"),
    ],
)
def test_no_ratio_where_it_would_mislead(gained: float, cost: float, verdict: str) -> None:
    nothing = {"qalys": np.zeros(2), "costs": np.zeros(2)}
    found = cost_effectiveness(
        nothing, {"qalys": np.full(2, float(gained)), "costs": np.full(2, float(cost))}
    )
    assert (found["cost_per_qaly"], found["verdict"]) == (None, verdict)


# --- effects that are only assumed ------------------------------------------------------------------------------


def effect_of(asked: Scenario) -> float:
    act = next((each for each in asked.interventions if each.id == "training"), None)
    return 0.0 if act is None or act.effect is None else act.effect.expected


def world(needed: float) -> Any:
    """A country in which training costs `needed` courses and its effect brings back a hundred times itself."""

    def run(asked: Scenario) -> Result:
        lost = needed if asked.interventions else 0.0
        found = made(500.0 - lost + 100.0 * effect_of(asked))
        return replace(found, scenario=asked)

    return run


def test_an_assumed_effect_gets_its_break_even_and_no_rank() -> None:
    """B beats A when 100 x effect > 30: above 0.30, found to within 1/128."""
    run = world(30.0)
    a, b = run(scenario("a")), run(scenario("b", (TRAINING,)))
    said = compare(a, b, shelf(), run=run)
    assert not said["ranked"] and {row["share_b_better"] for row in said["headlines"]} == {None}
    assert said["says_first"][1].startswith("No rank is given: what referral training would do is only assumed.")
    (row,) = said["break_even"]
    assert row["intervention"] == "training" and row["break_even"] == pytest.approx(0.30, abs=1 / 128)
    assert [each["effect"] for each in row["tried"]] == sorted(each["effect"] for each in row["tried"])


def test_a_measured_effect_is_ranked_though_its_range_is_wide() -> None:
    measured = replace(TRAINING, effect=Range(0.3, 0.1, 0.6, "secondary"))
    run = world(0.0)
    said = compare(run(scenario("a")), run(scenario("b", (measured,))), shelf(), run=run)
    assert said["ranked"] and said["break_even"] == []


@pytest.mark.parametrize(
    ("needed", "said", "break_even"),
    [
        (-10.0, "B beats A at any effect, even none", None),
        (100.0, "B beats A at no effect", None),
        (0.0, "B beats A at any effect above none", 0.0),
    ],
)
def test_where_no_effect_decides_the_verdict_says_which_way(
    needed: float, said: str, break_even: float | None
) -> None:
    run = world(needed)
    (row,) = break_evens(run(scenario("a")), run(scenario("b", (TRAINING,))), "completed", None, run)
    assert row["verdict"].startswith(said) and row["break_even"] == break_even


def test_net_benefit_weighs_qalys_against_costs() -> None:
    """Nothing but 700 USD more: B never beats A, whatever a QALY is worth."""
    run = world(0.0)

    def dearer(asked: Scenario) -> Result:
        found = run(asked)
        return replace(found, built=result(capital=700.0).built) if asked.interventions else found

    (row,) = break_evens(
        dearer(scenario("a")), dearer(scenario("b", (TRAINING,))), "net_benefit", 1000.0, dearer
    )
    assert row["break_even"] is None and [each["difference"] for each in row["tried"]] == pytest.approx(
        [-700, -700]
    )


def test_each_search_changes_one_intervention_and_uses_few_draws() -> None:
    seen: list[Scenario] = []

    def run(asked: Scenario) -> Result:
        seen.append(asked)
        return replace(made(1.0), scenario=asked)

    big = replace(scenario("b", (TRAINING, CHAIRS)), draws=1000)
    break_evens(made(1.0), replace(made(1.0), scenario=big), "completed", None, run)
    assert {each.draws for each in seen} == {128} and CHAIRS in seen[1].interventions
    assert with_effect(big, TRAINING, 0.5).interventions[0].effect == Range(0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("outcome", "worth", "said"),
    [
        ("complted", None, r"'complted' is not an outcome .*did you mean 'completed'"),
        ("net_benefit", None, "needs --worth USD"),
        ("lives", 5.0, "Known: started, .*net_benefit"),
    ],
)
def test_an_unknown_outcome_is_refused_with_those_there_are(
    outcome: str, worth: float | None, said: str
) -> None:
    with pytest.raises(UnknownOutcome, match=said):
        check_outcome(outcome, worth)


def test_halving_closes_in_from_both_sides() -> None:
    assert searched(lambda effect: effect - 0.999)["break_even"] == pytest.approx(0.992, abs=0.01)
    assert searched(lambda effect: effect - 0.02)["break_even"] == pytest.approx(0.02, abs=0.01)


# --- what is printed and written --------------------------------------------------------------------------------


@pytest.fixture
def said() -> dict[str, Any]:
    run = world(30.0)
    return compare(run(scenario("a")), run(scenario("b", (TRAINING,))), shelf(), run=run)


def test_the_comparison_has_the_published_shape(said: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(said, allow_nan=False)), schema)


def test_the_table_says_no_rank_and_the_sentences_the_break_even(said: dict[str, Any]) -> None:
    table = comparison_table(said)
    assert {row["B better in"] for row in table} == {"no rank"}
    lines = comparison_sentences(said)
    assert lines[0] == "Differing interventions: B has training (referral training)."
    assert lines[-1].startswith(
        "Break-even of training for completed: B beats A only at an effect above 0.30"
    )
    assert comparison_rows(said)[1]["share_b_better"] is None


def test_the_page_of_a_comparison_stands_alone(said: dict[str, Any], tmp_path: Path) -> None:
    names = [path.name for path in write_comparison(said, tmp_path)]
    assert names == ["comparison.html", "comparison.json", "comparison.csv"]
    page = (tmp_path / "comparison.html").read_text("utf-8")
    assert "<script" not in page and "http://" not in page and page.count("<svg") == 4
    assert "only assumed" in page and "above 0.30" in page
    rows = list(csv.DictReader(io.StringIO((tmp_path / "comparison.csv").read_text("utf-8-sig"))))
    assert rows[1]["outcome"] == "completed" and rows[1]["share_b_better"] == "unknown"


def test_a_wider_label_counts_more_people_so_that_nothing_is_ranked() -> None:
    wider = Intervention("wider", "label_earlier_line", date(2026, 3, 1))
    said = compare(made(5.0), made(6.0, wider), shelf())
    assert not said["ranked"] and said["worth"]["verdict"] == "not to be compared"
    assert any(line.startswith("No rank is given: wider brings people") for line in said["says_first"])
