"""The cascade: sums by hand, and nobody appears or vanishes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.plan.cascade import Leak, Step, Stratum, follow

shares = st.floats(0, 1)


def leak(reason: str, passed: object, a: str = "availability") -> Leak:
    return Leak(reason, a, "resource", passed)


def test_a_path_that_can_be_walked_by_hand() -> None:
    """1,000 people; half live near (reach 0.9), half far (0.5); 0.8 can pay; three cycles, 0.75 go on."""
    pays = Step("pays_therapy", (leak("cannot pay", 0.8, "affordability"),))
    on = (leak("stops midway", 0.75, "clinical"),)
    near = Stratum(
        "near", 0.5, (Step("reaches_therapy", (leak("too far", 0.9, "accessibility"),)), pays), ((), on, on)
    )
    far = Stratum(
        "far", 0.5, (Step("reaches_therapy", (leak("too far", 0.5, "accessibility"),)), pays), ((), on, on)
    )
    done = follow(1000.0, [near, far])
    assert done.remaining == pytest.approx({"reaches_therapy": 700, "pays_therapy": 560, "treated": 315})
    assert done.given == pytest.approx([560, 420, 315])
    assert done.lost_by("a") == pytest.approx({"accessibility": 300, "affordability": 140, "clinical": 245})
    assert done.completed == pytest.approx(315)
    assert done.conservation_error() < 1e-9


def test_what_follows_the_last_cycle_also_loses_people() -> None:
    done = follow(
        100.0, [Stratum("all", 1.0, (), ((),), (Step("followed", (leak("lost to follow-up", 0.9),)),))]
    )
    assert (done.given, done.completed) == ([100.0], pytest.approx(90))
    assert done.lost_by("stage") == pytest.approx({"followed": 10})


@given(
    st.lists(st.tuples(shares, shares, shares), min_size=1, max_size=5), st.integers(0, 5), st.floats(0, 1e7)
)
def test_people_are_conserved_on_every_path(
    rows: list[tuple[float, float, float]], cycles: int, start: float
) -> None:
    weight = 1 / len(rows)
    strata = [
        Stratum(
            str(n),
            weight,
            (Step("imaged", (leak("a", p), leak("b", q))),),
            ((), *((leak("c", r),) for _ in range(cycles))),
        )
        for n, (p, q, r) in enumerate(rows)
    ]
    done = follow(start, strata)
    assert done.conservation_error() <= 1e-9 * max(1.0, start)
    assert all(first >= second - 1e-9 for first, second in zip(done.given, done.given[1:], strict=False))
    assert all(loss.people >= 0 for loss in done.losses)


def test_draws_go_through_as_floats_do() -> None:
    passed = np.array([0.1, 0.5, 0.9])
    start = np.array([10.0, 100.0, 1000.0])
    drawn = follow(
        start, [Stratum("all", 1.0, (Step("imaged", (leak("a", passed),)),), ((), (leak("b", passed),)))]
    )
    one_by_one = [
        follow(
            float(s),
            [Stratum("all", 1.0, (Step("imaged", (leak("a", float(p)),)),), ((), (leak("b", float(p)),)))],
        )
        for s, p in zip(start, passed, strict=True)
    ]
    assert np.asarray(drawn.completed).tolist() == pytest.approx([float(one.completed) for one in one_by_one])


def test_a_course_that_ends_as_it_should_is_no_loss() -> None:
    """100 people; before cycle two 25 stop for progression and 10 % of the others cannot come: 75, then 67.5 given."""
    stops = Leak("progression", "clinical", "clinical", 0.75, ends_course=True)
    done = follow(100.0, [Stratum("all", 1.0, (), ((), (stops, leak("too far", 0.9, "accessibility"))))])
    assert done.given == pytest.approx([100, 67.5])
    assert done.lost_by("a") == pytest.approx({"accessibility": 7.5})
    assert done.completed == pytest.approx(92.5)
    assert done.conservation_error() < 1e-9
