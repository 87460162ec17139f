"""Walls and delay tanks with answers that can be done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.safety.delay import concentration, days_held, days_to_fill, excreted
from hevesy.safety.shielding import gbq_hours_in_bed, transmission_allowed, wall_mm


def test_a_wall_by_hand() -> None:
    """3.7 GBq of I-131 all year at 2 m: 52 x 3.7 x 8,760 / 4 = 421 mSv; 0.3 of it is B = 7.12e-4, 3.15 tenths."""
    allowed = transmission_allowed(0.3, 2.0, 52.0, 3.7 * 8760, 1.0)
    assert allowed == pytest.approx(7.12e-4, rel=1e-3)
    assert wall_mm(allowed, 10.5) == pytest.approx(33.05, abs=0.02)


def test_where_nothing_is_there_no_wall_is_needed() -> None:
    assert wall_mm(transmission_allowed(0.3, 2.0, 52.0, 0.0, 1.0), 10.5) == 0.0
    drawn = wall_mm(transmission_allowed(0.3, 2.0, np.array([52.0, 0.0]), 1000.0, 1.0), 10.5)
    assert isinstance(drawn, np.ndarray) and drawn[0] > 0.0 and drawn[1] == 0.0


def test_twice_the_distance_spares_a_tenth_value_layer_times_log_four() -> None:
    near, far = (wall_mm(transmission_allowed(0.3, d, 52.0, 1e4, 1.0), 10.5) for d in (2.0, 4.0))
    assert near - far == pytest.approx(10.5 * np.log10(4.0))


def test_a_stay_of_one_half_life_holds_half_of_all_the_hours() -> None:
    assert gbq_hours_in_bed(2.0, 1.0, 1.0) == pytest.approx(0.5 * gbq_hours_in_bed(2.0, 1e9, 1.0))


def test_what_is_excreted_by_hand() -> None:
    """8 GBq, effective half-life 1 d of a physical 8 d: 7/8 is excreted in the end, half of that on the first day."""
    assert excreted(8.0, 1.0, 1.0, 8.0) == pytest.approx(3.5)
    assert excreted(8.0, 5.0, 8.0, 8.0) == 0.0


def test_tanks_by_hand() -> None:
    """Filled for 8 d with half-life 8 d, two tanks: (1 - 1/2)/ln 2 x 1/2 = 0.3607 of what comes in."""
    assert concentration(1e6, 100.0, 8.0, 8.0, 2) == pytest.approx(1e4 * 0.25 / np.log(2.0))
    assert days_to_fill(1e6, 100.0, 8.0, 2, 1e4 * 0.25 / np.log(2.0)) == pytest.approx(8.0)
    assert days_to_fill(1e6, 100.0, 8.0, 3, 2e4) == 0.0
    assert np.isnan(days_to_fill(1e6, 100.0, 8.0, 1, 1e-3))  # one tank holds nothing back
    assert days_held(80.0, 5.0, 8.0) == 32.0


@given(
    st.floats(1e3, 1e12), st.floats(1.0, 1e5), st.floats(0.1, 100.0), st.integers(2, 6), st.floats(1.0, 1e6)
)
def test_what_leaves_meets_the_limit_and_no_shorter_filling_does(
    rate: float, litres: float, half_life: float, tanks: int, limit: float
) -> None:
    days = float(days_to_fill(rate, litres, half_life, tanks, limit))
    if days == 0.0 or np.isnan(days):
        return
    assert concentration(rate, litres, half_life, days, tanks) <= limit * (1 + 1e-9)
    assert concentration(rate, litres, half_life, 0.99 * days, tanks) > limit
