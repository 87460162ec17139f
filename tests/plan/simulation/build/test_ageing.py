"""How often machines fail in each era: by age, by contract and by power, with chances done by hand.

A machine is down for 10 % of the time and a repair takes five weeks, so it is back with 1/5 in a week and fails with
1/5 x 0.1 / 0.9 = 1/45. Older than ten years it is down twice as often: 1/5 x 0.2 / 0.8 = 1/20.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.flow import run

START = date(2026, 1, 1)


def exactly(figure: float) -> Range:
    return Range(figure, figure, figure)


FACTS = {
    "economics.scanner.capital.downtime": exactly(10.0),
    "economics.scanner.capital.lifetime": exactly(10.0),
    "capacity.scanner.repair_weeks": exactly(5.0),
    "capacity.scanner.old_machine_factor": exactly(2.0),
}
BASE = Scenario("base", "JOR", START, years=4, draws=6, seed=3, therapies=("lu177_psma617",), facts=FACTS)
CENTRES = """iso3,centre,name,town,sector,services
JOR,queen,Queen's hospital,Amman,public,therapy;pet;spect
JOR,king,King's hospital,Amman,public,therapy;pet
"""
SPECT, PET = 1, 0
WEEK_2028 = (
    108  # 1 January 2028 lies in week 105 from Monday, 29 December 2025; everything changes every four weeks
)


@cache
def shipped() -> Shelf:
    return Shelf.load()


def hospital(folder: Path, *machines: str) -> Shelf:
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "centres.csv").write_text(CENTRES)
    header = "iso3,centre,modality,count,working,installed\n"
    (folder / "equipment.csv").write_text(header + "".join(f"JOR,{machine}\n" for machine in machines))
    return shipped().with_pack(folder)


def chances(made: Built, place: str, modality: int, era: int) -> tuple[float, float]:
    number = made.model.imaging_places.index(place)
    fails, back = made.model.scanner_fails_row, made.model.scanner_back_row
    found = [made.model.rows[row[number, modality, era]] for row in (fails, back)]
    assert all(np.ptp(each) == 0 for each in found)
    return float(found[0][0]), float(found[1][0])


def eras(made: Built) -> list[int]:
    """The weeks in which the eras begin."""
    return np.searchsorted(made.model.era_of_week, np.arange(made.model.era_of_week[-1] + 1)).tolist()


def test_a_machine_fails_more_often_once_it_is_older_than_its_lifetime(tmp_path: Path) -> None:
    made = built(BASE, hospital(tmp_path, "queen,spect,1,1,2017", "queen,pet,1,1,", "king,pet,1,1,2024"))
    assert eras(made) == [0, WEEK_2028]
    assert chances(made, "queen:spect", SPECT, 0) == pytest.approx((1 / 45, 1 / 5))
    assert chances(made, "queen:spect", SPECT, 1) == pytest.approx((1 / 20, 1 / 5))
    for era in (0, 1):  # one of unknown age, and one that is young: never called old
        assert chances(made, "king:pet", PET, era) == pytest.approx((1 / 45, 1 / 5))


def test_a_machine_more_makes_the_mean_younger(tmp_path: Path) -> None:
    """One of two is old: down for 1.5 x 10 % on the mean, 1/5 x 0.15 / 0.85 = 3/85."""
    new = Intervention("camera", "add_spect", START, centre="queen", adds={"spect": 1},
                       lead_weeks=exactly(20), ramp_weeks=exactly(0))  # fmt: skip
    shelf = hospital(tmp_path, "queen,spect,1,1,2001")
    made = built(replace(BASE, interventions=(new,)), shelf)
    assert eras(made) == [0, 20]
    assert chances(made, "queen:spect", SPECT, 0) == pytest.approx((1 / 20, 1 / 5))
    assert chances(made, "queen:spect", SPECT, 1) == pytest.approx((3 / 85, 1 / 5))


def test_what_an_intervention_brings_grows_old_too(tmp_path: Path) -> None:
    """Ready in week 20, older than ten years of 52 weeks from week 541 on, on the grid of four weeks from 544."""
    new = Intervention("camera", "add_spect", START, centre="king", adds={"spect": 1},
                       lead_weeks=exactly(20), ramp_weeks=exactly(0))  # fmt: skip
    made = built(
        replace(BASE, years=12, interventions=(new,)),
        hospital(tmp_path, "queen,spect,1,1,", "king,spect,0,0,"),
    )
    assert eras(made) == [0, 20, 544]
    assert chances(made, "king:spect", SPECT, 1) == pytest.approx((1 / 45, 1 / 5))
    assert chances(made, "king:spect", SPECT, 2) == pytest.approx((1 / 20, 1 / 5))


@pytest.mark.parametrize("kind", ["maintenance_contract", "backup_power"])
def test_a_contract_and_a_generator_act_from_their_day_on_how_often_machines_fail(
    kind: str, tmp_path: Path
) -> None:
    """Half of the days are avoided: down for 5 %, 1/5 x 0.05 / 0.95 = 1/95. The other hospital: as before."""
    act = Intervention("act", kind, START, centre="queen", effect=exactly(0.5), lead_weeks=exactly(12),
                       ramp_weeks=exactly(0))  # fmt: skip
    shelf = hospital(tmp_path, "queen,spect,1,1,2024", "king,pet,1,1,2024")
    base, made = built(BASE, shelf), built(replace(BASE, interventions=(act,)), shelf)
    assert eras(made) == [0, 12]
    assert chances(made, "queen:spect", SPECT, 0) == pytest.approx((1 / 45, 1 / 5))
    assert chances(made, "queen:spect", SPECT, 1) == pytest.approx((1 / 95, 1 / 5))
    for era in (0, 1):
        assert chances(made, "king:pet", PET, era) == chances(base, "king:pet", PET, 0)
    at = made.model.imaging_places.index("queen:spect")
    slots = made.model.slots_row[at, SPECT]
    assert slots[0] == slots[1]  # as many slots when the machine works: it works more often


def test_two_owners_in_one_town_keep_their_contracts_apart(tmp_path: Path) -> None:
    """A PET each in Amman, one with a contract: 0.9 and 0.95 of the time there, 0.925 together: 1/5 x 0.075 / 0.925."""
    act = Intervention("act", "maintenance_contract", START, centre="king", effect=exactly(0.5),
                       lead_weeks=exactly(12), ramp_weeks=exactly(0))  # fmt: skip
    shelf = hospital(tmp_path, "queen,pet,1,1,2024", "king,pet,1,1,2024")
    made = built(replace(BASE, interventions=(act,)), shelf)
    assert chances(made, "king:pet", PET, 0) == pytest.approx((1 / 45, 1 / 5))
    assert chances(made, "king:pet", PET, 1) == pytest.approx((0.2 * 0.075 / 0.925, 1 / 5))


def test_before_the_contract_a_run_is_the_same_to_the_last_bit(tmp_path: Path) -> None:
    shelf = hospital(tmp_path, "queen,spect,1,1,2024", "king,pet,1,1,2024")
    act = Intervention("act", "maintenance_contract", START, centre="king", effect=exactly(0.9),
                       lead_weeks=exactly(104), ramp_weeks=exactly(0))  # fmt: skip
    plain, kept = (
        run(built(replace(BASE, interventions=acts), shelf).model).in_country["imaged"]
        for acts in ((), (act,))
    )
    assert np.array_equal(plain[:2], kept[:2]) and not np.array_equal(plain[2:], kept[2:])


def test_a_contract_at_one_of_many_imagined_centres_is_one_of_many() -> None:
    """Germany imagines several centres around its largest town: a contract at one of n avoids half of a n-th."""
    german = Scenario(
        "base", "DEU", START, years=2, draws=4, seed=3, facts=FACTS, therapies=("lu177_psma617",)
    )
    first = built(german, shipped()).centres[0]
    act = Intervention("act", "maintenance_contract", START, centre=first.id, effect=exactly(0.5),
                       lead_weeks=exactly(12), ramp_weeks=exactly(0))  # fmt: skip
    model = built(replace(german, interventions=(act,)), shipped()).model
    place = model.imaging_places.index(f"{first.id}:spect")
    before, after = (model.rows[model.slots_row[place, SPECT, era]] for era in (0, 1))
    alike = len(first.stands)
    assert alike > 1 and after / before == pytest.approx(np.full(4, (0.9 + 0.05 / alike) / 0.9))
