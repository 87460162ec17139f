"""A licence takes as long as the country's own steps together, where all of them are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plan.scenario.small import act, scenario

from hevesy.facts import Shelf
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.known_steps import with_known_steps
from hevesy.plan.scenario.scenario import Range

HEAD = "iso3,therapy,item,value,state,on,source,kind,agency,order,days\n"
STEP = "JOR,{therapy},licensing_step,,reported,2026-01-01,own,verified,{agency},{order},{days}\n"


def laid(shelf: Shelf, folder: Path, days: str) -> Shelf:
    (folder / "pack.toml").write_text('name = "mine"\n')
    rows = STEP.format(therapy="ra223", agency="Regulator", order=1, days="84")
    rows += STEP.format(therapy="ra223", agency="Ministry", order=2, days=days)
    (folder / "policy.csv").write_text(HEAD + rows)
    return shelf.with_pack(folder)


def ready(shelf: Shelf, **said: object) -> int:
    licence = act("licence", "site_licence", centre="hypothetical:amman", **said)
    return check(scenario(licence, therapies=("ra223",)), shelf).of("licence").ready


def test_the_steps_of_the_country_are_its_lead_time(shelf: Shelf, tmp_path: Path) -> None:
    """84 and 56 days are twenty weeks; the catalogue says 52."""
    assert (ready(shelf), ready(laid(shelf, tmp_path, "56"))) == (52, 20)


@pytest.mark.parametrize(
    ("days", "said", "weeks"),
    [("", {}, 52), ("56", {"lead_weeks": Range(9, 9, 9)}, 9), ("56", {"therapies": ("ra223", "i131_dtc")}, 52)],
)
def test_a_step_of_unknown_length_or_a_stated_time_is_no_reason_to_change_it(
    days: str, said: dict[str, object], weeks: int, shelf: Shelf, tmp_path: Path
) -> None:
    assert ready(laid(shelf, tmp_path, days), **said) == weeks


def test_a_scenario_without_a_licence_is_the_same_object(shelf: Shelf) -> None:
    said = scenario(act("l", "lodging"))
    assert with_known_steps(said, shelf) is said
