"""Every resource of a centre acts: less of it, from pack or scenario, is fewer treatments; more of it is more again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hevesy.capacity.minutes import CADRES
from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation import flow
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.model import UNLIMITED, Model

START = date(2027, 1, 4)
BASE = Scenario("base", "JOR", START, years=1, draws=2, seed=3, therapies=("lu177_psma617", "i131_dtc"))
CENTRES = """iso3,centre,name,town,services,therapies,hours_per_week,other_work
JOR,one,One,Amman,pet;spect;therapy,lu177_psma617;i131_dtc,{hours},{other_work}
"""
MODALITIES = {"chair": "treatment_chair", "bed": "isolation_bed", "pet": "pet", "spect": "spect"}
PLENTY = {
    "chair": 40,
    "bed": 40,
    "pet": 10,
    "spect": 10,
    **dict.fromkeys(CADRES, 60),
    "hours": 40,
    "other_work": 20,
}
FACTS = "fact,place,value,low,high,unit,source,kind\n"
LIMITS = {
    "doses": ("capacity.doses.lu177_psma617", "doses/week", 1.0),
    "waste": ("capacity.waste.store_litres", "L", 60.0),
    "money": ("capacity.money.usd_per_year", "USD/year", 200_000.0),
}
OVERRIDES = {  # by what a scenario states as of the start, for the one centre
    "chair": "capacity.equipment.treatment_chair", "bed": "capacity.equipment.isolation_bed",
    "pet": "capacity.equipment.pet", "spect": "capacity.equipment.spect",
    **{cadre: f"capacity.team.{cadre}" for cadre in CADRES}, "hours": "capacity.opening.hours_per_week",
    **{name: fact for name, (fact, _, _) in LIMITS.items()},
}  # fmt: skip
LOW = {"chair": 1, "bed": 1, "pet": 1, "spect": 1, **dict.fromkeys(CADRES, 1), "hours": 2, "other_work": 99}
LATER = {  # the intervention that brings more, and the resource that it adds
    "chair": "add_chairs", "bed": "add_beds", "pet": "add_pet", "spect": "add_spect",
    **dict.fromkeys(CADRES, "train_staff"), "doses": "more_doses", "waste": "waste_store", "money": "yearly_budget",
}  # fmt: skip


@cache
def shelf() -> Shelf:
    return Shelf.load()


def laid(folder: Path, **changed: float) -> Shelf:
    """A country with one centre that has plenty of everything but what is changed."""
    has = {**PLENTY, **changed}
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "centres.csv").write_text(CENTRES.format(**has))
    machines = [f"JOR,one,{modality},{has[name]},reported" for name, modality in MODALITIES.items()]
    (folder / "equipment.csv").write_text("\n".join(["iso3,centre,modality,count,state", *machines]) + "\n")
    staff = [f"JOR,one,{cadre},{has[cadre]},reported" for cadre in CADRES]
    (folder / "staff.csv").write_text("\n".join(["iso3,centre,cadre,count,state", *staff]) + "\n")
    limits = [
        f"{fact},JOR/one,{has[name]},,,{unit},own,verified"
        for name, (fact, unit, _) in LIMITS.items()
        if name in has
    ]
    (folder / "facts.csv").write_text(FACTS + "\n".join(limits) + "\n")
    return shelf().with_pack(folder)


@pytest.fixture(scope="module")
def plenty(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return laid(tmp_path_factory.mktemp("plenty"))


def crowded(made: Built) -> Model:
    """The model with many times as many people who need care, so that whatever is short is seen to be."""
    rows = made.model.rows.copy()
    rows[made.model.need_row] *= np.array([[1000.0], [40.0]])
    return replace(made.model, rows=rows)


def given(scenario: Scenario, on: Shelf) -> float:
    """Cycles given over all years and therapies, mean of the draws."""
    counted = flow.run(crowded(built(scenario, on))).at_centres["given"]
    return float(counted.sum(axis=(0, 1, 2)).mean())


@pytest.fixture(scope="module")
def enough(plenty: Shelf) -> float:
    return given(BASE, plenty)


def short(name: str) -> float:
    return LIMITS[name][2] if name in LIMITS else LOW[name]


@pytest.mark.parametrize("name", [*LOW, *LIMITS])
def test_less_of_it_in_the_pack_is_fewer_treatments(name: str, enough: float, tmp_path: Path) -> None:
    assert given(BASE, laid(tmp_path, **{name: short(name)})) < 0.99 * enough


def stated(name: str, value: float) -> Scenario:
    """The base with a start that the scenario states for the one centre."""
    facts = {f"{OVERRIDES[name]}@one": Range(value, value, value)}
    return replace(BASE, facts=facts)


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_start_that_the_scenario_states_is_that_of_a_pack_that_says_the_same(
    name: str, plenty: Shelf, tmp_path: Path
) -> None:
    said = stated(name, short(name))
    check(said, plenty)
    assert given(said, plenty) == pytest.approx(given(BASE, laid(tmp_path, **{name: short(name)})), rel=1e-12)


@pytest.mark.parametrize("name", LATER)
def test_more_of_it_by_an_intervention_is_more_treatments(name: str, plenty: Shelf) -> None:
    now = {"lead_weeks": Range(0, 0, 0), "ramp_weeks": Range(0, 0, 0)}
    few = stated(name, short(name))
    more = Intervention(
        "more", LATER[name], START, centre="one", adds={name: max(10.0, 10 * short(name))}, **now
    )
    assert given(replace(few, interventions=(more,)), plenty) > 1.01 * given(few, plenty)


LUTETIUM = replace(BASE, therapies=("lu177_psma617",))


def exactly(**facts: float) -> Scenario:
    """The base with lutetium alone and figures without a spread."""
    return replace(LUTETIUM, facts={name.replace("__", "."): Range(x, x, x) for name, x in facts.items()})


def many(scenario: Scenario, on: Shelf) -> float:
    made = built(scenario, on)
    rows = made.model.rows.copy()
    rows[made.model.need_row] *= 1000.0
    return float(flow.run(replace(made.model, rows=rows)).at_centres["given"].sum(axis=(0, 1, 2)).mean())


def test_two_doses_a_week_are_104_in_a_year(plenty: Shelf) -> None:
    """All doses of every week are used but those of the first, while the first candidates are still imaged."""
    said = many(exactly(capacity__doses__lu177_psma617=2.0, **ALWAYS_SENT), plenty)
    assert said == pytest.approx(104.0 * first_given(plenty), rel=0.03)


# no outage of a reactor or a maker, and nobody left to close
ALWAYS_SENT = {
    "supply__outage__reactor__per_year": 0.0,
    "supply__outage__maker__per_year": 0.0,
    "supply__outage__together__share": 0.0,
    "supply__closing__replaced_after": 0.0,
}


def first_given(on: Shelf) -> float:
    """Of the doses that are allocated, those that are not cancelled on the day; two draws, their mean."""
    model = built(LUTETIUM, on).model
    return float(model.rows[model.first_row[0]].mean())


def test_a_store_of_so_many_litres_takes_so_many_a_week(plenty: Shelf) -> None:
    """By hand: 20 litres each for ten half-lives of 6.6443 days: a store of 380 litres takes two a week."""
    said = exactly(
        capacity__waste__store_litres=380.0,
        capacity__waste__litres_per_administration=20.0,
        capacity__waste__half_lives_held=10.0,
    )
    model = built(said, plenty).model
    place = model.resources.index("waste")
    have, use = model.rows[model.have_row[0, place, 0]], model.rows[model.use_first_row[0, place]]
    assert have / use == pytest.approx(np.full(2, 380 / (20 * 10 * 6.6443 / 7)), rel=1e-3)
    assert have / use == pytest.approx(np.full(2, 2.0), rel=0.01)


def test_a_yearly_budget_is_spent_in_a_year(plenty: Shelf) -> None:
    """52,000 USD a year are 1,000 a week."""
    model = built(exactly(capacity__money__usd_per_year=52_000.0), plenty).model
    assert model.rows[model.have_row[0, model.resources.index("money"), 0]] == pytest.approx(
        np.full(2, 1000.0)
    )


def test_the_release_rule_decides_how_many_are_treated_where_beds_are_few(plenty: Shelf) -> None:
    few = {"capacity.equipment.isolation_bed@one": Range(1, 1, 1)}
    given_by_share = [
        many(replace(LUTETIUM, facts={**few, "capacity.bed.share_under_a_rule": Range(x, x, x)}), plenty)
        for x in (0.05, 0.5, 1.0)
    ]
    assert given_by_share[0] > 1.5 * given_by_share[1] > 2.0 * given_by_share[2]


def test_what_nobody_limits_has_no_limit_and_an_act_on_it_says_so(plenty: Shelf) -> None:
    act = Intervention("more", "more_doses", START, centre="one", therapies=("lu177_psma617",))
    made = built(replace(LUTETIUM, interventions=(act,)), plenty)
    assert (made.model.dose_row == UNLIMITED).all()
    assert "more: no limit of doses is known at One, so that more of them change nothing." in made.notes


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "capacity.team.nurse@two",
            2,
            "key 'capacity.team.nurse@two': there is no centre 'two'; choose among one",
        ),
        (
            "capacity.equipment.pet@one",
            1.5,
            "1.5 is not a whole number, and machines, places and persons are counted",
        ),
        ("capacity.team.nurse@one", -1, "-1 goes below 0 persons; check the sign and the unit"),
        ("access.travel.sd@one", 1, "there is no such fact on the shelf"),
        ("products.coverage.imaging@one", 0.5, "this holds for the whole country, not for one centre"),
    ],
)
def test_a_figure_of_a_centre_that_cannot_be_is_refused(
    name: str, value: float, expected: str, plenty: Shelf
) -> None:
    with pytest.raises(BadScenario) as caught:
        check(replace(BASE, facts={name: Range(value, value, value)}), plenty)
    assert expected in str(caught.value)
