"""Laws of the weekly engine, over countries that hypothesis thinks of; the reference kernel shows them."""

from __future__ import annotations

from hypothesis import given
from tests.plan.simulation.any_country import any_country
from tests.plan.simulation.toys import Toy

from hevesy.plan.simulation import reference


@given(any_country())
def test_nobody_appears_or_vanishes(toy: Toy) -> None:
    done = reference.run(toy.model())
    assert done.conservation_error().max() < 1e-9
