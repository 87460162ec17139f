"""A country's plan end to end: what it must hold whatever the country."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hevesy.errors import UnknownCountry
from hevesy.facts import Shelf
from hevesy.globe import distance_km
from hevesy.places import find_country
from hevesy.plan.answers import plan_of
from hevesy.plan.country import Picture, picture
from hevesy.plan.report.shape import problems
from hevesy.plan.sites import sites

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def jordan(shelf: Shelf) -> Picture:
    return picture("Jordan", shelf, DAY, draws=64)


@pytest.fixture(scope="module")
def plan(jordan: Picture) -> dict[str, Any]:
    return plan_of(jordan)


def test_people_are_conserved_in_every_cascade_of_a_real_country(jordan: Picture) -> None:
    assert len(jordan.courses) == 16
    for course in jordan.courses:
        assert course.cascade.conservation_error() < 1e-9 * max(1.0, float(np.max(course.cascade.start)))


def test_the_printed_cascade_adds_up_too(plan: dict[str, Any]) -> None:
    """Means of draws add up as people do: start = all losses + completed."""
    for cascade in plan["cascades"]:
        lost = sum(stage["lost"] for stage in cascade["stages"])
        assert cascade["start"] == pytest.approx(lost + cascade["completed"], rel=1e-9)
        reasons = sum(reason["lost"] for stage in cascade["stages"] for reason in stage["reasons"])
        assert reasons == pytest.approx(lost, rel=1e-9)
        assert cascade["completed"] <= cascade["started"] <= cascade["start"]


def test_every_loss_has_a_stage_a_reason_an_a_and_a_domain(plan: dict[str, Any]) -> None:
    for cascade in plan["cascades"]:
        for stage in cascade["stages"]:
            for reason in stage["reasons"]:
                assert reason["reason"] and reason["a"] and reason["domain"], (
                    cascade["therapy"],
                    stage["id"],
                )


def test_the_plan_keeps_to_its_published_schema(plan: dict[str, Any]) -> None:
    assert problems(plan) == []


def test_every_source_that_is_named_is_cited(plan: dict[str, Any]) -> None:
    cited = {source["key"] for source in plan["sources"]}
    assert {fact["source"] for fact in plan["facts"]} <= cited
    assert all(source["citation"] for source in plan["sources"])


def test_the_same_seed_gives_the_same_plan_and_another_does_not(shelf: Shelf, plan: dict[str, Any]) -> None:
    assert plan_of(picture("JOR", shelf, DAY, draws=64)) == plan
    assert plan_of(picture("JOR", shelf, DAY, draws=64, seed=2))["cascades"] != plan["cascades"]


def test_variance_is_shared_out_whole(plan: dict[str, Any]) -> None:
    assert sum(row["share"] for row in plan["variance_by_kind"]) == pytest.approx(1.0)


def test_one_hypothetical_site_is_said_to_be_one(plan: dict[str, Any]) -> None:
    assert plan["access"]["basis"] == "hypothetical: one centre in Amman"
    assert [(centre["hypothetical"], centre["confirmed"]) for centre in plan["access"]["centres"]] == [
        (True, False)
    ]
    assert all(
        scanner["count"] is None and scanner["state"] == "imputed" for scanner in plan["access"]["scanners"]
    )


def test_a_place_where_nobody_is_counted_says_so_and_still_has_a_plan(shelf: Shelf) -> None:
    plan = plan_of(picture("Bouvet Island", shelf, DAY, draws=16))
    assert problems(plan) == [] and plan["needs"] == [] and plan["access"]["imputed_share"] is None
    assert any("Hardly anything is known of Bouvet Island" in note for note in plan["notes"])


def test_an_unknown_country_suggests_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UnknownCountry, match="did you mean Jordan"):
        picture("Jordn", shelf, DAY)


def test_without_the_restricted_packs_the_plan_runs_on_estimates() -> None:
    plan = plan_of(picture("JOR", Shelf.load(restricted=False), DAY, draws=16))
    assert {row["choice"] for row in plan["burden"]["sources"] if row["used"]} == {"estimate"}
    assert plan["needs"][0]["true"]["value"] > 0


def synthetic_pack(folder: Path, equipment: str, centres: str) -> Path:
    """A made-up country's pack; the names are plainly synthetic."""
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "synthetic"\nlevel = "country"\n')
    (folder / "centres.csv").write_text(
        "iso3,centre,name,town,services,therapies,source,kind,confirmed_by,confirmed_on\n" + centres
    )
    (folder / "equipment.csv").write_text("iso3,centre,modality,count,working,source,kind\n" + equipment)
    return folder


