"""From a scenario to a model: what it must hold for any country, and what may differ between two scenarios."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.simulation.build.started import started_per_year

from hevesy.errors import NoPopulation
from hevesy.facts import Shelf
from hevesy.places import all_countries
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy.plan.simulation.build import Built, World, aggregated, built, pooled
from hevesy.plan.simulation.model import NOWHERE, ONE, ZERO, Model
from hevesy.plan.simulation.tracers_found import tracers_there
from hevesy.plan.simulation.undelivered import missing

START = date(2026, 1, 1)
BASE = Scenario("base", "KEN", START, years=4, draws=24, seed=3)
NOTHING = Range(0.0, 0.0, 0.0)
SOON = Range(13.0, 13.0, 13.0)  # the same date in all draws
IRBID = (
    Intervention("licence", "site_licence", START, centre="irbid"),
    Intervention("permit", "source_import_permit", START, centre="irbid"),
    Intervention("staff", "train_staff", START, centre="irbid"),
    Intervention("open", "open_centre", START, centre="irbid", town="Irbid"),
)


@cache
def shelf() -> Shelf:
    return Shelf.load()


@cache
def base() -> Built:
    return built(BASE, shelf())


def test_the_strata_of_every_therapy_add_up_to_its_need() -> None:
    model = base().model
    assert model.rows[model.share_row].sum(axis=1) == pytest.approx(np.ones((7, 1, 24)), abs=1e-12)
    assert len(model.strata) == 6 * 2 * 5 * 2 and model.strata[0].startswith(
        "around Nairobi, covered, quintile 1, "
    )
    assert sum(region.share for region in base().regions) == pytest.approx(1.0)


def test_prostate_cancer_is_an_illness_of_men() -> None:
    model = base().model
    women = [number for number, name in enumerate(model.strata) if name.endswith(", female")]
    assert np.all(model.share_row[model.therapies.index("lu177_psma617"), women] == ZERO)


def test_two_builds_are_the_same_to_the_last_bit() -> None:
    again = built(BASE, shelf()).model
    assert np.array_equal(again.rows, base().model.rows)
    assert np.array_equal(again.gate_row, base().model.gate_row)


ONLY_ITS_OWN = ("rows", "era_of_week")  # of which more interventions make more


def arrays(model: Model) -> dict[str, np.ndarray[Any, Any]]:
    """Every array of a model by name; where it tells eras apart, they are its last axis, of length one in the base."""
    found = {each.name: getattr(model, each.name) for each in fields(Model) if each.name not in ONLY_ITS_OWN}
    return {name: array for name, array in found.items() if isinstance(array, np.ndarray)}


def assert_nothing_else(model: Model, before: Model, moved: str) -> None:
    """In all eras the values stand that stood there before, whatever the numbers of their rows."""
    for name, array in arrays(model).items():
        both = array, arrays(before)[name]
        own, other = (model.rows[both[0]], before.rows[both[1]]) if name.endswith("_row") else both
        assert (own == other).all() == (name != moved), name
    for found in (missing, tracers_there):
        assert np.array_equal(*(found(each, each.rows, 0) for each in (model, before)))


def test_an_intervention_without_effect_leaves_every_array_as_it_was() -> None:
    acts = (
        Intervention("training", "referral_training", START, effect=NOTHING),
        Intervention("power", "maintenance_contract", START, effect=NOTHING),
        Intervention("hours", "extended_hours", START, centre="hypothetical:nairobi", effect=NOTHING),
    )
    idle = built(replace(BASE, interventions=acts), shelf()).model
    assert idle.era_of_week.max() > 0
    assert np.array_equal(idle.rows, base().model.rows)
    assert len(arrays(idle)) > 30
    for name, array in arrays(idle).items():
        assert (array == arrays(base().model)[name]).all(), name


def test_training_moves_the_gate_of_referral_and_nothing_else() -> None:
    acts = (
        Intervention(
            "training",
            "referral_training",
            START,
            effect=Range(0.5, 0.5, 0.5),
            lead_weeks=SOON,
            ramp_weeks=NOTHING,
        ),
    )
    model, before = built(replace(BASE, interventions=acts), shelf()).model, base().model
    number = model.therapies.index("lu177_psma617")
    gate = [reason.reason for reason in model.gates[number]].index("not_referred")
    changed = model.gate_row[..., 1] != before.gate_row[..., 0]
    assert changed[number, gate].all()
    for each, reasons in enumerate(model.gates):
        assert {reasons[place].reason for place in np.argwhere(changed[each].any(axis=-1))[:, 0]} <= {"not_referred"}
    was, now = (model.rows[model.gate_row[number, gate, 0, era]] for era in (0, 1))
    assert now == pytest.approx(was + (1.0 - was) * 0.5)
    assert_nothing_else(model, before, "gate_row")


def test_what_acts_in_one_region_or_for_one_therapy_moves_nobody_else() -> None:
    acts = (
        Intervention("fares", "travel_vouchers", START, regions=("mombasa",), therapies=("sm153_edtmp",),
                     effect=Range(0.9, 0.9, 0.9), ramp_weeks=NOTHING),
    )  # fmt: skip
    model = built(replace(BASE, interventions=acts), shelf()).model
    number = model.therapies.index("sm153_edtmp")
    moved = (model.gate_row[..., 1] != model.gate_row[..., 0]).any(axis=1)
    assert not np.delete(moved, number, axis=0).any()
    names = [name for name, each in zip(model.strata, moved[number], strict=True) if each]
    assert names and all(name.startswith("around Mombasa") for name in names)


def test_money_from_a_scheme_moves_people_from_one_payer_group_to_the_other() -> None:
    acts = (
        Intervention("pays", "coverage", START, therapies=("y90_microspheres",), effect=Range(1.0, 1.0, 1.0),
                     lead_weeks=SOON, ramp_weeks=NOTHING),
    )  # fmt: skip
    model = built(replace(BASE, interventions=acts), shelf()).model
    number = model.therapies.index("y90_microspheres")
    alone = [place for place, name in enumerate(model.strata) if ", pays alone," in name]
    assert model.rows[model.share_row[number, alone, 1]].max() == 0.0
    assert model.rows[model.share_row[number, :, 1]].sum(axis=0) == pytest.approx(np.ones(24))


def test_a_new_centre_takes_those_who_live_near_it_from_the_day_it_is_ready() -> None:
    scenario = replace(BASE, country="JOR", interventions=IRBID)
    made = built(scenario, shelf())
    model, ready = made.model, made.timeline.of("open").ready
    assert model.centres == ("hypothetical:amman", "irbid")
    number, new = model.therapies.index("i131_hyperthyroid"), 1
    goes = model.route_centre[number][model.route[number]]  # (strata, eras)
    last, then = model.era_of_week[ready - 1], model.era_of_week[-1]
    people = model.rows[model.share_row[number]].mean(axis=-1)
    assert (people[:, last] * (goes[:, last] == new)).sum() == 0.0
    share = (people[:, then] * (goes[:, then] == new)).sum()
    assert 0.15 < share < 0.35  # the region around Irbid holds a quarter of the people
    needed = [
        place for place, name in enumerate(model.resources[:9]) if name != "spect"
    ]  # no camera: no scans
    assert np.all(model.have_row[new, needed, 0] == ZERO) and np.all(model.units[new, needed, 0] == 0)
    needed.remove(model.resources.index("bed"))
    assert np.all(model.rows[model.have_row[new, needed, then]] > 0)


def test_who_must_stay_in_a_bed_is_not_treated_where_there_is_none() -> None:
    """The new centre opens with chairs only: it gives no inpatient therapy, and Lu-177 to those who may go home."""
    made = built(replace(BASE, country="JOR", interventions=IRBID), shelf())
    model, new = made.model, made.model.centres.index("irbid")
    assert new not in model.route_centre[model.therapies.index("i131_dtc")]
    number = model.therapies.index("lu177_psma617")
    gate = [reason.reason for reason in model.gates[number]].index("no_shielded_bed")
    there = model.route_centre[number][model.route[number, :, -1]] == new
    home = np.tile(1.0 - made.reader.value("capacity.bed.share_under_a_rule"), (there.sum(), 1))
    assert model.rows[model.gate_row[number, gate, there, -1]] == pytest.approx(home)
    assert np.all(model.gate_row[number, gate, ~there] == ONE) and there.any()


CENTRES = """iso3,centre,name,town,sector,schemes,services,therapies
JOR,moh,The ministry's hospital,Amman,public,moh,therapy;pet;spect,
JOR,army,The army's hospital,Amman,military,rms,therapy;spect,i131_dtc
JOR,north,A hospital in the north,Irbid,university,,therapy;pet,i131_dtc
"""
SCHEMES = """iso3,scheme,name,members
JOR,moh,Ministry,40
JOR,rms,Army,30
"""


def jordan(folder: Path, centres: str) -> Shelf:
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "centres.csv").write_text(centres)
    (folder / "schemes.csv").write_text(SCHEMES)
    return shelf().with_pack(folder)


@pytest.fixture(scope="module")
def with_schemes(tmp_path_factory: pytest.TempPathFactory) -> Built:
    scenario = replace(BASE, country="JOR", therapies=("i131_dtc", "lu177_psma617"))
    return built(scenario, jordan(tmp_path_factory.mktemp("jordan"), CENTRES))


def test_access_counts_only_the_centres_that_are_open_to_a_scheme(with_schemes: Built) -> None:
    """Radioiodine is given in Irbid and by the army; those for whom the ministry pays must go to Irbid."""
    model = with_schemes.model
    number = model.therapies.index("i131_dtc")
    people = model.rows[model.share_row[number, :, 0]].mean(axis=-1)
    where = model.route_centre[number][model.route[number, :, 0]]
    went: dict[str, set[str]] = {}
    members: dict[str, float] = {}
    for centre, share, name in zip(where, people, model.strata, strict=True):
        scheme = next(each for each in ("Ministry", "Army", "no scheme") if f", {each}, " in name)
        members[scheme] = members.get(scheme, 0.0) + share
        if share > 0:
            paid = scheme if ", covered, " in name else "alone"
            went.setdefault(paid, set()).add(model.centres[centre])
    both = {"army", "north"}
    assert went == {"Ministry": {"north"}, "Army": both, "no scheme": both, "alone": both}
    assert members == pytest.approx({"Ministry": 0.4, "Army": 0.3, "no scheme": 0.3})


def test_who_finds_no_open_centre_is_lost_at_one_gate(tmp_path: Path) -> None:
    only_the_army = "".join(
        line for line in CENTRES.splitlines(True) if line.startswith(("iso3", "JOR,army"))
    )
    scenario = replace(BASE, country="JOR", therapies=("i131_dtc",))
    model = built(scenario, jordan(tmp_path, only_the_army)).model
    place = [gate.reason for gate in model.gates[0]].index("no_centre_open")
    gates = model.gate_row[0, place, :, 0]
    for name, row, route in zip(model.strata, gates, model.route[0, :, 0], strict=True):
        shut = ", Ministry, covered, " in name
        assert row == (ZERO if shut else ONE) and (route == NOWHERE) == shut, name


def test_scanners_of_one_town_are_one_place_of_imaging(with_schemes: Built) -> None:
    """Two hospitals in Amman have gamma cameras, one of them PET, and Irbid has PET."""
    assert with_schemes.model.imaging_places == ("army:spect", "moh:pet", "north:pet")
    number = with_schemes.model.therapies.index("lu177_psma617")
    assert with_schemes.model.modality[number].tolist() == [-1, 0, 0]


def test_more_chairs_stand_where_the_scenario_put_them() -> None:
    acts = (
        Intervention("chairs", "add_chairs", START, centre="hypothetical:nairobi", adds={"chair": 4},
                     lead_weeks=SOON, ramp_weeks=NOTHING),
    )  # fmt: skip
    model, before = built(replace(BASE, interventions=acts), shelf()).model, base().model
    chair = model.resources.index("chair")
    assert model.units[0, chair, 1] == before.units[0, chair, 0] + 4
    assert model.units[1, chair, 1] == before.units[1, chair, 0]
    more = model.rows[model.have_row[0, chair, 1]] - model.rows[model.have_row[0, chair, 0]]
    assert np.all(more > 0)
    moved = model.have_row[..., 1] != model.have_row[..., 0]
    assert moved.sum() == 1


def test_alike_imagined_centres_are_one_house_with_all_their_beds() -> None:
    """Germany imagines 42 centres; the model has one house in each region, and 42 times the beds of one centre."""
    made = built(replace(BASE, country="DEU"), shelf())
    assert len(made.centres) == 6 and sum(len(house.stands) for house in made.centres) == 42
    bed = made.model.resources.index("bed")
    beds = made.model.rows[made.model.have_row[:, bed, 0]].sum(axis=0)
    days = made.reader.value("capacity.opening.days_per_year") / (365.25 / 7)
    assert beds == pytest.approx(42 * made.reader.value("capacity.equipment.isolation_bed") * days)


def test_scores_of_another_reader_make_the_draws() -> None:
    reader = shelf().reader("KEN", draws=2, seed=1)
    for name in ("decline_per_hour", "decline_per_hour_again", "time_uncertainty"):
        reader.scores[f"access.travel.{name}"] = np.array([-8.0, 8.0])
    made = built(replace(BASE, draws=2), shelf(), reader)
    number = made.model.therapies.index("i131_dtc")
    gate = [reason.reason for reason in made.model.gates[number]].index("too_far_from_therapy")
    near, far = made.model.rows[made.model.gate_row[number, gate, :, 0]].min(axis=0)
    assert near > 0.9 and far < 0.05


def test_a_figure_that_the_scenario_states_is_used_and_remembered() -> None:
    name = "epidemiology.cascade.access.mdt_completed"
    made = built(replace(BASE, facts={name: Range(1.0, 1.0, 1.0)}), shelf())
    number = made.model.therapies.index("lu177_psma617")
    gate = [reason.reason for reason in made.model.gates[number]].index("not_recommended_by_a_board")
    assert np.all(made.model.gate_row[number, gate] == ONE)
    assert made.reader.used[name].place == "scenario"


def test_costs_of_an_intervention_fall_in_the_years_in_which_they_are_spent() -> None:
    act = Intervention("chairs", "add_chairs", date(2027, 1, 4), centre="hypothetical:nairobi",
                       lead_weeks=Range(26, 26, 26), capital=Range(1000.0, 1000.0, 1000.0),
                       running_per_year=Range(520.0, 520.0, 520.0))  # fmt: skip
    values = built(replace(BASE, start=date(2026, 1, 5), interventions=(act,)), shelf()).values
    assert values.capital[:, 0].tolist() == [0.0, 1000.0, 0.0, 0.0]
    assert values.running[:, 0] == pytest.approx([0.0, 260.0, 520.0, 520.0])


def test_sending_onward_is_where_the_scenario_says() -> None:
    from hevesy.plan.scenario.scenario import Onward

    sent = (
        Onward("hypothetical:mombasa", "hypothetical:nairobi", 0.1),
        Onward("hypothetical:nairobi", "abroad", 0.2),
    )
    model = built(replace(BASE, onward=sent), shelf()).model
    assert model.onward[1].max() == model.onward[1].min() == 0 and model.onward[0].min() == 2
    assert model.rows[model.onward_row[1, 0, 0], 0] == 0.1 and base().model.onward.max() == NOWHERE


@pytest.mark.parametrize("country", ["KEN", "JOR"])
def test_a_country_in_one_piece_lets_as_many_start_and_has_the_same_rooms(country: str) -> None:
    made = built(replace(BASE, country=country), shelf())
    one = replace(made, model=pooled(made.model))
    assert (one.model.strata, one.model.centres, one.model.imaging_places) == (("whole",),) * 3
    for number in range(len(made.model.therapies)):
        assert started_per_year(one, number) == pytest.approx(started_per_year(made, number), rel=1e-12)
    rooms, room = (model.rows[model.have_row[..., 0]].sum(axis=0) for model in (made.model, one.model))
    assert room[:9] == pytest.approx(rooms[:9])
    assert len(one.model.rows) < len(made.model.rows)


def test_countries_of_one_world_draw_as_if_each_were_alone() -> None:
    world = World(shelf(), 8, 1)
    for country in ("KEN", "UGA"):
        alone = aggregated(country, shelf(), 8, 2, START)
        assert np.array_equal(aggregated(country, shelf(), 8, 2, START, world=world).rows, alone.rows)


@pytest.mark.parametrize("country", ["PCN", "VAT", "NRU", "XKX", "VEN", "PRK"])
def test_a_country_with_hardly_any_data_has_a_model(country: str) -> None:
    model = built(replace(BASE, country=country, draws=4), shelf()).model
    assert np.isfinite(model.rows).all() and model.rows.min() >= 0.0
    assert model.rows[model.share_row].sum(axis=1) == pytest.approx(1.0)


def test_a_reader_is_told_what_is_counted_twice_left_out_or_imputed(with_schemes: Built) -> None:
    both = replace(BASE, draws=2, therapies=("lu177_psma617", "ac225_psma"),
                   interventions=(Intervention("power", "backup_power", START),))  # fmt: skip
    said = " ".join(built(both, shelf()).notes)
    assert "serve the same patients" in said and "products.given.as_planned is not followed" in said
    assert any("north" in note and "nurse" in note and "imputed" in note for note in with_schemes.notes)


def test_where_nobody_is_counted_there_is_no_model() -> None:
    with pytest.raises(NoPopulation, match="ATA"):
        built(replace(BASE, country="ATA"), shelf())


@pytest.mark.deep
def test_every_country_has_a_model() -> None:
    for country in all_countries(shelf()):
        if country.iso3 not in ("ATA", "BVT", "HMD", "UMI"):
            test_a_country_with_hardly_any_data_has_a_model(country.iso3)
