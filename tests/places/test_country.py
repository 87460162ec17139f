from pathlib import Path

import pytest

from hevesy import facts as packs
from hevesy.errors import UnknownCountry
from hevesy.facts import INCOME_GROUPS, Shelf
from hevesy.places import all_countries, classifications, country_name, find_country


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def test_iso_3166_and_kosovo_are_there(shelf: Shelf) -> None:
    codes = [country.iso3 for country in all_countries(shelf)]
    assert len(codes) == len(set(codes)) == 250
    assert "XKX" in codes


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        pair.split("=")
        for pair in (
            "Jordan=JOR",
            "jo=JOR",
            "JOR=JOR",
            "الأردن=JOR",
            "约旦=JOR",
            "Jordanie=JOR",
            "Иордания=JOR",
            " jordania =JOR",
            "Cote d'Ivoire=CIV",
            "Ivory Coast=CIV",
            "UK=GBR",
            "Viet Nam=VNM",
            "Turkey=TUR",
            "Republic of Korea=KOR",
            "Russian Federation=RUS",
            "NO=NOR",
            "Kosovo=XKX",
            "Taiwan=TWN",
        )
    ],
)
def test_a_country_is_found_by_code_and_by_its_names(text: str, iso3: str, shelf: Shelf) -> None:
    assert find_country(text, shelf).iso3 == iso3


def test_a_misspelt_country_suggests_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UnknownCountry, match="did you mean Jordan"):
        find_country("Jordn", shelf)
    with pytest.raises(UnknownCountry, match="no country or territory called 'qqqq'"):
        find_country("qqqq", shelf)


def test_classifications_are_dated_and_venezuela_is_its_own_group(shelf: Shelf) -> None:
    assert find_country("VEN", shelf).income_group == "unclassified"
    assert {country.income_group for country in all_countries(shelf)} == set(INCOME_GROUPS)
    moved = [
        (said.value, said.valid_from) for said in classifications("IDN", shelf) if said.scheme == "who_region"
    ]
    assert moved == [("SEAR", "2020"), ("WPR", "2025")]
    assert find_country("IDN", shelf).region == "WPR"
    assert shelf.fact("country.income_group", "JOR").on == "2024-07-01"


def test_the_regions_of_who_count_194_members(shelf: Shelf) -> None:
    regions = [country.region for country in all_countries(shelf)]
    counts = {name: regions.count(name) for name in ("AFR", "AMR", "EMR", "EUR", "SEAR", "WPR")}
    assert counts == {"AFR": 46, "AMR": 35, "EMR": 22, "EUR": 53, "SEAR": 10, "WPR": 28}
    assert find_country("Liechtenstein", shelf).region == ""


def test_world_bank_groups_count_as_in_the_list_of_2025(shelf: Shelf) -> None:
    groups = [country.income_group for country in all_countries(shelf)]
    # 86 high-income economies, one of them the Channel Islands, which are two territories here
    assert [groups.count(name) for name in ("HIC", "UMIC", "LMIC", "LIC")] == [87, 54, 51, 26]


def test_names_in_six_languages(shelf: Shelf) -> None:
    assert [country_name("FJI", shelf, language) for language in ("en", "fr", "es", "ru")] == [
        "Fiji",
        "Fidji",
        "Fiyi",
        "Фиджи",
    ]


@pytest.mark.parametrize("prefix", ["country.", "globocan.", "gbd.", "who.", "places.", "people."])
def test_every_fact_of_these_rooms_names_a_known_source(prefix: str, shelf: Shelf) -> None:
    names = shelf.ids(prefix)
    assert names
    keys = set()
    for name in names:
        for place in shelf.places(name):
            found = shelf.find(name, place)
            assert found is not None
            keys.add(found.source)
    assert all(shelf.source(key).citation for key in keys)


def test_a_fact_that_differs_by_income_group_has_all_five(shelf: Shelf) -> None:
    for name in [*shelf.ids("country."), *shelf.ids("places.")]:
        groups = {place for place in shelf.places(name) if place.startswith("income:")}
        assert groups in (set(), {f"income:{group}" for group in INCOME_GROUPS}), name


def test_the_shipped_packs_stay_small() -> None:
    folder = Path(packs.__file__).parent / "packs"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000


def test_unknown_population_is_missing_not_zero(shelf: Shelf) -> None:
    empty = shelf.fact("country.population", "ATA")
    assert empty.value is None
    assert empty.state == "missing"


def test_the_burden_stays_two_named_sources(shelf: Shelf) -> None:
    assert shelf.fact("globocan.prostate.new_cases", "JOR").value == 468
    assert shelf.fact("gbd.prostate.new_cases", "JOR").value == 1294
    assert (
        shelf.find("globocan.prostate.new_cases", "world") is None
    )  # a world total would be taken for a country's


def test_the_shelf_runs_without_the_restricted_packs() -> None:
    bare = Shelf.load(restricted=False)
    assert bare.find("globocan.prostate.new_cases", "JOR") is None
    mean = bare.fact("country.mean_consumption", "JOR")
    assert mean.place == "income:LMIC"
    assert mean.state == "imputed"
