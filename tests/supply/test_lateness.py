"""Late doses: given in full, given lower, or lost, by hand; and for journeys of the shelf."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.supply import Destination, Hours, Map, Request, journeys, suppliers
from hevesy.supply.lateness import over, shares, slower
from hevesy.supply.sharing import shared

AMMAN = Destination("Amman", "JOR", 31.95, 35.93, "asia")


def test_a_dose_is_given_lower_or_lost_by_what_has_decayed_and_by_the_clock(shelf: Shelf) -> None:
    """Half-life 20 h: after 2 h 6.7 % are gone (in full, up to 10), after 8 h 24 % (lower, up to 30), after 12 h 34 %.

    Nothing can be sent earlier, because without delay the shelf life ends just then; so it has to be no hour longer.
    """
    reader = shelf.reader("JOR")
    late = np.array([0.0, 2.0, 8.0, 12.0])
    found = shares(late, 20.0, 0.0, reader)
    assert (found.in_full, found.lower, found.lost) == (0.25, 0.0, 0.75)


def test_it_is_sent_as_much_earlier_as_the_shelf_life_allows(shelf: Shelf) -> None:
    """Planned for 95 % of twenty journeys (the 95th percentile of 0, 1 ... 19 is 18.05 h), shelf life to spare 40 h."""
    reader, late = shelf.reader("JOR"), np.arange(20.0)
    found = shares(late, 20.0, 40.0, reader)
    assert found.in_full == 1.0  # one is 0.95 h late: 3.2 % decayed
    found = shares(late, 20.0, 10.0, reader)  # ten hours earlier, and then the shelf life is over
    assert found.in_full == pytest.approx(11 / 20)
    assert found.lost == pytest.approx(9 / 20)


def test_a_leg_that_may_be_slower_is_late_by_its_triangle() -> None:
    luck = (np.arange(10_000) + 0.5) / 10_000
    assert over(Hours(2.0, 1.0, 6.0), luck).mean() == pytest.approx(1.0, abs=1e-3)  # (1 + 2 + 6) / 3 - 2
    assert not over(Hours.exactly(3.0), luck).any()


def test_only_journeys_that_could_be_in_time_count() -> None:
    hours = np.array([-2.0, 0.0, 2.0, 50.0])
    assert slower(hours, 10.0, np.array([8.0])) == pytest.approx([2.0])
    assert slower(hours, 10.0, 0.0) == 0.0
    assert slower(hours, -1.0, 0.0) == -1.0
    assert slower(hours, -3.0, np.array([0.0, 1.0])).tolist() == [-3.0, -3.0]  # the one that is just in time
    assert slower(hours, -3.0, 0.0) == -3.0


def test_two_makers_do_not_stand_on_the_same_reactors(shelf: Shelf) -> None:
    reader, ways = shelf.reader("JOR", draws=8), Map(shelf)
    hour = datetime(2026, 12, 1, 10, tzinfo=ways.zone(31.95, 35.93, "JOR"))
    one, other = suppliers(journeys(Request("i131_dtc", hour), AMMAN, shelf, ways), reader)
    assert one.maker == "jrtr"
    assert one.reactors == {"jrtr"}
    assert other.maker != "jrtr"
    assert other.reactors != one.reactors
    assert np.shape(one.delivery.given) == (8,)
    assert np.allclose(one.delivery.in_full + one.delivery.lower + one.delivery.lost, 1.0)


def test_first_tiers_first() -> None:
    assert shared(2, [1, 0, 4]) == [1, 0, 1]
    assert shared(0, [1, 2]) == [0, 0]
    assert sum(shared(2.5, [1.25, 4.0])) == 2.5
