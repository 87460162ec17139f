"""Which houses give a therapy: what a centre has said of itself is not overruled."""

from __future__ import annotations

from hevesy.facts import Shelf
from hevesy.plan.simulation.build.houses import House, giving
from hevesy.products import find_therapy

PSMA = find_therapy("lu177_psma617", Shelf.load())


def house(id: str, *therapies: str) -> House:
    return House(id, id, (), None, treats=True, images=False, therapies=therapies)


def test_who_says_so_gives_it_and_else_who_has_said_nothing() -> None:
    says, silent, other = house("says", PSMA.id), house("silent"), house("other", "ra223")
    assert giving([says, silent, other], PSMA, {}) == (0,)
    assert giving([other, silent], PSMA, {}) == (1,)
    assert giving([other], PSMA, {}) == ()


def test_a_scenario_opens_a_centre_for_it() -> None:
    assert giving([house("other", "ra223")], PSMA, {"other": (PSMA.id,)}) == (0,)
    assert giving([house("other", "ra223")], PSMA, {"other": ()}) == (0,)
