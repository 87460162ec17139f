"""The allocation among equals: laws that hold for any lists, and what it must not waste."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hevesy.capacity.sharing import in_order, left_after, shared

amounts = st.floats(0, 200, allow_subnormal=False)
uses = st.sampled_from([0.0, 0.25, 1.0, 30.0])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[list[float], list[list[float]], list[float], list[float]]:
    therapies, resources = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    row = st.lists(amounts, min_size=therapies, max_size=therapies)
    use = st.lists(
        st.lists(uses, min_size=resources, max_size=resources), min_size=therapies, max_size=therapies
    )
    left = st.lists(st.floats(0, 2000), min_size=resources, max_size=resources)
    return draw(row), draw(use), draw(left), draw(row)


@settings(max_examples=60, deadline=None)
@given(weeks())
def test_nobody_is_served_twice_and_nothing_is_given_that_is_not_there(week) -> None:  # type: ignore[no-untyped-def]
    want, use, left, doses = week
    served = shared(want, use, left, doses, passes=3)
    for people, wanted, vials in zip(served, want, doses, strict=True):
        assert -1e-9 <= people <= min(wanted, vials) + 1e-9
    for r, have in enumerate(left):
        assert sum(n * u[r] for n, u in zip(served, use, strict=True)) <= have * (1 + 1e-9) + 1e-9


@settings(max_examples=60, deadline=None)
@given(weeks())
def test_with_a_pass_for_every_resource_nobody_is_turned_away_from_what_is_left(week) -> None:  # type: ignore[no-untyped-def]
    want, use, left, doses = week
    served = shared(want, use, left, doses, passes=len(left) + 2)
    rest = left_after(served, use, left)
    for h, people in enumerate(served):
        blocked = any(u > 0 and r <= 1e-6 * (1 + have) for u, r, have in zip(use[h], rest, left, strict=True))
        assert blocked or people == pytest.approx(min(want[h], doses[h]), abs=1e-6, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(weeks(), st.floats(0, 500))
def test_one_therapy_alone_never_loses_by_more_capacity(week, more: float) -> None:  # type: ignore[no-untyped-def]
    want, use, left, doses = ([part[0]] if n != 2 else part for n, part in enumerate(week))
    before = shared(want, use, left, doses, passes=3)
    assert shared(want, use, [have + more for have in left], doses, passes=3)[0] >= before[0] - 1e-9


def test_another_therapy_can_lose_by_more_capacity() -> None:
    # more beds let the first therapy take nurse time that the second used: monotone in the sum, not in each
    use = [[1.0, 60.0], [0.0, 60.0]]  # beds, nurse minutes
    few, more = (shared([5, 5], use, [beds, 300.0], [9, 9], 3) for beds in (1.0, 5.0))
    assert few == pytest.approx([1.0, 4.0])
    assert more == pytest.approx([2.5, 2.5])


def test_those_on_treatment_leave_what_they_do_not_need() -> None:
    due, new = in_order([2.0], [9.0], [1], [[1.0]], [[2.0]], [5.0], [4.0], passes=3)
    assert (due, new) == ([2.0], [1.5])  # 3 of 5 are left, a new patient takes 2; of 4 doses 2 were left
