"""Plans for a shortage in a scenario's file: read, written, refused with their place, and turned into a model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario, Shortage
from hevesy.plan.scenario.writing import scenario_text
from hevesy.plan.simulation.build import built
from hevesy.plan.simulation.shortage import NO_PLAN
from hevesy.products import find_therapy
from hevesy.products.dose import activity_per_cycle

TOP = """
name = "Jordan"
country = "JOR"
start = 2027-01-04
years = 1
draws = 8
therapies = ["i131_dtc", "i131_hyperthyroid", "lu177_psma617"]
"""
PLAN = """
[[shortage]]
id = "iodine"
therapies = ["i131_dtc", "i131_hyperthyroid"]
trigger = 0.8
decided_by = "the committee"
"""
TIERS = "tiers = { i131_dtc = 1 }\n"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_a_plan_is_read_and_written() -> None:
    text = TOP + PLAN + TIERS + (
        'after_weeks = 2\nother_producer = 0.5\nsubstitute = "lu177_psma617"\n'
        'substituted = { expected = 0.2, low = 0.1, high = 0.4 }\nmessages = ["Referrers: wait"]\n'
    )  # fmt: skip
    found = scenario_from(text)
    assert found.shortages == (
        Shortage(
            "iodine", 0.8, "the committee", ("i131_dtc", "i131_hyperthyroid"), 2, {"i131_dtc": 1}, Range(0.5, 0.5, 0.5),
            "lu177_psma617", Range(0.2, 0.1, 0.4), ("Referrers: wait",),
        ),
    )  # fmt: skip
    assert scenario_from(scenario_text(found)) == found


@pytest.mark.parametrize(
    "plan, said",
    [
        (PLAN, "table [[shortage]] 1 ('iodine'), key 'id': this plan does nothing; add tiers, other_producer or"),
        (PLAN.replace("i131_dtc", "i131_dct") + TIERS, "there is no therapy 'i131_dct'; did you mean 'i131_dtc'?"),
        (PLAN + "tiers = { lu177_psma617 = 1 }\n", "key 'tiers': the plan is not for 'lu177_psma617'"),
        (PLAN + 'substitute = "lu177_psma617"\n', "key 'substituted': nobody says how many can be given"),
        (PLAN + "substituted = 0.5\n", "key 'substitute': nobody says what is given instead"),
        (PLAN + 'substitute = "i131_dtc"\nsubstituted = 1\n', "the plan is for 'i131_dtc' itself"),
        (PLAN + 'substitute = "ra223"\nsubstituted = 1\n', "the scenario does not follow 'ra223'"),
        (PLAN + TIERS + PLAN.replace('"iodine"', '"two"') + TIERS, "'iodine' is a plan for i131_dtc already"),
        (PLAN + TIERS + PLAN + TIERS, "'iodine' is also the id of [[shortage]] 1"),
        (PLAN.replace("0.8", "1.2") + TIERS, "key 'trigger': 1.2 is above 1"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(plan: str, said: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as refused:
        check(scenario_from(TOP + plan, "jordan.toml"), shelf)
    assert said in str(refused.value)


def test_a_plan_is_in_the_model_with_the_activity_that_is_ordered(shelf: Shelf) -> None:
    """Each therapy has a lane of its own; per patient the cancer's activity is many times the benign disease's."""
    model = built(scenario_from(TOP + PLAN + TIERS), shelf).model
    found = model.deliveries
    assert found is not None and found.plans is not None
    lanes = found.lane[[model.therapies.index(name) for name in ("i131_dtc", "i131_hyperthyroid")]]
    other = found.lane[model.therapies.index("lu177_psma617")]
    assert found.plans.tier[lanes].tolist() == [1, 2]
    assert found.plans.plan[lanes].tolist() == [0, 0] and found.plans.plan[other] == NO_PLAN
    reader = shelf.reader("JOR")
    both = ("i131_dtc", "i131_hyperthyroid")
    per_dose = [activity_per_cycle(find_therapy(name, shelf), reader).bq / 1e9 for name in both]
    assert per_dose[0] > 4 * per_dose[1]
    assert (model.rows[found.plans.activity_row[lanes]] > 0.0).all()


def test_a_second_supplier_takes_half_of_the_orders_from_the_day_on_which_it_is_ready(shelf: Shelf) -> None:
    scenario = Scenario("s", "JOR", date(2027, 1, 4), 2, 8, 3, therapies=("lu177_psma617", "i131_dtc"))
    act = Intervention(
        "two", "second_supplier", date(2027, 1, 4), therapies=("lu177_psma617",), lead_weeks=Range(40, 40, 40)
    )  # fmt: skip
    model = built(replace(scenario, interventions=(act,)), shelf).model
    found = model.deliveries
    assert found is not None
    named, other = (found.lane[model.therapies.index(name)] for name in scenario.therapies)
    share = model.rows[found.second_row][:, model.era_of_week].mean(axis=2)
    assert share[named, 39] == 0.0 and share[named, 40:] == pytest.approx(np.full(64, 0.5))
    assert share[other].max() == 0.0
    over = model.rows[found.over_row[named]][model.era_of_week]
    assert (over[40] > over[39]).all()


@pytest.mark.parametrize(
    "kind, helped",
    [("pooled_purchase", {"lu177_psma617", "i131_dtc"}), ("local_labelling", {"lu177_psma617"})],
)
def test_others_send_more_of_what_can_come_from_them(kind: str, helped: set[str], shelf: Shelf) -> None:
    """A region's purchase helps every medicine; a hospital labels what comes as chloride and kit, and no iodide."""
    scenario = Scenario("s", "JOR", date(2027, 1, 4), 2, 8, 3, therapies=("lu177_psma617", "i131_dtc"))
    act = Intervention("more", kind, date(2027, 1, 4), lead_weeks=Range(40, 40, 40))
    model = built(replace(scenario, interventions=(act,)), shelf).model
    found = model.deliveries
    assert found is not None
    over = {
        name: model.rows[found.over_row[found.lane[model.therapies.index(name)]]][model.era_of_week]
        for name in scenario.therapies
    }
    assert {name for name, each in over.items() if (each[40] > each[39]).all()} == helped
    assert all((each[40] == each[39]).all() for name, each in over.items() if name not in helped)
