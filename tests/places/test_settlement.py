import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import UnknownTown
from hevesy.facts import Shelf
from hevesy.globe import distance_km
from hevesy.places import (
    Town,
    all_countries,
    find_country,
    find_town,
    merged_within,
    settlement,
    towns,
)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.mark.parametrize(
    "iso3", ["JOR", "ZAF", "COL", "PHL", "KEN", "DEU", "FJI", "RUS", "USA", "TUV", "VAT", "XKX"]
)
def test_settlement_conserves_people(iso3: str, shelf: Shelf) -> None:
    found = settlement(find_country(iso3, shelf), shelf)
    assert found.population == shelf.fact("country.population", iso3).value
    assert found.persons().sum() == pytest.approx(found.population, rel=1e-9)
    assert (found.persons() > 0).all()
    assert all(-90 <= node.latitude <= 90 and -180 <= node.longitude <= 180 for node in found.nodes)


def test_every_country_settles_or_says_that_nobody_is_known(shelf: Shelf) -> None:
    small = [country for country in all_countries(shelf) if len(shelf.table("towns", country.iso3)) < 100]
    for country in small:
        found = settlement(country, shelf)
        if found.population is None:
            assert not found.nodes
            assert "No population is known" in found.notes[0]
        else:
            assert found.persons().sum() == pytest.approx(found.population, rel=1e-9)
            assert 0 <= found.imputed_share <= 1


def test_what_is_imputed_is_said_for_south_africa(shelf: Shelf) -> None:
    """Listed towns hold more than the urban people: they are scaled down, and only the rural are imputed."""
    found = settlement(find_country("ZAF", shelf), shelf)
    urban = shelf.fact("country.urban_share", "ZAF").value
    assert urban is not None and found.population is not None
    assert found.imputed_share == pytest.approx(1 - urban)
    rural = sum(node.population for node in found.nodes if node.imputed)
    assert rural == pytest.approx(found.population * (1 - urban))


def test_jordans_towns_are_scaled_up_and_the_rest_is_called_imputed(shelf: Shelf) -> None:
    found = settlement(find_country("JOR", shelf), shelf)
    assert 0.5 < found.imputed_share < 0.8
    assert "not counted in a listed town" in found.notes[0]


def test_kakamega_is_the_town_and_not_its_county(shelf: Shelf) -> None:
    kakamega = find_town("Kakamega", shelf, "KEN")
    assert kakamega.population < 200_000 < find_town("Mombasa", shelf, "KEN").population
    assert any("whole county" in note for note in settlement(find_country("KEN", shelf), shelf).notes)


@pytest.mark.parametrize(
    ("iso3", "dropped", "kept"),
    [
        ("LBN", "Ra’s Bayrūt", "Beirut"),
        ("PHL", "Manila", "Caloocan"),
        ("IND", "New Delhi", "Delhi"),
        ("MEX", "Guadalajara", "Zapopan"),
    ],
)
def test_double_entries_are_merged_and_stay_findable(
    iso3: str, dropped: str, kept: str, shelf: Shelf
) -> None:
    large, found = find_town(kept, shelf, iso3), find_town(dropped, shelf, iso3)
    assert large.name == kept and dropped not in {town.name for town in towns(iso3, shelf)}
    assert (found.name, found.id, found.latitude) == (dropped, large.id, large.latitude)
    assert found.population < large.population and found.note == f"counted with {kept}"


def test_the_larger_of_two_names_wins_even_where_it_was_merged(shelf: Shelf) -> None:
    """Guadalajara in Mexico has 1.4 million people, that in Spain 93,000; Manila is no other place."""
    assert find_town("Guadalajara", shelf).iso3 == "MEX"
    assert find_town("Guadalajara", shelf, "ESP").name == "Guadalajara"
    assert find_town("manila", shelf).population == 1_600_000  # as GeoNames lists it


def test_a_part_of_a_town_that_counts_nobody_is_not_listed(shelf: Shelf) -> None:
    with pytest.raises(UnknownTown):
        find_town("Soweto", shelf, "ZAF")


def test_a_country_without_a_town_is_one_imputed_node(shelf: Shelf) -> None:
    without = [country for country in all_countries(shelf) if not towns(country.iso3, shelf)]
    for country in without:
        found = settlement(country, shelf)
        if found.population is not None:
            assert [node.imputed for node in found.nodes] == [True]
            assert found.imputed_share == 1


def test_landmasses_part_islands_and_join_bridges(shelf: Shelf) -> None:
    def land(name: str, iso3: str) -> str:
        return find_town(name, shelf, iso3).landmass

    assert land("Amman", "JOR") == land("Aqaba", "JOR")
    assert land("Labasa", "FJI") not in (land("Suva", "FJI"), land("Nasinu", "FJI"))
    assert land("Suva", "FJI") == land("Nasinu", "FJI")
    assert land("Palermo", "ITA") != land("Rome", "ITA")
    assert land("Copenhagen", "DNK") == land("Århus", "DNK")  # the Great Belt link
    assert land("Davao", "PHL") != land("Quezon City", "PHL")
    assert land("Anadyr", "RUS") == land("Moscow", "RUS")  # one land across the antimeridian
    assert land("Murmansk", "RUS") == land("Moscow", "RUS")
    assert land("Honolulu", "USA") != land("Los Angeles", "USA")


def test_an_unknown_town_suggests_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UnknownTown, match="did you mean Amman"):
        find_town("Aman", shelf, "JOR")


points = st.tuples(st.floats(30, 31), st.floats(35, 36), st.integers(1, 10**6))


@given(st.lists(points, max_size=25))
def test_merging_keeps_towns_apart_and_again_changes_nothing(drawn: list[tuple[float, float, int]]) -> None:
    listed = [
        Town(str(n), f"town {n}", "JOR", lat, lon, people, "m0") for n, (lat, lon, people) in enumerate(drawn)
    ]
    once = merged_within(listed)
    assert merged_within(once) == once
    assert all(
        distance_km(a.latitude, a.longitude, b.latitude, b.longitude) >= 8
        for a in once
        for b in once
        if a is not b
    )
    assert not listed or max(town.population for town in listed) == max(town.population for town in once)


def test_shipped_towns_are_already_merged(shelf: Shelf) -> None:
    for iso3 in ("JOR", "KEN", "DEU"):
        listed = towns(iso3, shelf)
        assert merged_within(listed) == listed
