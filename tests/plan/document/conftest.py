"""A small scenario with everything a document can speak of, run once for all tests of the document."""

from __future__ import annotations

from datetime import date

import pytest

from hevesy.facts import Shelf
from hevesy.plan.document.baseline import Baseline, frozen
from hevesy.plan.document.indicators import Indicator, indicators
from hevesy.plan.document.material import Material, material
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.simulation.simulate import How

DAY = date(2026, 11, 26)
SCENARIO = """
name = "Pilot"
country = "JOR"
start = 2027-01-01
years = 2
draws = 4
seed = 1
therapies = ["lu177_psma617", "i131_dtc"]

[[intervention]]
id = "chairs"
kind = "add_chairs"
begins = 2027-01-01
centre = "hypothetical:amman"
owner = "Ministry of Health"
funder = "Rays of Hope"
adds = { chair = 2 }

[[intervention]]
id = "fares"
kind = "travel_vouchers"
begins = 2027-03-01

[[intervention]]
id = "licence"
kind = "guideline_inclusion"
begins = 2027-02-01

[[shock]]
id = "fall"
kind = "currency_fall"
begins = 2028-03-01

[[shock]]
id = "walk"
kind = "strike"
per_year = { expected = 0.1, low = 0.05, high = 0.2 }

[[shortage]]
id = "lutetium"
trigger = 0.7
after_weeks = 2
decided_by = "National committee"
tiers = { lu177_psma617 = 1 }
messages = ["Referrers: new patients wait"]
"""


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf.load(restricted=True, today=DAY)


@pytest.fixture(scope="session")
def found(shelf: Shelf) -> Material:
    return material(scenario_from(SCENARIO, "pilot.toml"), shelf, How(), DAY)


@pytest.fixture(scope="session")
def every(found: Material) -> dict[str, Indicator]:
    return indicators(found)


@pytest.fixture(scope="session")
def base(found: Material, every: dict[str, Indicator], tmp_path_factory: pytest.TempPathFactory) -> Baseline:
    return frozen(found.scenario, every, DAY, tmp_path_factory.mktemp("empty"))
