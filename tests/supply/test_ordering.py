"""How much to order: worked by hand, and laws that hold for every order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.facts import Reader, Shelf
from hevesy.quantities import Activity
from hevesy.supply import Allowances, activity_to_order, supply_forms, whole_vials
from hevesy.supply.ordering import generator_to_order, largest_vial, vial_ladder

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
GLASS = tuple(Activity.gbq(size) for size in (3, 5, 7, 10, 15, 20))


@pytest.fixture(scope="module")
def reader(shelf: Shelf) -> Reader:
    return shelf.reader("JOR")


def test_lutetium_ordered_96_hours_ahead() -> None:
    """Worked case: 7.4 GBq Lu-177 ordered 96 h ahead needs 11.23 GBq."""
    ordered = activity_to_order(Activity.gbq(7.4), NOON, NOON - timedelta(hours=96), "Lu-177")
    assert ordered.in_gbq == pytest.approx(11.23, abs=0.005)


def test_one_half_life_ahead_needs_twice_as_much() -> None:
    ordered = activity_to_order(Activity.mbq(100), NOON, NOON - timedelta(hours=6.015), "Tc-99m")
    assert ordered.in_mbq == pytest.approx(200)


def test_losses_are_added_and_the_yield_divides() -> None:
    allowances = Allowances(residual=0.02, calibrator=0.05, labelling_yield=0.9)
    ordered = activity_to_order(Activity.gbq(1), NOON, NOON, "Lu-177", allowances)
    assert ordered.in_gbq == pytest.approx(1.02 * 1.05 / 0.9)


@given(st.floats(0, 300), st.floats(0, 300), st.sampled_from(["Lu-177", "Ac-225", "I-131", "F-18"]))
def test_a_later_injection_never_needs_less(first: float, more: float, nuclide: str) -> None:
    early = activity_to_order(Activity.mbq(8), NOON + timedelta(hours=first), NOON, nuclide)
    late = activity_to_order(Activity.mbq(8), NOON + timedelta(hours=first + more), NOON, nuclide)
    assert late >= early


@pytest.mark.parametrize(
    ("needed", "vials"),
    [(2, [3]), (3, [3]), (3.1, [5]), (12, [15]), (20, [20]), (21.5, [15, 7]), (41, [20, 15, 7])],
)
def test_whole_vials_by_hand(needed: float, vials: list[float]) -> None:
    assert [vial.in_gbq for vial in whole_vials(Activity.gbq(needed), GLASS)] == vials


@given(st.floats(0.1, 150))
def test_whole_vials_always_hold_enough(needed: float) -> None:
    vials = whole_vials(Activity.gbq(needed), GLASS)
    assert sum(vial.in_gbq for vial in vials) >= needed * (1 - 1e-9)


def test_the_largest_vial_is_that_of_the_label(reader: Reader) -> None:
    psma = supply_forms("lu177_psma617", reader.shelf)[0]
    dotatate = supply_forms("lu177_dotatate", reader.shelf)[0]
    assert largest_vial(psma, reader) == Activity.mbq(12_500)  # 12.5 mL at 1,000 MBq/mL
    assert largest_vial(dotatate, reader) == Activity.mbq(9_250)  # 25 mL at 370 MBq/mL


def test_vial_ladder_comes_from_the_shelf(reader: Reader) -> None:
    glass, resin = supply_forms("y90_microspheres", reader.shelf)
    assert vial_ladder(glass, reader) == GLASS
    assert vial_ladder(resin, reader) == (Activity.gbq(3),)


def test_a_grown_in_generator_gives_its_yield(reader: Reader) -> None:
    """After 30 h a Ge-68/Ga-68 generator is in equilibrium: Ga-68 = Ge-68 to 0.02 %; yield 0.65."""
    parent = generator_to_order(Activity.mbq(650), "Ge-68/Ga-68", 30, reader)
    assert parent.in_mbq == pytest.approx(1000 / 2 ** (-30 / 6502.8), rel=3e-4)
