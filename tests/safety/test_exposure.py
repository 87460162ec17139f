"""The dose near a patient: sums by hand, and the laws that must hold whatever the patient."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadQuantity
from hevesy.facts import Shelf
from hevesy.products import find_therapy
from hevesy.safety.exposure import (
    Apart,
    Given,
    Source,
    days_apart,
    days_elsewhere,
    dose_after_msv,
    dose_msv,
    earlier_msv,
    travel_hours,
)
from hevesy.safety.fading import Fading, Phase, fading
from hevesy.safety.nearness import nearness, rate_at_1m
from hevesy.safety.neighbour import Contact, Neighbour, kind_of, kinds, neighbour

SHELF = Shelf.load(restricted=False)
READER = SHELF.reader("JOR")
ONE_DAY = Fading((Phase(1.0, 24.0),))
positive = st.floats(0.01, 1000.0)
fadings = st.builds(
    lambda share, early, late: Fading((Phase(share, early), Phase(1 - share, late))),
    st.floats(0.0, 1.0), st.floats(0.5, 20.0), st.floats(20.0, 200.0),
)  # fmt: skip
sources = st.builds(Source, positive, st.floats(0.0, 100.0), fadings, st.floats(0.0, 1.74))
contacts = st.builds(Contact, st.sampled_from(["close", "night", "room"]), st.floats(0.1, 5.0), st.floats(0.1, 12.0))
persons = st.lists(contacts, min_size=1, max_size=3).map(
    lambda held: Neighbour("X", kinds(SHELF)["adult"], tuple(held), 1.0, READER.fact(kinds(SHELF)["adult"].constraint))
)


def person(*held: Contact) -> Neighbour:
    return replace(neighbour("X", kinds(SHELF)["adult"], READER), contacts=held)


def test_a_dose_by_hand() -> None:
    # 10 uSv/h that halve every day: 10 x 24 / ln 2 = 346 uSv at 1 m; a quarter of the day at 2 m is a sixteenth
    source = Source(10.0, 5.0, ONE_DAY, 0.0)
    assert source.dose_msv(0.0) == pytest.approx(0.3462, abs=1e-4)
    assert dose_msv(source, person(Contact("room", 2.0, 6.0)), Apart()) == pytest.approx(0.3462 / 16, abs=1e-5)
    # three days of keeping apart leave an eighth
    close = person(Contact("close", 0.5, 6.0))
    assert dose_msv(source, close, Apart()) == pytest.approx(0.3462, abs=1e-4)
    assert dose_msv(source, close, Apart(3, 0)) == pytest.approx(0.3462 / 8, abs=1e-5)
    assert days_apart(source, close, 0.05) == 3 and days_apart(source, close, 0.04) == 4


def test_two_phases_by_hand() -> None:
    # 80 % with 2 h, 20 % with 40 h: after 4 h 0.2 + 0.2 x 0.933 = 0.3866
    two = Fading((Phase(0.8, 2.0), Phase(0.2, 40.0)))
    assert two.at(4.0) == pytest.approx(0.3866, abs=1e-4)
    # from then on: (0.8 x 2 x 2^-2 + 0.2 x 40 x 2^-0.1) / ln 2 = (0.4 + 7.4643) / 0.6931 = 11.346 h
    assert two.hours_of_full_rate(4.0) == pytest.approx(11.346, abs=1e-3)
    assert Source(3.866, 4.0, two, 0.0).dose_msv(0.0) == pytest.approx(0.11346, abs=1e-4)


def test_near_the_body_the_inverse_square_is_too_much() -> None:
    # atan(0.5) / 0.3 / atan(0.15) with L = 0.3 m: 0.46365 / 0.3 / 0.14889 = 10.38; the point says 11.11
    assert nearness(0.3, 0.3) == pytest.approx(10.38, abs=0.01)
    assert nearness(0.3, 0.0) == pytest.approx(11.11, abs=0.01)
    with pytest.raises(BadQuantity, match=r"0\.1 m or more"):
        nearness(0.05, 0.6)


def test_a_meter_at_two_metres_says_four_times_less() -> None:
    assert rate_at_1m(3.1, 0.1, 2.0, 0.6) == pytest.approx(12.0)
    assert rate_at_1m(0.1, 0.2, 1.0, 0.6) == 0.0  # below background is nothing, not less


def test_where_nobody_knows_how_it_leaves_the_body_only_decay_counts() -> None:
    unknown = fading(find_therapy("tb161_psma", SHELF), READER)
    assert unknown.is_ceiling and unknown.at(6.95 * 24.0) == pytest.approx(0.5, abs=0.005)
    known = fading(find_therapy("lu177_psma617", SHELF), READER)
    assert not known.is_ceiling and known.phases[1].half_life_h == 40.5


@pytest.mark.parametrize("therapy", ["lu177_psma617", "lu177_dotatate", "i131_dtc", "i131_hyperthyroid"])
def test_nothing_stays_longer_than_the_nuclide_lives(therapy: str) -> None:
    found = find_therapy(therapy, SHELF)
    days = {"Lu-177": 6.6443, "I-131": 8.0233}[found.nuclide]
    assert all(phase.half_life_h <= 24 * days for phase in fading(found, READER).phases)


def test_who_somebody_is() -> None:
    said = {
        (1, False, False): "infant", (2, False, False): "toddler", (5, False, True): "child",
        (17.9, False, False): "child", (18, False, False): "adult", (40, False, True): "carer",
        (30, True, True): "pregnant", (16, True, False): "pregnant",
    }  # fmt: skip
    assert {key: kind_of(*key, SHELF).name for key in said} == said


def test_who_gets_too_much_in_the_same_room_lives_elsewhere() -> None:
    source = Source(50.0, 0.0, ONE_DAY, 0.0)  # 1.731 mSv at 1 m for ever; six hours a day: 0.433
    room = person(Contact("room", 1.0, 6.0))
    assert days_apart(source, room, 0.3) is None
    assert days_elsewhere(source, room, 0.3) == 1  # 0.216 after a day
    assert dose_after_msv(source, room, 1) == pytest.approx(0.2164, abs=1e-4)
    assert days_elsewhere(source, room, 0.0) is None


# --- laws ---------------------------------------------------------------------------------------------------


@given(sources, persons, st.floats(0, 100), st.floats(0, 100))
def test_later_contact_never_raises_the_dose(source: Source, one: Neighbour, first: float, more: float) -> None:
    assert dose_msv(source, one, Apart(first + more, first + more)) <= dose_msv(source, one, Apart(first, first))
    assert dose_after_msv(source, one, first + more) <= dose_after_msv(source, one, first)


@given(st.floats(0.1, 10.0), st.floats(0.0, 10.0), st.floats(0.0, 1.74))
def test_more_distance_never_raises_the_rate(metres: float, more: float, length: float) -> None:
    assert nearness(metres + more, length) <= nearness(metres, length) * (1 + 1e-12)
    if metres < 1.0:
        assert nearness(metres, length) <= nearness(metres, 0.0) * (1 + 1e-12)


@given(sources, persons, st.floats(0.0, 100.0), st.floats(0, 60))
def test_a_higher_rate_never_lowers_the_dose_or_the_days(
    source: Source, one: Neighbour, more: float, days: float
) -> None:
    hotter = replace(source, rate_usv_h=source.rate_usv_h + more)
    assert dose_msv(hotter, one, Apart(days, days)) >= dose_msv(source, one, Apart(days, days))
    fewer, longer = (days_apart(each, one, 1.0) for each in (source, hotter))
    assert (fewer if fewer is not None else math.inf) <= (longer if longer is not None else math.inf)
    assert travel_hours(hotter, 0.5, 0.3) <= travel_hours(source, 0.5, 0.3)


@given(st.lists(sources, max_size=4), persons)
def test_the_cycles_of_a_year_are_the_sum_of_each(cycles: list[Source], one: Neighbour) -> None:
    together = earlier_msv((Given(each, Apart(2, 3)) for each in cycles), one)
    assert together == pytest.approx(sum(dose_msv(each, one, Apart(2, 3)) for each in cycles))


@given(sources, persons, st.floats(0.01, 10.0))
def test_the_days_are_enough_and_a_day_less_is_not(source: Source, one: Neighbour, allowed: float) -> None:
    days = days_apart(source, one, allowed)
    if days is not None:
        assert dose_msv(source, one, Apart(days, days)) <= allowed
        assert days == 0 or dose_msv(source, one, Apart(days - 1, days - 1)) > allowed


@given(sources, st.floats(0.0, 200.0), st.floats(0.0, 200.0))
def test_a_dose_is_the_sum_of_its_parts_in_time(source: Source, first: float, second: float) -> None:
    between = sorted((first, second))
    parts = source.dose_msv(0.0, between[0]) + source.dose_msv(*between) + source.dose_msv(between[1])
    assert parts == pytest.approx(source.dose_msv(0.0), rel=1e-9)
