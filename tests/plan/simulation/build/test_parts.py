"""The parts of a model that can be worked out by hand: weeks, the course of a disease, journeys, who goes where."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from hevesy.errors import NoCourse
from hevesy.facts import Shelf
from hevesy.plan.simulation.build.disease import (
    BIN_WEEKS,
    LATE_FROM,
    facts_of,
    middles,
    repeat_cycles,
    weekly,
)
from hevesy.plan.simulation.build.houses import Band, Choice, bands
from hevesy.plan.simulation.build.path_rows import before_imaging, gates, journeys
from hevesy.plan.simulation.build.payers import Payer
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.build.weeks import eras_of_weeks, grown, monday, years_of_weeks
from hevesy.plan.simulation.model import NO_LIMIT, ONE, UNLIMITED, ZERO
from hevesy.products import find_therapy, therapies


@cache
def shelf() -> Shelf:
    return Shelf.load()


def test_a_scenario_begins_on_a_monday_and_its_years_have_52_weeks() -> None:
    assert monday(date(2026, 11, 22)) == date(2026, 11, 16) and monday(date(2026, 11, 16)) == date(
        2026, 11, 16
    )
    assert years_of_weeks(105).tolist() == [0] * 52 + [1] * 52 + [2]
    assert eras_of_weeks((0, 4, 12), 14).tolist() == [0] * 4 + [1] * 8 + [2] * 2


def test_need_grows_along_straight_lines_with_the_stated_trend_on_top() -> None:
    """From 1.0 in mid-2025 to 1.5 in mid-2030: 1.05 at the start of 2026; a year later 1.15, with 2 % more 1.173."""
    now, growth = grown({2025: 1.0, 2030: 1.5}, date(2026, 1, 1), 300, trend=0.02)
    assert now == pytest.approx(1.05)
    assert growth[0] == 1.0 and growth[52] == pytest.approx(1.173 / 1.05)
    assert growth[299] == pytest.approx(1.5 * 1.02 ** (299 / 52) / 1.05)  # held after the last point


def test_equal_draws_have_one_row() -> None:
    rows = Rows(3)
    assert (rows.add(1.0), rows.add(np.zeros(3)), rows.add(NO_LIMIT)) == (ONE, ZERO, UNLIMITED)
    first = rows.add(np.array([0.1, 0.2, 0.3]))
    assert rows.add(np.array([0.1, 0.2, 0.3])) == first == 3
    assert rows.share(np.array([-0.5, 0.5, 1.5])) == 4 and rows.array()[4].tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("therapy", [each.id for each in therapies(Shelf.load())])
def test_every_therapy_has_a_whole_course_of_disease(therapy: str) -> None:
    named, reader = facts_of(therapy, shelf().reader("KEN", draws=200)), shelf().reader("KEN", draws=200)
    for field, fact in named.items():
        if field != "therapy":
            assert fact and reader.fact(fact).source in shelf().source_keys()
    for name in ("progress", "die_stable", "die_progressed", "die_untreated", "worsen"):
        share = weekly(reader.value(named[name]))
        assert np.all((share > 0) & (share < 0.25)), name
    untreated, treated = (np.mean(reader.value(named[name])) for name in ("die_untreated", "die_stable"))
    assert treated <= untreated, "whoever is stable after a course does not die sooner than the untreated"
    better, worse = (np.mean(reader.value(named[f"utility_{name}"])) for name in ("stable", "progressed"))
    assert 0.0 < worse <= better < 1.0
    assert 0 <= repeat_cycles(named, reader) <= 6


def life_years(progress: float, stable: float, progressed: float, years: int) -> float:
    """Years lived within so many by one who starts without progression; the integral of a sum of two exponentials."""
    off = progress + stable
    alone, after = (-math.expm1(-rate * years) / rate for rate in (off, progressed))
    return alone + progress * (after - alone) / (off - progressed)


@pytest.mark.parametrize("years", [1, 10, 30])
@pytest.mark.parametrize("therapy", [each.id for each in therapies(Shelf.load())])
def test_no_therapy_shortens_life_beside_going_without_it(therapy: str, years: int) -> None:
    """At central values, and with those who relapse treated again: what radioiodine once failed."""
    reader = shelf().reader("KEN")
    rate = {name: reader.number(fact) for name, fact in facts_of(therapy, reader).items() if name != "therapy"}
    lost = rate["progress"] * (1.0 - rate["repeat"])
    treated = life_years(lost, rate["die_stable"], rate["die_progressed"], years)
    assert treated >= -math.expm1(-rate["die_untreated"] * years) / rate["die_untreated"] * (1.0 - 1e-12)


def test_death_without_radioiodine_is_that_with_it_over_the_hazard_ratio() -> None:
    """0.0063 a year over 30 years, of which 0.71 with radioiodine (Ruel 2015)."""
    progress, repeat, die, progressed = (
        shelf().fact(f"course.dtc.{name}").value or 0.0 for name in ("progress", "repeat", "die", "die_progressed")
    )
    lost = progress * (1.0 - repeat)
    alive = math.exp(-(lost + die) * 30) + lost / (lost + die - progressed) * (
        math.exp(-progressed * 30) - math.exp(-(lost + die) * 30)
    )
    assert -math.log(alive) / 30 == pytest.approx(0.0063, abs=5e-5)
    assert shelf().fact("course.dtc.die_untreated").value == pytest.approx(0.0063 / 0.71, abs=2e-4)


def test_rates_follow_from_the_medians_of_the_trials() -> None:
    """VISION: rPFS 8.7 months, OS 15.3 and 11.3; NETTER-1: OS 36.3 in the control arm; WARMTH: PFS 7.9 (months)."""
    by_hand = {
        "course.lu177_psma617.progress": 12 * math.log(2) / 8.7,
        "course.lu177_psma617.die_progressed": 12 * math.log(2) / (15.3 - 8.7),
        "course.mcrpc.die_untreated": 12 * math.log(2) / 11.3,
        "course.net.die_untreated": 12 * math.log(2) / 36.3,
        "course.ac225_psma.progress": 12 * math.log(2) / 7.9,
        "course.ra223.die": 12 * math.log(2) / 14.9,
        "course.ac225_dotatate.progress": -math.log(0.675) / 2,
    }
    for name, rate in by_hand.items():
        fact = shelf().fact(name)
        assert fact.value == pytest.approx(rate, rel=0.01) and fact.kind == "derived", name


def test_the_states_of_a_treated_patient_live_about_as_long_as_the_trial_says() -> None:
    """Half of those who leave the course of Lu-177 PSMA progression-free are dead some 12 to 17 months later."""
    number = shelf().fact
    progress, stable, progressed = (
        number(f"course.{name}").value or 0.0
        for name in ("lu177_psma617.progress", "mcrpc.die_stable", "lu177_psma617.die_progressed")
    )
    here = np.array([1.0, 0.0])
    months = 0.0
    while here.sum() > 0.5:
        stay, gone = here * np.exp(-np.array([progress + stable, progressed]) / 52), here[0]
        here = np.array([stay[0], stay[1] + (gone - stay[0]) * progress / (progress + stable)])
        months += 12 / 52
    assert 12 < months < 17


def test_a_therapy_without_a_course_is_refused() -> None:
    with pytest.raises(NoCourse, match="re188_nothing"):
        facts_of("re188_nothing", shelf().reader("KEN"))


def test_twelve_weeks_are_waited_before_the_late_bins() -> None:
    assert sum(BIN_WEEKS[:LATE_FROM]) == 12.0 and middles()[LATE_FROM] == 19.0


def test_of_two_equal_bands_those_who_live_near_are_left() -> None:
    """Half live beside everything, half 10 h away. With 0.1 lost an hour the far half passes e^-1 to imaging."""
    therapy = find_therapy("lu177_psma617", shelf())
    reader = shelf().reader("KEN", draws=1)
    for name, value in (
        ("decline_per_hour", 0.1),
        ("decline_per_hour_again", 0.05),
        ("time_uncertainty", 1.0),
    ):
        reader.drawn[f"access.travel.{name}"] = np.array([value])
    for name in ("products.visits.imaging", "products.visits.per_cycle"):
        reader.drawn[name] = np.array([1.0])
    hours = np.array([[0.0], [10.0]])
    choice = Choice(0, 0, 1.0, Band(np.array([[0.5], [0.5]]), hours, hours), same_town=True)
    found = journeys(therapy, choice, 3, reader)
    far = [math.exp(-1.0), math.exp(-1.5), math.exp(-2.0), math.exp(-2.5)]  # imaging, cycle 1, 2, 3
    left = [1.0, *((1.0 + share) / 2 for share in far)]
    expected = [after / before for before, after in pairwise(left)]
    assert [found.imaging[0], found.therapy[0], found.again[0][0], found.again[1][0]] == pytest.approx(
        expected
    )


def test_bands_keep_the_mean_of_the_hours() -> None:
    rng = np.random.default_rng(1)
    people, near, far = rng.random(50), rng.random(50) * 3, rng.random(50) * 9
    made = bands(people, near, far)
    assert made.shares.sum() == pytest.approx(1.0) and len(made.shares) == 8
    assert (made.shares * made.hours_imaging).sum() == pytest.approx(np.average(near, weights=people))
    assert (made.shares * made.hours_therapy).sum() == pytest.approx(np.average(far, weights=people))


def test_the_members_of_a_scheme_are_covered_before_those_without_one() -> None:
    """60 % in two schemes. Of 30 % covered all are members, half of them; of 70 % a quarter of the others too."""
    army = Payer("army, covered", "rms", True, 0.2, 0.6)
    outside = Payer("no scheme, covered", "", True, 0.4, 0.6)
    assert army.share(0.3) == pytest.approx(0.2 * 0.5 / 5) and outside.share(0.3) == 0.0
    assert army.share(0.7) == pytest.approx(0.2 / 5) and outside.share(0.7) == pytest.approx(0.4 * 0.25 / 5)
    alone = Payer("pays alone", "", False, 1.0, 0.0)
    assert alone.share(0.7) == pytest.approx(0.3 / 5)


@pytest.mark.parametrize(
    ("therapy", "before"), [("lu177_psma617", "imaging_not_completed"), ("i131_dtc", "")]
)
def test_waiting_is_no_gate_and_imaging_divides_the_others(therapy: str, before: str) -> None:
    found = gates(find_therapy(therapy, shelf()), shelf().reader("KEN"))
    reasons = [gate.reason.reason for gate in found]
    assert "waits_too_long" not in reasons and ("no_shielded_bed" in reasons) == (therapy == "lu177_psma617")
    assert {"no_centre_open", "no_legal_route", "dose_not_delivered"} <= set(reasons)
    if before:
        assert reasons[before_imaging(found) - 1] == before
