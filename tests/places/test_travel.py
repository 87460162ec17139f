from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hevesy.facts import INCOME_GROUPS, Shelf
from hevesy.globe import distance_km
from hevesy.places import find_country, find_town, travel_hours


@dataclass(frozen=True)
class Spot:
    latitude: float
    longitude: float
    landmass: str = "m0"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_great_circles_by_hand() -> None:
    assert distance_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)  # half of 2 pi 6371.0088
    assert distance_km(0, 0, 1, 0) == pytest.approx(111.195, abs=0.001)
    assert distance_km(10, 179.5, 10, -179.5) == pytest.approx(distance_km(10, 0, 10, 1))


def test_hours_by_hand_in_a_lower_middle_income_country(shelf: Shelf) -> None:
    """One degree of latitude: 111.195 km x 1.5 / 45 km/h x 1.49 = 5.523 h."""
    jordan = find_country("JOR", shelf)
    trip = travel_hours([Spot(31, 36)], [Spot(32, 36)], jordan, shelf.reader("JOR"))
    assert trip.expected[0, 0] == pytest.approx(5.5227, abs=1e-3)
    assert trip.low[0, 0] < 5.5227 < trip.high[0, 0]
    assert not trip.crosses.any()


def test_a_richer_country_travels_faster(shelf: Shelf) -> None:
    """111.195 km x 1.3 / 70 km/h x 1.2 = 2.478 h in Germany."""
    germany = travel_hours([Spot(50, 10)], [Spot(51, 10)], find_country("DEU", shelf), shelf.reader("DEU"))
    assert germany.expected[0, 0] == pytest.approx(2.4781, abs=1e-3)


def test_islands_need_a_crossing(shelf: Shelf) -> None:
    fiji = find_country("FJI", shelf)
    suva, labasa = find_town("Nasinu", shelf, "FJI"), find_town("Labasa", shelf, "FJI")
    trip = travel_hours([suva], [labasa, suva], fiji, shelf.reader("FJI"))
    assert trip.crosses.tolist() == [[True, False]]
    assert trip.expected[0, 0] > 6  # the wait alone
    assert trip.expected[0, 1] == 0
    assert trip.low[0, 0] < trip.expected[0, 0] < trip.high[0, 0]


@pytest.mark.parametrize("name", ["detour", "speed", "behaviour"])
def test_every_income_group_has_its_factors(name: str, shelf: Shelf) -> None:
    places = shelf.places(f"places.travel.{name}")
    assert {f"income:{group}" for group in INCOME_GROUPS} <= set(places)


spots = st.builds(Spot, st.floats(-80, 80), st.floats(-180, 180), st.sampled_from(["m0", "m1"]))


@given(st.lists(spots, min_size=1, max_size=6))
@settings(max_examples=40)
def test_travel_is_symmetric_and_bounded(shelf: Shelf, places: list[Spot]) -> None:
    trip = travel_hours(places, places, find_country("JOR", shelf), shelf.reader("JOR"))
    np.testing.assert_allclose(trip.expected, trip.expected.T, rtol=1e-9, atol=1e-9)
    assert (trip.low <= trip.expected + 1e-12).all()
    assert (trip.expected <= trip.high + 1e-12).all()


@given(st.floats(0.001, 5), st.floats(0.001, 5), st.sampled_from(["m0", "m1"]))
@settings(max_examples=40)
def test_further_takes_longer(shelf: Shelf, first: float, second: float, landmass: str) -> None:
    near, far = sorted((first, second))
    trip = travel_hours(
        [Spot(0, 36)],
        [Spot(near, 36, landmass), Spot(far, 36, landmass)],
        find_country("JOR", shelf),
        shelf.reader("JOR"),
    )
    for hours in (trip.expected, trip.low, trip.high):
        assert hours[0, 0] <= hours[0, 1]
