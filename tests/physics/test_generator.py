"""Generators: what grows in, what comes off, and the laws of milking."""

from __future__ import annotations

import math
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadSchedule, UnknownGenerator
from hevesy.facts import Shelf
from hevesy.physics import (
    elute,
    equilibrium_ratio,
    find_generator,
    generator_between,
    generators,
    in_growth,
    life_of,
    maximum,
    regular_elutions,
)
from hevesy.quantities import Activity

SHELF = Shelf.load(restricted=False)
HOUR = timedelta(hours=1)
PAIRS = ["Ge-68/Ga-68", "Mo-99/Tc-99m", "W-188/Re-188", "Ac-225/Bi-213", "Ra-224/Pb-212", "Sr-90/Y-90"]


def test_every_generator_has_a_yield_with_range_and_a_life() -> None:
    known = generators(SHELF)
    assert list(known) == PAIRS
    for generator in known.values():
        share = generator.elution_yield
        assert (
            share is not None and share.value is not None and share.low is not None and share.high is not None
        )
        assert 0 < share.low <= share.value <= share.high <= 1
        life = life_of(generator)
        assert life is not None and life > timedelta(days=3)


@pytest.mark.parametrize("text", ["Ge-68/Ga-68", "ge68/ga68", "Ge68-Ga68", "68Ge / 68Ga", "Ge-68"])
def test_a_generator_is_found_however_it_is_spelt(text: str) -> None:
    assert find_generator(text, SHELF).name == "Ge-68/Ga-68"


@pytest.mark.parametrize("text", ["Lu-177/Hf-177", "Ga-68/Ge-68", "cow", ""])
def test_an_unknown_generator_is_told_those_known(text: str) -> None:
    with pytest.raises(UnknownGenerator, match="Known: Ge-68/Ga-68, Mo-99/Tc-99m"):
        find_generator(text, SHELF)


def test_what_lies_between_parent_and_daughter_is_followed() -> None:
    assert generator_between("Ac-225", "Bi-213").path.names == ("Ac-225", "Fr-221", "At-217", "Bi-213")
    assert generator_between("Ra-224", "Pb-212").path.names == ("Ra-224", "Rn-220", "Po-216", "Pb-212")
    with pytest.raises(UnknownGenerator, match="Lu-177 does not decay to"):
        generator_between("Lu-177", "Ga-68")


@pytest.mark.parametrize("pair", PAIRS)
def test_the_daughter_is_highest_where_it_is_said_to_be(pair: str) -> None:
    generator, parent = generator_between(*pair.split("/")), Activity.gbq(1)
    top = maximum(generator, parent)
    for nearby in (0.97, 1.03):
        assert in_growth(generator, parent, top.after * nearby) < top.activity


@pytest.mark.parametrize("pair", ["Ge-68/Ga-68", "W-188/Re-188", "Sr-90/Y-90"])
def test_the_maximum_of_a_direct_daughter_has_a_closed_form(pair: str) -> None:
    """t = ln(l2/l1)/(l2 - l1)."""
    generator = generator_between(*pair.split("/"))
    slow, fast = generator.parent.decay_constant, generator.daughter.decay_constant
    expected = math.log(fast / slow) / (fast - slow)
    assert maximum(generator, Activity(1.0)).after.total_seconds() == pytest.approx(expected, rel=1e-6)


def test_lead_212_grows_to_61_percent_in_16_5_hours() -> None:
    """Roberts et al 2025 (PMC12311066, abstract): Ra-224 generator, 16.5 h, 61.0 % of the Ra-224 starting activity."""
    grown = in_growth(generator_between("Ra-224", "Pb-212"), Activity(1.0), timedelta(hours=16.5))
    assert grown.bq == pytest.approx(0.610, abs=0.0005)


@given(st.sampled_from(PAIRS), st.floats(0.0, 50.0))
def test_the_daughter_never_outgrows_its_equilibrium(pair: str, half_lives: float) -> None:
    generator = generator_between(*pair.split("/"))
    since = timedelta(seconds=generator.daughter.half_life_s * half_lives)
    parent = generator.parent.half_life_s
    left = 0.5 ** (since.total_seconds() / parent)
    assert in_growth(generator, Activity(1.0), since).bq <= equilibrium_ratio(generator) * left * (1 + 1e-9)


def test_equilibrium_is_infinite_where_the_daughter_outlives_its_parent() -> None:
    assert math.isinf(equilibrium_ratio(generator_between("Tc-99m", "Tc-99")))


@given(st.sampled_from(PAIRS), st.floats(0.1, 48.0), st.floats(0.0, 1.0))
def test_all_that_comes_off_was_on_the_column(pair: str, every: float, share: float) -> None:
    generator = generator_between(*pair.split("/"))
    found = regular_elutions(generator, Activity.gbq(1), every * HOUR, 6 * every * HOUR, share)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert one.eluted.bq == pytest.approx(one.on_column.bq * share)
        assert one.eluted <= one.on_column
    assert all(later.parent < sooner.parent for sooner, later in pairwise(found))


def test_what_is_left_behind_stays_for_the_next() -> None:
    """Two elutions at once with a yield of 0.6 take 0.6 and then 0.24 of what was there."""
    first, second = elute(generator_between("Mo-99", "Tc-99m"), Activity.gbq(1), [24 * HOUR, 24 * HOUR], 0.6)
    assert second.eluted.bq / first.eluted.bq == pytest.approx(0.4)


def test_a_column_at_rest_starts_in_equilibrium() -> None:
    (now,) = elute(generator_between("Mo-99", "Tc-99m"), Activity.gbq(1), [timedelta(0)], 1.0, empty=False)
    assert now.eluted.in_gbq == pytest.approx(0.965359, abs=1e-6)


@pytest.mark.parametrize(
    "every, until, share, said",
    [
        (0, 1, 0.5, "above zero"),
        (-1, 1, 0.5, "above zero"),
        (1, 1e6, 0.5, "elutions"),
        (1, 2, 65, "not a share"),
    ],
)
def test_an_impossible_schedule_is_said_in_one_sentence(
    every: float, until: float, share: float, said: str
) -> None:
    with pytest.raises(BadSchedule, match=said):
        regular_elutions(
            generator_between("Ge-68", "Ga-68"), Activity.gbq(1), every * HOUR, until * HOUR, share
        )


def test_elutions_come_in_the_order_of_time() -> None:
    with pytest.raises(BadSchedule, match="order of time"):
        elute(generator_between("Ge-68", "Ga-68"), Activity.gbq(1), [4 * HOUR, 2 * HOUR], 0.5)
