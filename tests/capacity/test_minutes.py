"""What one administration takes: the table is whole, and a few cells of it follow by hand."""

import pytest

from hevesy.capacity.minutes import (
    CADRES,
    RESOURCES,
    SETTINGS,
    administration,
    slots_per_candidate,
    table_of_minutes,
    use,
)
from hevesy.facts import Shelf
from hevesy.products import find_therapy, therapies


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load(restricted=False)


def test_every_way_of_giving_a_medicine_asks_something_of_every_cadre(shelf: Shelf) -> None:
    rows = {(event, cadre) for event, cadre, minutes in table_of_minutes(shelf) if minutes > 0}
    assert {(setting, cadre) for setting in SETTINGS for cadre in CADRES} <= rows


def test_every_therapy_has_its_row_and_fits_its_own_file(shelf: Shelf) -> None:
    rows = {row["therapy"]: row for row in shelf.table("administrations")}
    for therapy in therapies(shelf):
        given = administration(therapy, shelf)
        assert rows[therapy.id]["setting"] == given.setting and given.setting in SETTINGS
        assert (given.bed == "always") == therapy.inpatient
        assert given.bed == "never" or therapy.stay != "outpatient"
        assert (given.setting == "angiography") == therapy.angiography


def test_minutes_that_follow_from_items_per_year_are_an_fte_year_over_them(shelf: Shelf) -> None:
    year = 44 * 40 * 60
    table = {(event, cadre): minutes for event, cadre, minutes in table_of_minutes(shelf)}
    for event, cadre, items in (
        ("infusion", "nurse", 400),
        ("imaging_pet", "technologist", 1200),
        ("imaging_pet", "physician", 2500),
        ("imaging_spect", "technologist", 1000),
        ("dosimetry", "physicist", 350),
    ):
        assert table[event, cadre] == pytest.approx(year / items, abs=0.5)


def test_an_injection_by_hand(shelf: Shelf) -> None:
    # radium-223: 25 min of the physician, 1.5 visits of 20 min; before the first also review 30, board 0, visit 45
    reader = shelf.reader("JOR")
    found = use(find_therapy("ra223", shelf), reader, money=900.0)
    board = 20.0 if find_therapy("ra223", shelf).board else 0.0
    assert found.again["physician"] == 25 + 1.5 * 20
    assert found.first["physician"] == 25 + 1.5 * 20 + 30 + 45 + board
    assert found.again["chair"] == 1 / 8 and found.again["bed"] == 0 and found.again["spect"] == 0
    # ten litres for ten half-lives of 11.43 days
    assert found.again["waste"] == pytest.approx(10 * 10 * 11.43 / 7, rel=1e-3) and found.again["money"] == 900.0
    assert tuple(found.again) == RESOURCES


def test_a_stated_stay_puts_the_patient_to_bed(shelf: Shelf) -> None:
    lutetium = find_therapy("lu177_psma617", shelf)
    german = use(lutetium, shelf.reader("DEU"))  # 48 h, and half a day until the next admission
    assert german.again["bed"] == 2.5 and german.again["chair"] == 0
    assert german.notes == ("release_rule_states_stay:lu177_psma617",)


def test_a_rule_without_a_stay_sends_most_home_and_an_unknown_rule_fewer(shelf: Shelf) -> None:
    lutetium = find_therapy("lu177_psma617", shelf)
    stated, unknown = use(lutetium, shelf.reader("JOR")), use(lutetium, shelf.reader("KEN"))
    assert stated.again["bed"] == pytest.approx(0.05 * 2.5) and not stated.notes
    assert stated.again["chair"] == pytest.approx(0.95 / 3)
    assert unknown.again["bed"] == pytest.approx(0.3 * 2.5)
    assert unknown.notes == ("no_release_rule:lu177_psma617",)


def test_a_limit_for_another_nuclide_is_no_rule_for_this_one(shelf: Shelf) -> None:
    assert use(find_therapy("lu177_psma617", shelf), shelf.reader("GBR")).notes  # states iodine only


def test_slots_are_half_hours_and_the_mean_over_the_tracers(shelf: Shelf) -> None:
    lutetium = find_therapy("lu177_psma617", shelf)
    assert slots_per_candidate(lutetium, "pet", shelf.reader("JOR")) == pytest.approx((30 + 25 + 25) / 3 / 30)
    assert slots_per_candidate(lutetium, "spect", shelf.reader("JOR")) == pytest.approx(45 / 30)
    assert slots_per_candidate(find_therapy("i131_hyperthyroid", shelf), "pet", shelf.reader("JOR")) == 0


def test_draws_vary_and_the_first_is_never_less_than_a_later_one(shelf: Shelf) -> None:
    found = use(find_therapy("lu177_dotatate", shelf), shelf.reader("KEN", draws=50))
    for resource in RESOURCES[:-2]:
        assert (found.first[resource] >= found.again[resource] - 1e-9).all()
        assert found.again[resource].std() > 0
