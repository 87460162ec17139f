"""Who brings tracers to whom: from the shelf, from a pack's own machines, and by interventions."""

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
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import PET
from hevesy.plan.simulation.tracers import Tracers
from hevesy.plan.simulation.tracers_found import tracers_there
from hevesy.supply.tracers import doses_per_week

BOTH_NEED_PET = ("lu177_psma617", "lu177_dotatate")
BASE = Scenario("base", "JOR", date(2027, 1, 1), years=2, draws=4, seed=3, therapies=BOTH_NEED_PET)
CENTRES = """iso3,centre,name,town,sector,services
JOR,queen,Queen's hospital,Amman,public,therapy;pet;spect
JOR,north,North hospital,Irbid,public,therapy;pet
JOR,south,South hospital,Aqaba,public,therapy;pet
"""
BOTH = ("queen,pet,1", "queen,spect,1", "north,pet,1", "south,pet,1")


@cache
def shipped() -> Shelf:
    return Shelf.load(packs=[], restricted=True)


def country(folder: Path, *machines: str) -> Shelf:
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "centres.csv").write_text(CENTRES)
    rows = "".join(f"JOR,{machine}\n" for machine in (*BOTH, *machines))
    (folder / "equipment.csv").write_text("iso3,centre,modality,count\n" + rows)
    return shipped().with_pack(folder)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Three hospitals of which nobody has said from where their tracers come."""
    return built(BASE, country(tmp_path_factory.mktemp("plain")))


def tracers(made: Built) -> Tracers:
    assert made.model.tracers is not None
    return made.model.tracers


def line_at(made: Built, therapy: str, place: str) -> int:
    model = made.model
    return int(tracers(made).line[model.therapies.index(therapy), model.imaging_places.index(place)])


def test_where_nobody_has_said_anything_tracers_come_from_makers_far_away() -> None:
    made = built(BASE, shipped())
    found = tracers(made)
    assert found.cyclotrons == () and found.brought is not None
    line = line_at(made, "lu177_psma617", "hypothetical:amman:pet")
    assert found.column[line] != NOBODY and found.columns[0].tolist() == [1] * found.columns.shape[1]
    assert any(note.startswith("Tracers are taken to come from: Ge-68/Ga-68 from") for note in made.notes)
    shares = tracers_there(made.model, made.model.rows, 0)
    assert (shares >= 0.0).all() and (shares <= 1.0).all()


def test_a_cyclotron_serves_who_is_within_reach_and_has_an_f18_tracer(tmp_path: Path) -> None:
    """Irbid is about an hour and a half from Amman, Aqaba more than four: there Ga-68 from a generator stays."""
    made = built(BASE, country(tmp_path, "queen,cyclotron,1"))
    found = tracers(made)
    assert found.cyclotrons == ("queen",)
    near = {
        (therapy, place): int(found.cyclotron[line_at(made, therapy, place)][0])
        for therapy in made.model.therapies
        for place in ("queen:pet", "north:pet", "south:pet")
    }
    assert near["lu177_psma617", "queen:pet"] == near["lu177_psma617", "north:pet"] == 0
    assert near["lu177_psma617", "south:pet"] == NOBODY
    assert {near["lu177_dotatate", place] for place in ("queen:pet", "north:pet")} == {NOBODY}


def test_generators_that_a_pack_counts_limit_the_slots(plain: Built, tmp_path: Path) -> None:
    shelf = country(tmp_path, "south,generator,1")
    counted = built(BASE, shelf)
    place = counted.model.imaging_places.index("south:pet")
    slots = [made.model.rows[made.model.slots_row[place, PET, 0]] for made in (plain, counted)]
    doses = doses_per_week("ga68_psma11", 30.0, shelf.reader("JOR", draws=BASE.draws, seed=BASE.seed))
    assert slots[1] == pytest.approx(np.minimum(slots[0], doses))
    assert (slots[1] < slots[0]).any()


def test_who_has_no_generator_and_no_cyclotron_is_left_to_the_gate(tmp_path: Path) -> None:
    made = built(BASE, country(tmp_path, "south,generator,0"))
    assert line_at(made, "lu177_psma617", "south:pet") == NOBODY


def test_a_generator_that_is_to_come_takes_nothing_away_before(tmp_path: Path) -> None:
    """A counted place without one is left to the gate; that one is ordered must not stop its imaging until then."""
    acts = (act("tracer_generator", "south"),)
    made = built(replace(BASE, interventions=acts), country(tmp_path, "south,generator,0"))
    line = line_at(made, "lu177_psma617", "south:pet")
    assert tracers(made).columns[made.model.imaging_places.index("south:pet")].tolist() == [0, 1]
    there = tracers_there(made.model, made.model.rows, 0)[line]
    assert there[:52].min() == 1.0


def act(kind: str, centre: str = "") -> Intervention:
    weeks = Range(52.0, 52.0, 52.0)
    return Intervention(kind, kind, BASE.start, centre=centre, lead_weeks=weeks)


def test_interventions_bring_a_generator_a_cyclotron_and_a_second_supplier(plain: Built, tmp_path: Path) -> None:
    acts = (act("tracer_generator", "south"), act("compact_cyclotron", "queen"), act("second_tracer_supplier"))
    made = built(replace(BASE, interventions=acts), country(tmp_path))
    found, before = tracers(made), tracers(plain)
    south = made.model.imaging_places.index("south:pet")
    assert found.columns[south].tolist()[:1] == [1] and found.columns[south].max() == 2
    line = line_at(made, "lu177_psma617", "queen:pet")
    assert found.cyclotron[line][0] == NOBODY and found.cyclotron[line][-1] == 0
    assert found.brought is not None and before.brought is not None
    over = [m.model.rows[t.brought.over_row[0, -1]].mean() for m, t in ((made, found), (plain, before)) if t.brought]
    assert over[0] > over[1] + 0.1


def test_where_a_rule_accepts_spect_it_stands_in_for_pet(tmp_path: Path) -> None:
    accepted = replace(BASE, interventions=(act("spect_accepted"),))
    made = built(accepted, country(tmp_path))
    found = tracers(made)
    line = line_at(made, "lu177_psma617", "queen:pet")
    assert found.spect[line] != NOBODY
    assert made.model.rows[found.spect_row[line, 0]].max() == 0.0  # it takes a year
    assert made.model.rows[found.spect_row[line, -1]].min() > 0.0
    assert found.spect[line_at(made, "lu177_psma617", "south:pet")] == NOBODY  # there is no gamma camera
