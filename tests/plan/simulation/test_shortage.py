"""Plans for a shortage by hand: when they are in force, who is served first, what is given instead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.simulation.lanes_made_up import MAKER, ONE, brought
from tests.plan.simulation.toys import Toy

from hevesy.plan.simulation import flow, queue, reference
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.shortage import NO_PLAN, Plans, in_force, with_plans
from hevesy.plan.simulation.undelivered import missing, shortages

HALF, SHARE, SIX, FOUR = range(4)  # rows behind those of a model: 0.5, the share who can be given it, activities


def plans(**said: object) -> Plans:
    """One plan for both of two lanes, of 6 and 4 GBq a week, in force below nine tenths; rows follow 0, 1, 2, 3."""
    usual = {
        "trigger": np.array([0.9]), "after": np.array([0]), "plan": np.array([0, 0]), "tier": np.array([1, 2]),
        "activity_row": np.array([[SIX], [FOUR]]), "other_row": np.array([NO_PLAN, NO_PLAN]),
        "by": np.array([NO_PLAN, NO_PLAN]), "by_row": np.array([0, 0]),
    }  # fmt: skip
    return Plans(**{**usual, **said})  # type: ignore[arg-type]


def lanes(*lacks: float) -> np.ndarray:  # type: ignore[type-arg]
    """What each lane lacks in one week of one draw, for want of a reactor: shape (L, 3, 1, 1)."""
    found = np.zeros((len(lacks), 3, 1, 1))
    found[:, 1, 0, 0] = lacks
    return found


USUAL = np.array([6.0, 4.0])[:, None, None]
ROWS = np.array([[0.5], [0.5], [6.0], [4.0]])


def served(found: Plans, lacks: np.ndarray, first: tuple[int, int] = (0, 0)) -> list[float]:  # type: ignore[type-arg]
    on = in_force(found, lacks.sum(axis=1), USUAL)
    return with_plans(found, np.array(first), lacks, USUAL, on, ROWS).sum(axis=(1, 2, 3)).tolist()


def test_a_plan_is_in_force_after_so_many_short_weeks_until_the_last_of_them() -> None:
    """Short by a fifth in weeks 1, 3, 4, 5: with two weeks to decide it is in force in week 5 alone."""
    lacks = np.zeros((2, 8, 1))
    lacks[:, [1, 3, 4, 5], 0] = 0.2
    usual = np.broadcast_to(USUAL, lacks.shape)
    assert np.flatnonzero(in_force(plans(), lacks, usual)[0, :, 0]).tolist() == [1, 3, 4, 5]
    late = plans(after=np.array([2]))
    assert np.flatnonzero(in_force(late, lacks, usual)[0, :, 0]).tolist() == [5]


def test_what_counts_is_activity_and_not_the_number_of_medicines() -> None:
    """Of 10 GBq a lack of a quarter of the smaller's 4 is a tenth: nine tenths come, which is not less than that."""
    both = np.broadcast_to(USUAL, (2, 2, 1))
    lacks = np.array([[[0.0], [0.0]], [[0.25], [0.26]]])
    assert in_force(plans(), lacks, both)[0, :, 0].tolist() == [False, True]


def test_the_first_tier_gets_all_it_asks_for_before_the_next_gets_any() -> None:
    """Half of 10 GBq comes: 5 of the 6 that the first asks for, nothing for the other; of 0.8 of all, 6 and 2 of 4."""
    assert served(plans(), lanes(0.5, 0.5)) == pytest.approx([1 / 6, 1.0])
    assert served(plans(), lanes(0.2, 0.2)) == pytest.approx([0.0, 0.5])


def test_makers_do_not_share_across_and_equals_share_in_proportion() -> None:
    assert served(plans(), lanes(0.5, 0.5), first=(0, 1)) == pytest.approx([0.5, 0.5])
    assert served(plans(tier=np.array([1, 1])), lanes(0.5, 0.5)) == pytest.approx([0.5, 0.5])


def test_where_the_plan_is_not_in_force_nothing_changes() -> None:
    assert served(plans(), lanes(0.1, 0.1)) == pytest.approx([0.1, 0.1])


def test_a_substitute_is_given_as_far_as_it_comes() -> None:
    """Nothing comes of the first; half of its patients can be given the second, of which eight tenths come."""
    found = plans(tier=np.array([1, 1]), plan=np.array([0, NO_PLAN]), by=np.array([1, NO_PLAN]))
    assert served(found, lanes(1.0, 0.2)) == pytest.approx([1.0 - 0.5 * 0.8, 0.2])


