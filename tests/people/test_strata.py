import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hevesy.errors import NoPopulation, UnknownYear
from hevesy.facts import Shelf, State
from hevesy.people import age_groups, population, structure_of

SHELF = Shelf.load()


def test_jordans_men_over_fifty_in_2025() -> None:
    """821,357 in the compiled country table of the data notes (UN WPP 2019)."""
    assert population("JOR", 2025, SHELF, "male", 50) == pytest.approx(821_357, abs=6)


def test_the_world_in_2025_as_the_united_nations_say() -> None:
    """World total 2025 of the 2019 revision, medium variant: 8,184 million."""
    total = sum(age_groups("WLD", 2025, SHELF).tolist())
    assert total == pytest.approx(8_184_437_000, rel=1e-4)


def test_years_between_run_straight() -> None:
    first, second = population("KEN", 2025, SHELF), population("KEN", 2030, SHELF)
    assert population("KEN", 2027, SHELF) == pytest.approx(first + 0.4 * (second - first))
    assert population("KEN", 2050, SHELF) > second


def test_part_of_a_group_is_its_share() -> None:
    whole = population("KEN", 2030, SHELF, age_from=50, age_to=55)
    assert population("KEN", 2030, SHELF, age_from=52, age_to=55) == pytest.approx(whole * 0.6)


@given(st.sampled_from(["JOR", "KEN", "DEU", "FJI", "XKX"]), st.floats(2025, 2050), st.floats(0, 99))
@settings(max_examples=40)
def test_nobody_is_lost_between_ages_and_sexes(iso3: str, year: float, age: float) -> None:
    whole = population(iso3, year, SHELF)
    assert population(iso3, year, SHELF, age_to=age) + population(
        iso3, year, SHELF, age_from=age
    ) == pytest.approx(whole)
    assert population(iso3, year, SHELF, "male") + population(iso3, year, SHELF, "female") == pytest.approx(
        whole
    )


def test_kosovo_has_no_ages_of_its_own_and_says_so() -> None:
    structure = structure_of("XKX", SHELF)
    assert (structure.state, structure.rows) == (State.IMPUTED, "M49-039")
    assert "imputed" in structure.note
    assert population("XKX", 2025, SHELF) == pytest.approx(SHELF.fact("country.population", "XKX").value)


def test_the_projection_can_be_moved_to_the_newest_count() -> None:
    """Serbia's projection includes Kosovo, its count does not."""
    counted = SHELF.fact("country.population", "SRB").value
    assert population("SRB", 2025, SHELF, counted=True) == pytest.approx(counted, rel=1e-4)
    assert population("SRB", 2025, SHELF) > 1.2 * (counted or 0)
    assert "includes Kosovo" in structure_of("SRB", SHELF).note


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownYear, match="2025 to 2050"):
        population("JOR", 2060, SHELF)
    with pytest.raises(NoPopulation, match="not the same as nobody"):
        population("ATA", 2030, SHELF)
