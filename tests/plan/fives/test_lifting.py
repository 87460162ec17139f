"""Lifting A's in a model, run through the kernels: worked examples, capacity, and what is never lifted."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from tests.plan.fives.small_country import country, everybody, table

from hevesy.plan.fives.lifting import PERFECT, lifted, perfect, with_a_centre
from hevesy.plan.fives.runs import Family, Runs, a_set
from hevesy.plan.fives.shares import alone, gap, shapley
from hevesy.plan.fives.sorting import ALSO, PRIMARY
from hevesy.plan.simulation import reference
from hevesy.plan.simulation.model import NOWHERE, Floats, Model
from hevesy.products.therapy import FIVE_A

HALF = np.array([0.0, 0.5, 0.5, 0.5, 0.5, 1.0])[None, :, None, None]


def started(model: Model, sorting: str = PRIMARY) -> Floats:
    """Who begins with each combination lifted, (32, D)."""
    runs = Runs({PERFECT: perfect(model)}, table(), everybody(model), threads=1)
    family = Family(PERFECT, sorting)
    return np.stack([run.started.sum(axis=0) for run in runs.of([family])[family]])


def test_no_centre_and_four_gates_at_one_half_through_the_kernel() -> None:
    """520 people in a year: availability alone lets one sixteenth begin, and has 39 % of the gap."""
    values = started(country(HALF, route=NOWHERE))
    assert values[0, 0] == 0.0 and values[-1, 0] == pytest.approx(520.0)
    assert (alone(values)[0] / gap(values))[0] == pytest.approx(1 / 16)
    assert (shapley(values)[0] / gap(values))[0] == pytest.approx(0.3875)
    assert shapley(values).sum(axis=0) == pytest.approx(gap(values), abs=1e-9)


def test_the_reference_kernel_says_the_same() -> None:
    model = country(HALF, route=NOWHERE, weeks=26)
    values = started(model)
    goal = perfect(model)
    for number in (0, 1, 3, 22, 31):
        outcome = reference.run(lifted(goal, table(), PRIMARY, a_set(number)))
        assert outcome.at_centres["started"].sum() == pytest.approx(values[number, 0], abs=1e-9)


def test_symmetric_gates_share_equally_and_one_without_effect_gets_nothing() -> None:
    passes = np.array([1.0, 0.5, 0.5, 1.0, 0.5, 1.0])[None, :, None, None]
    shares = shapley(started(country(passes)))[:, 0]
    assert shares[0] == 0.0 and shares[3] == 0.0
    assert shares[[1, 2, 4]] == pytest.approx([520 * (1 - 1 / 8) / 3] * 3)


def test_what_the_disease_takes_is_the_residual() -> None:
    passes = np.array([1.0, 0.5, 1.0, 1.0, 1.0, 0.7])[None, :, None, None]
    values = started(country(passes))
    assert values[0, 0] == pytest.approx(520 * 0.35) and values[-1, 0] == pytest.approx(520 * 0.7)


def test_scarce_chairs_are_availability_and_lifting_gates_before_them_gains_nothing() -> None:
    """Ten come a week, one half accept, and there are three chairs: chairs bind until availability is lifted."""
    passes = np.array([1.0, 1.0, 1.0, 1.0, 0.5, 1.0])[None, :, None, None]
    values = started(country(passes, have=3.0))
    assert values[0, 0] == pytest.approx(3 * 52)
    assert alone(values)[:, 0] == pytest.approx([5 * 52 - 3 * 52, 0, 0, 0, 0], abs=1e-9)
    assert values[-1, 0] == pytest.approx(520)


def test_the_second_sorting_moves_chairs_and_gates_to_their_second_a() -> None:
    """Under it chairs belong to accommodation, referral to acceptability."""
    passes = np.array([1.0, 1.0, 0.5, 1.0, 1.0, 1.0])[None, :, None, None]
    values = started(country(passes, have=3.0), ALSO)
    assert alone(values)[:, 0] == pytest.approx([0, 104, 0, 0, 0], abs=1e-9)
    assert shapley(values)[:, 0] == pytest.approx([0, (104 + 364) / 2, 0, 0, (0 + 260) / 2], abs=1e-9)


def test_failing_machines_staff_and_scanners_are_lifted_too() -> None:
    model = country(
        1.0, resources=("chair", "spect", "physicist"), units=np.array([0, 1, 1])[None, :, None], fails=0.2, back=0.2,
        scanners=1, scanner_fails=0.2, scanner_back=0.2, weeks=52, draws=8, worsen=0.1,
    )  # fmt: skip
    goal = perfect(model)
    whole = lifted(goal, table(), PRIMARY, ("availability",))
    assert not whole.units.any() and not whole.scanners.any()
    also = lifted(
        goal, table(), ALSO, ("availability",)
    )  # machines stand under accommodation then, staff does not
    assert also.units[0, :, 0].tolist() == [0, 1, 0] and also.scanners.any()
    values = started(model)
    assert (values[0] < 519).all() and values[1] == pytest.approx([520.0] * 8)


def test_what_is_cancelled_and_between_cycles() -> None:
    model = country(1.0, cycles=3, interval=1, first=0.9, drop=0.8, again=0.5, followed=0.7)
    goal = perfect(model)

    def of(*which: str) -> Any:
        found = lifted(goal, table(), PRIMARY, which)
        rows = found.rows[:, 0]
        return (
            rows[found.first_row[0]], rows[found.drop_row[0]],
            rows[found.again_row[0, 1, 0, 0, 0]], rows[found.again_row[0, 1, 1, 0, 0]], rows[found.followed_row[0]],
        )  # fmt: skip

    assert of() == (0.9, 0.8, 0.5, 0.5, 0.7)
    assert of("accommodation") == (1.0, 1.0, 0.5, 0.5, 0.7)
    assert of("accessibility") == (0.9, 0.8, 1.0, 0.5, 1.0)
    assert of("affordability") == (0.9, 0.8, 0.5, 1.0, 0.7)
    assert of("availability", "acceptability") == (0.9, 0.8, 0.5, 0.5, 0.7)


def test_nothing_lifted_is_the_base_to_the_last_row() -> None:
    model = country(HALF, have=3.0)
    goal = perfect(model)
    same = lifted(goal, table(), PRIMARY, ())
    for field in fields(Model):
        assert np.array_equal(getattr(same, field.name), getattr(model, field.name)), field.name


def test_a_centre_more_keeps_who_is_sent_abroad() -> None:
    """Abroad has the number after the last centre, which moves when there is one more."""
    model = replace(
        country(1.0, strata=("near", "far"), route=np.array([0, NOWHERE])[None, :, None]),
        onward=np.array([[[1]]]),
    )
    wider, route = with_a_centre(model)
    assert wider.onward[:, 0, 0].tolist() == [2, NOWHERE] and len(wider.centres) == 2
    assert route[0, :, 0].tolist() == [0, 1] and wider.route_centre[0].tolist() == [0, 1]
    assert wider.route[0, :, 0].tolist() == [0, NOWHERE]


def test_combinations_are_named_by_their_bits() -> None:
    assert a_set(31) == FIVE_A and a_set(18) == ("accommodation", "acceptability")
