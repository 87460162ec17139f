"""Capacity that foreigners take, by hand and in the model of a made-up Jordan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.plan.reconcile.made_up import SMALL_CENTRES, SMALL_EQUIPMENT, SMALL_STAFF, pack

from hevesy.capacity.minutes import RESOURCES, Use
from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Range, Scenario
from hevesy.plan.simulation.build import Built, built
from hevesy.plan.simulation.build.already_taken import WEEKS_PER_YEAR, of_a_week, taken

EACH = Use(dict.fromkeys(RESOURCES, 3.0), dict.fromkeys(RESOURCES, 2.0))
HEAD = "iso3,centre,therapy,year,patients,administrations,courses,foreigners,state\n"
FEW = "JOR,capital,lu177_psma617,2025,24,66,18,{},reported\n"


def row(**figures: float) -> dict[str, Any]:
    return {**dict.fromkeys(("patients", "administrations", "courses", "foreigners")), **figures}


def test_foreigners_take_their_share_of_first_and_later_doses() -> None:
    """A quarter of the patients: 6 of 24 courses, and 15 of 60 doses, so 6 x 3 + 9 x 2 = 36 a year."""
    found = of_a_week(row(patients=40, foreigners=10, courses=24, administrations=60), 6, EACH)
    assert found["chair"] * WEEKS_PER_YEAR == pytest.approx(36)


def test_what_nobody_counted_is_a_whole_course_each() -> None:
    """Ten begin and take six doses each: 10 x 3 + 50 x 2 = 130 a year."""
    found = of_a_week(row(patients=40, foreigners=10), 6, EACH)
    assert found["nurse"] * WEEKS_PER_YEAR == pytest.approx(130)


SHIPPED = Shelf.load()


def shelf(folder: Path, foreigners: str, more: str = "") -> Shelf:
    text = HEAD + FEW.format(foreigners) + more
    return SHIPPED.with_pack(pack(folder, text, SMALL_CENTRES, staff=SMALL_STAFF, equipment=SMALL_EQUIPMENT))


def jordan(folder: Path, foreigners: str, **stated: Any) -> Built:
    scenario = Scenario("x", "JOR", date(2026, 1, 1), 1, draws=2, seed=1, therapies=("lu177_psma617",), **stated)
    return built(scenario, shelf(folder, foreigners))


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return jordan(tmp_path_factory.mktemp("none") / "pack", "0")


def test_only_the_newest_counted_year_up_to_the_scenarios_takes_anything(tmp_path: Path) -> None:
    newer = "JOR,capital,lu177_psma617,2026,24,66,18,0,reported\n"
    here = shelf(tmp_path, "8", newer).reader("JOR", 2)
    assert set(taken(here, 2025)) == {"capital"}
    assert taken(here, 2026) == taken(here, 2030) == taken(here, 2024) == {}


def test_the_model_has_so_much_less_at_that_centre(tmp_path: Path, nobody: Built) -> None:
    """A third of 24 patients: 6 courses and 22 doses of a year, at what one administration takes of each resource."""
    somebody = jordan(tmp_path, "8")
    some, none = somebody.model, nobody.model
    place = none.centres.index("capital")
    for number, name in enumerate(none.resources):
        had, has = (model.rows[model.have_row[place, number, 0]] for model in (none, some))
        first, again = (none.rows[rows[0, number]] for rows in (none.use_first_row, none.use_again_row))
        limited = had < 1e29
        assert np.allclose((had - has)[limited], ((6 * first + 16 * again) / WEEKS_PER_YEAR)[limited]), name
    assert any("last year's foreigners took at capital" in note for note in somebody.notes)


def test_foreigners_who_come_as_people_take_nothing_beforehand(tmp_path: Path, nobody: Built) -> None:
    """Counted last year and stated for the years ahead: they are patients, and their capacity is not taken twice."""
    stated = {"people.foreigners.lu177_psma617": Range(8.0, 8.0, 8.0)}
    people = jordan(tmp_path, "8", facts=stated)
    place = people.model.centres.index("capital")
    for number, name in enumerate(people.model.resources):
        had, has = (each.rows[each.have_row[place, number, 0]] for each in (nobody.model, people.model))
        assert np.array_equal(had, has), name
    assert any("foreigners" in name for name in people.strata)
    assert not any("last year's foreigners took" in note for note in people.notes)