def test_a_centre_of_the_countrys_own_pack_replaces_the_imagined_one(tmp_path: Path, jordan: Picture) -> None:
    mine = synthetic_pack(
        tmp_path / "mine",
        "JOR,one,pet,2,2,asm,unverified\nJOR,one,treatment_chair,4,4,asm,unverified\n",
        "JOR,one,Synthetic Hospital,Irbid,therapy,lu177_psma617,asm,unverified,A. Synthetic,2026-01-01\n",
    )
    own = picture("JOR", Shelf.load([mine]), DAY, draws=64)
    plan = plan_of(own)
    assert plan["access"]["basis"] == "1 centre from the country's pack, 1 confirmed by a named person"
    pet = next(scanner for scanner in plan["access"]["scanners"] if scanner["modality"] == "pet")
    assert (pet["count"], pet["state"]) == (2, "reported")
    places_per_person = plan["access"]["e2sfca"]["mean"]
    assert places_per_person == pytest.approx(
        4 / 11552876 * 1e5, rel=1e-6
    )  # law: people x access = supply reached
    lost = {course.therapy.id: course.cascade.lost_by("reason") for course in own.courses}
    assert np.max(lost["lu177_psma617"]["no_imaging_route"]) == 0  # a PET scanner works
    assert np.max(lost["lu177_psma617"]["no_legal_route"]) == 0  # it is given there now
    assert np.max(lost["ra223"]["no_legal_route"]) > 0
    before = {course.therapy.id: course.cascade for course in jordan.courses}["lu177_psma617"]
    after = {course.therapy.id: course.cascade for course in own.courses}["lu177_psma617"]
    assert np.mean(after.given[0]) > np.mean(before.given[0])


def test_patients_of_two_groups_are_not_added_up_twice(jordan: Picture) -> None:
    """Lu-177 PSMA and bone palliation share men with mCRPC: the smaller group stays out of sums."""
    groups = [course.therapy.need_group for course in jordan.apart()]
    assert "psma_mcrpc" in groups and "bone_metastases" not in groups and len(groups) == 6


def test_imagined_centres_follow_the_people_of_the_income_group(shelf: Shelf) -> None:
    """One for 2,000,000 people in a high-income country, at least 30 km apart; one for 25,000,000 in Jordan's group."""
    germany = find_country("DEU", shelf)
    where = sites(germany, shelf.reader("DEU"))
    people = shelf.fact("country.population", "DEU").value
    assert where is not None and people is not None
    towns = where.hypothetical
    assert len(towns) == round(people / 2e6)
    apart = [
        float(distance_km(a.latitude, a.longitude, b.latitude, b.longitude))
        for number, a in enumerate(towns)
        for b in towns[:number]
    ]
    assert min(apart) >= 30 and towns[0].name == "Berlin"


def test_a_consignment_goes_to_a_centre_that_gives_the_therapy(tmp_path: Path) -> None:
    mine = synthetic_pack(
        tmp_path / "mine",
        "JOR,b,treatment_chair,4,4,asm,unverified\nJOR,a,isolation_bed,2,2,asm,unverified\n",
        "JOR,a,Synthetic North,Irbid,therapy,i131_dtc,asm,unverified,,\n"
        "JOR,b,Synthetic South,Aqaba,therapy,lu177_psma617,asm,unverified,,\n",
    )
    own = picture("JOR", Shelf.load([mine]), DAY, draws=16)
    assert own.journeys["lu177_psma617"]["to"] == "Synthetic South"
    assert own.journeys["i131_dtc"]["to"] == "Synthetic North"
    assert [centre["chairs"] for centre in plan_of(own)["centres_listed"]] == [None, 4]


def test_what_a_country_reports_stands_beside_what_is_planned(tmp_path: Path) -> None:
    mine = synthetic_pack(tmp_path / "mine", "", "JOR,a,Synthetic Hospital,Amman,therapy,,asm,unverified,,\n")
    (mine / "treatments.csv").write_text(
        "iso3,centre,therapy,year,patients,administrations,source,kind\n"
        "JOR,a,lu177_psma617,2024,30,100,asm,unverified\nJOR,a,lu177_psma617,2025,44,150,asm,unverified\n"
    )
    plan = plan_of(picture("JOR", Shelf.load([mine]), DAY, draws=16))
    said = {cascade["therapy"]: cascade["reported"] for cascade in plan["cascades"]}
    assert said["lu177_psma617"] == {"year": 2025, "patients": 44, "administrations": 150, "confirmed": False}
    assert said["ra223"] is None


def test_a_pack_of_another_country_is_said_to_be_silent(tmp_path: Path) -> None:
    mine = synthetic_pack(tmp_path / "mine", "", "JOR,a,Synthetic Hospital,Amman,therapy,,asm,unverified,,\n")
    shelf = Shelf.load([mine])
    assert shelf.silent_packs("KEN") == ["synthetic"] and shelf.silent_packs("JOR") == []
    notes = plan_of(picture("KEN", shelf, DAY, draws=16))["notes"]
    assert "Pack 'synthetic' says nothing of Kenya: nothing of it was used." in notes