def test_what_is_given_instead_is_not_shared_with_another_tier() -> None:
    """Nothing comes of the maker of both; half of each one's patients can be given a third medicine, and no more."""
    nobody, third = NO_PLAN, 2
    found = plans(
        plan=np.array([0, 0, nobody]), tier=np.array([1, 2, 0]), by=np.array([third, third, nobody]),
        by_row=np.array([0, 0, 0]), activity_row=np.array([[SIX], [FOUR], [FOUR]]),
    )  # fmt: skip
    lacks, usual = lanes(1.0, 1.0, 0.0), np.array([6.0, 4.0, 4.0])[:, None, None]
    on = in_force(found, lacks.sum(axis=1), usual)
    after = with_plans(found, np.array([0, 0, 1]), lacks, usual, on, ROWS).sum(axis=(1, 2, 3))
    assert after == pytest.approx([0.5, 0.5, 0.0])


def planned(model: Model) -> Model:
    """The model with a plan for all its lanes, one for each therapy here, with equal activity."""
    assert model.deliveries is not None
    rows = np.concatenate([model.rows, np.full((2, model.draws), [[1.0], [0.8]])])
    one, share = len(rows) - 2, len(rows) - 1
    eras = model.route.shape[2]
    count = len(model.deliveries.first)
    found = Plans(
        trigger=np.array([0.9]), after=np.array([1]), plan=np.zeros(count, np.int64), tier=np.ones(count, np.int64),
        activity_row=np.full((count, eras), one), other_row=np.full(count, share), by=np.full(count, NO_PLAN),
        by_row=np.zeros(count, np.int64),
    )  # fmt: skip
    return replace(model, rows=rows, deliveries=replace(model.deliveries, plans=found))


def test_another_producer_sends_once_the_plan_is_in_force() -> None:
    """The maker stands still in weeks 5 to 12 and nothing was agreed; from week 6 the other sends four fifths of it."""
    toy = Toy(weeks=52, need=10.0, cycles=1)
    model = planned(brought(toy.model(), second=True, over=0.0, stops=((MAKER, 5, 8),)))
    assert missing(model, model.rows, 0)[0, 2, :, 0] == pytest.approx([0.0] * 5 + [1.0] + [0.2] * 7 + [0.0] * 39)
    assert np.flatnonzero(shortages(model)[0, :, 0]).tolist() == list(range(6, 13))


def test_kernels_agree_and_doses_given_are_doses_that_came() -> None:
    toy = Toy(weeks=104, draws=3, need=4.0, cycles=3, interval=4, have=11.0, lapse=0.1, worsen=0.01)
    model = planned(brought(toy.model(), second=True, over=0.1, stops=((MAKER, 20, 10), (ONE, 60, 9))))
    slow, fast, whole = reference.run(model), flow.run(model), queue.run(model)
    assert fast.missing == pytest.approx(slow.missing, rel=1e-9, abs=1e-9)
    assert fast.at_centres["given"] == pytest.approx(slow.at_centres["given"], rel=1e-9)
    without = reference.run(replace(model, deliveries=replace(model.deliveries, plans=None)))  # type: ignore[type-var]
    assert slow.missing.sum() < without.missing.sum()
    for each in (slow, fast, whole):
        came = each.at_centres["ordered"] - each.missing.sum(axis=3)
        assert (each.at_centres["given"] <= came + 1e-9).all()
        assert each.conservation_error().max() < 1e-9


SHARES = st.floats(0.0, 1.0)


@pytest.mark.law
@given(
    lacks=st.lists(SHARES, min_size=3, max_size=3),
    usual=st.lists(st.floats(0.0, 1e3), min_size=3, max_size=3),
    tier=st.permutations([1, 1, 2]),
    trigger=SHARES,
)
def test_tiers_share_what_is_there_and_nothing_more(
    lacks: list[float], usual: list[float], tier: list[int], trigger: float
) -> None:
    """The activity that comes is the same; no lane lacks less than nothing or more than all; the first never loses."""
    nobody = np.array([NO_PLAN] * 3)
    found = Plans(
        trigger=np.array([trigger]), after=np.array([0]), plan=np.zeros(3, np.int64), tier=np.array(tier),
        activity_row=np.zeros((3, 1), np.int64), other_row=nobody, by=nobody, by_row=np.zeros(3, np.int64),
    )  # fmt: skip
    asked, before = np.array(usual)[:, None, None], lanes(*lacks)
    on = in_force(found, before.sum(axis=1), asked)
    after = with_plans(found, np.zeros(3, np.int64), before, asked, on, ROWS)
    kept = [float((asked[:, None] * each).sum()) for each in (before, after)]
    assert kept[1] == pytest.approx(kept[0], rel=1e-9, abs=1e-9)
    assert after.min() >= 0.0 and after.sum(axis=1).max() <= 1.0 + 1e-9
    first = np.array(tier) == 1
    of_first = [float((asked[first][:, None] * each[first]).sum()) for each in (before, after)]
    assert of_first[1] <= of_first[0] + 1e-9 * sum(usual)
