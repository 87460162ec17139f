"""Travel bands keep all people and their mean hours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.plan.strata import travel_bands


def test_two_towns_and_a_far_village() -> None:
    bands = travel_bands(
        np.array([60.0, 30.0, 10.0]), np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 8.0]), most=2
    )
    assert [band.share for band in bands] == pytest.approx([0.6, 0.4])
    assert bands[1].hours_therapy == pytest.approx((30 * 2 + 10 * 8) / 40)
    assert bands[1].hours_imaging == pytest.approx((30 * 1 + 10 * 3) / 40)


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 30), st.floats(0, 30)), min_size=1, max_size=60))
def test_all_people_and_their_mean_hours_are_kept(rows: list[tuple[float, float, float]]) -> None:
    people, imaging, therapy = (np.array(column) for column in zip(*rows, strict=True))
    bands = travel_bands(people, imaging, therapy)
    assert sum(band.share for band in bands) == pytest.approx(1.0)
    assert sum(band.share * band.hours_therapy for band in bands) == pytest.approx(
        np.average(therapy, weights=people), abs=1e-9
    )
    assert sum(band.share * band.hours_imaging for band in bands) == pytest.approx(
        np.average(imaging, weights=people), abs=1e-9
    )
    assert len(bands) <= 8
