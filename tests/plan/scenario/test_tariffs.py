"""Tariffs of a scenario: read, written, and refused in one sentence with their place."""

from __future__ import annotations

import pytest

from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.stated import stated_facts
from hevesy.plan.scenario.writing import scenario_text

TOP = """name = "F"
country = "FJI"
start = 2027-01-04
years = 1
draws = 4

[[funder]]
id = "fund"
kind = "national_insurance"
"""
GOOD = """
[[tariff]]
id = "whole"
payer = "fund"
therapies = ["lu177_psma617"]
per_cycle = { expected = 5000, low = 4000, high = 6000 }
members = 0.4
household = 0.5
at_once = 0.5
risk = "maker"

[[tariff]]
id = "lines"
payer = "private_insurance"
members = 0.6
by_line = { drug = 4000, imaging = { expected = 100, low = 50, high = 200 } }
"""


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_tariffs_are_read_written_checked_and_stated_as_facts(shelf: Shelf) -> None:
    scenario = scenario_from(TOP + GOOD)
    assert scenario_from(scenario_text(scenario)) == scenario
    check(scenario, shelf)
    stated = stated_facts(scenario, shelf)
    assert stated["scenario.whole.per_cycle"].unit == "USD" and stated["scenario.lines.by_line.imaging"].high == 200


@pytest.mark.parametrize(
    ("tariff", "sentence"),
    [
        ('payer = "funds"\nshare = 1', "'funds' is neither a [[funder]] nor a kind of scheme; did you mean 'fund'?"),
        ('payer = "fund"', "it says nothing of what is paid; state one of per_cycle, by_line, share"),
        ('payer = "fund"\nshare = 1\nper_cycle = 3', "it says per_cycle and share of what is paid"),
        ('payer = "fund"\nshare = 1.5', "1.5 is above 1"),
        ('payer = "fund"\nper_cycle = -1', "-1 is negative"),
        ('payer = "fund"\nby_line = { drugs = 3 }', "a bundle has no line 'drugs'; did you mean 'drug'?"),
        ('payer = "fund"\nshare = 1\ntherapies = ["lu"]', "there is no therapy 'lu'"),
        ('payer = "fund"\nshare = 1\nresponds = 0.5', "nothing is paid on response here"),
        ('payer = "fund"\nshare = 1\nrisk = "nobody"', "'nobody' is not one of the choices"),
        ('payer = "fund"\nshare = 1\nhousehold = 2', "2 is above 1"),
        ('share = 1', "this is missing"),
    ],
)  # fmt: skip
def test_a_wrong_tariff_is_one_sentence_that_names_its_place(tariff: str, sentence: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as raised:
        check(scenario_from(f'{TOP}\n[[tariff]]\nid = "a"\n{tariff}\n'), shelf)
    assert sentence in str(raised.value) and "[[tariff]] 1 ('a')" in str(raised.value)


def test_no_more_members_than_patients(shelf: Shelf) -> None:
    more = GOOD.replace("members = 0.6", "members = 0.7")
    with pytest.raises(BadScenario, match=r"2 \('lines'\), key 'members': of lu177_psma617 110% would be members"):
        check(scenario_from(TOP + more), shelf)
