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


RISES = "poorest = 0, second = 0.1, middle = 0.1, fourth = 0.3, richest = 1"
FALLS = "poorest = 0, second = 0.2, middle = 0.1, fourth = 0.3, richest = 1"


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
        ('payer = "sliding_scale"\nshare = 1', "a sliding scale says nothing of who pays what; write { poorest = 0"),
        (f'payer = "fund"\nshare = 1\nsliding = {{ {FALLS.replace("= 0.2", "= 0.1004")} }}',
         "the middle fifth would pay 10% and the second 10.04%"),
        (f'payer = "fund"\nshare = 1\nsliding = {{ {FALLS} }}', "the middle fifth would pay 10% and the second 20%"),
        ('payer = "fund"\nshare = 1\nsliding = { poorest = 0 }', "it says nothing of the fifth 'second'; state all of"),
        ('payer = "fund"\nshare = 1\nsliding = { poor = 0 }', "there is no fifth 'poor'"),
        ('payer = "fund"\nshare = 1\nsliding = { poorest = 2 }', "2 is above 1"),
        (f'payer = "fund"\nshare = 1\nhousehold = 0.5\nsliding = {{ {RISES} }}', "says already what households pay"),
        (f'payer = "out_of_pocket"\nshare = 1\nsliding = {{ {RISES} }}', "nobody is there who would pay the rest"),
        ('payer = "fund"\nshare = 1\nbegins = 2031-01-01', "2031-01-01 is after the last year of the scenario, 2027"),
    ],
)  # fmt: skip
def test_a_wrong_tariff_is_one_sentence_that_names_its_place(tariff: str, sentence: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as raised:
        check(scenario_from(f'{TOP}\n[[tariff]]\nid = "a"\n{tariff}\n'), shelf)
    assert sentence in str(raised.value) and "[[tariff]] 1 ('a')" in str(raised.value)


def test_a_sliding_scale_a_day_and_a_partnership_are_read_and_written_again(shelf: Shelf) -> None:
    partner = """availability = 50000
unit_payment = { expected = 300, low = 200, high = 400 }
guaranteed_cycles = 20
contract_years = 10
return_asked = 0.08
paid_back_by = "fund"
"""
    text = f"""{TOP}
[[funder]]
id = "builder"
kind = "public_private_partnership"
lines = ["capital"]
{partner}
[[tariff]]
id = "scale"
payer = "fund"
share = 1
sliding = {{ {RISES} }}
begins = 2027-03-01
"""
    scenario = scenario_from(text)
    check(scenario, shelf)
    assert scenario_from(scenario_text(scenario)) == scenario
    assert scenario.tariffs[0].sliding["richest"] == 1 and scenario.funders[1].contract_years == 10
    assert stated_facts(scenario, shelf)["scenario.builder.unit_payment"].high == 400


@pytest.mark.parametrize(
    ("funder", "sentence"),
    [
        ('kind = "donor"\navailability = 3', "only a partnership is paid back, and this is donor; write kind = 'pub"),
        ('kind = "public_private_partnership"\navailability = 3', "nobody knows for how long it is paid back"),
        ('kind = "public_private_partnership"\ncontract_years = 3', "nothing is paid back; state availability, unit_"),
        ('kind = "public_private_partnership"\ncontract_years = 3\navailability = 3\nguaranteed_cycles = 2',
         "no cycle is paid for here"),
        ('kind = "public_private_partnership"\ncontract_years = 3\navailability = 3\npaid_back_by = "fond"',
         "'fond' is no other [[funder]]; did you mean 'fund'?"),
        ('kind = "public_private_partnership"\ncontract_years = 90', "90 is above 50"),
    ],
)  # fmt: skip
def test_a_wrong_partnership_is_one_sentence_that_names_its_place(funder: str, sentence: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as raised:
        check(scenario_from(f'{TOP}\n[[funder]]\nid = "a"\n{funder}\n'), shelf)
    assert sentence in str(raised.value) and "[[funder]] 2 ('a')" in str(raised.value)


def test_names_of_cycles_under_no_tariff_are_taken(shelf: Shelf) -> None:
    with pytest.raises(BadScenario, match="key 'id': 'at_cost' is what cycles under no tariff are called"):
        check(scenario_from(f'{TOP}\n[[tariff]]\nid = "at_cost"\npayer = "fund"\nshare = 1\n'), shelf)


def test_no_more_members_than_patients(shelf: Shelf) -> None:
    more = GOOD.replace("members = 0.6", "members = 0.7")
    with pytest.raises(BadScenario, match=r"2 \('lines'\), key 'members': of lu177_psma617 110% would be members"):
        check(scenario_from(TOP + more), shelf)


def test_a_maker_with_a_ceiling_is_refused_as_what_it_forgoes_by_cycle_has_none(shelf: Shelf) -> None:
    maker = TOP.replace('"national_insurance"', '"access_price"')
    check(scenario_from(maker + GOOD), shelf)
    with pytest.raises(BadScenario, match="'fund' is an access price with a ceiling") as found:
        check(scenario_from(maker + "ceiling = 1000\n" + GOOD), shelf)
    assert "take the ceiling out of it" in str(found.value)


def test_too_many_members_are_those_of_a_therapy_of_the_scenario(shelf: Shelf) -> None:
    tariff = '\n[[tariff]]\nid = "more"\npayer = "donor"\nshare = 1\nmembers = 0.7\n'
    iodine = TOP.replace("draws = 4", 'therapies = ["i131_dtc"]')
    with pytest.raises(BadScenario, match="of i131_dtc 110% would be members"):
        check(scenario_from(iodine + GOOD.replace("0.6", "0.4") + tariff), shelf)
