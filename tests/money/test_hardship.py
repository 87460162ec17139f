"""When paying is hardship: the indicators by hand."""

from __future__ import annotations

import numpy as np
import pytest

from hevesy.facts import Reader, Shelf
from hevesy.money import HARDSHIPS, Means, line, poverty_line

TENTH, QUARTER, CAPACITY, ALL = HARDSHIPS


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Shelf.load().reader("JOR")


def test_the_poverty_line_follows_the_median_and_has_a_floor(reader: Reader) -> None:
    """1.15 and half the median, at least 2.15 (PPP of 2017)."""
    rich, poor = Means(20.0, 0.4), Means(1.5, 0.4)
    assert poverty_line(rich, reader) == pytest.approx(1.15 + 0.5 * rich.median_per_day)
    assert poverty_line(poor, reader) == 2.15


def test_a_dollar_a_day_is_a_tenth_of_ten_and_a_quarter_of_four(reader: Reader) -> None:
    assert line(TENTH, 1.0, 0.0, 3.0, reader) == pytest.approx(10.0)
    assert line(QUARTER, 1.0, 0.0, 3.0, reader) == pytest.approx(4.0)


def test_capacity_to_pay_is_what_lies_above_the_poverty_line(reader: Reader) -> None:
    """On 5.5 dollars, 3 of them below the line, one dollar is 40 % of the other 2.5; on 4 it is all of it."""
    assert line(CAPACITY, 1.0, 0.0, 3.0, reader) == pytest.approx(5.5)
    assert line(ALL, 1.0, 0.0, 3.0, reader) == pytest.approx(4.0)


def test_lost_wages_count_as_a_share_of_means(reader: Reader) -> None:
    """One dollar and 2 % of 12.5 dollars are a tenth of them; who loses a tenth in wages alone is always above it."""
    assert line(TENTH, 1.0, 0.02, 3.0, reader) == pytest.approx(12.5)
    assert np.isinf(line(TENTH, 1.0, 0.1, 3.0, reader))


@pytest.mark.parametrize("each", HARDSHIPS)
def test_who_pays_and_loses_nothing_is_in_no_hardship(each: object, reader: Reader) -> None:
    assert line(each, 0.0, 0.0, 3.0, reader) == 0.0  # type: ignore[arg-type]
