"""A country's plan end to end: what it must hold whatever the country."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hevesy.errors import UnknownCountry
from hevesy.facts import Shelf
from hevesy.plan.answers import plan_of
from hevesy.plan.country import Picture, picture
from hevesy.plan.report.shape import problems

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
