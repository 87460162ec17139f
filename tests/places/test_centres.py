from pathlib import Path

import pytest

from hevesy.errors import BadCell, BadPack
from hevesy.facts import Shelf, State
from hevesy.places import (
    centres,
    equipment_evidence,
    find_country,
    imputed_range,
    main_airports,
    nearest_airports,
)

HEAD = "iso3,centre,name,town,latitude,longitude,sector,schemes,services,opened,confirmed_by,confirmed_on\n"
MACHINES = "iso3,centre,modality,count,installed,working,state,confirmed_by,confirmed_on\n"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def pack(folder: Path, centres_csv: str = "", equipment_csv: str = "") -> Shelf:
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "centres.csv").write_text(HEAD + centres_csv, "utf-8")
    (folder / "equipment.csv").write_text(MACHINES + equipment_csv, "utf-8")
    return Shelf.load([folder], restricted=False)


def test_no_pack_names_no_centre(shelf: Shelf) -> None:
    assert centres("JOR", shelf) == []


def test_a_pack_names_centres_with_their_machines(tmp_path: Path) -> None:
    mine = pack(
        tmp_path / "p",
        "JOR,khc,King's hospital,Amman,,,public,army;state,imaging|therapy,2010,A. Person,2026-03-01\n"
        "JOR,far,Far,,29.5,35.0,,,,,,\n",
        "JOR,khc,pet,2,2015,1,,A. Person,2026-03-01\nJOR,khc,linac,0,,,,,\nJOR,khc,spect,,,,missing,,\n",
    )
    far, first = centres("JOR", mine)
    assert first.latitude == pytest.approx(31.95, abs=0.01)  # Amman's
    assert first.landmass == far.landmass
    assert first.schemes == ("army", "state")
    assert first.services == ("imaging", "therapy")
    assert first.confirmed and not far.confirmed
    assert [machine.state for machine in first.equipment] == [
        State.REPORTED,
        State.REPORTED_ZERO,
        State.MISSING,
    ]
    assert (first.has("pet"), first.has("linac"), first.has("spect"), first.has("cyclotron")) == (
        True,
        False,
        None,
        None,
    )
    assert centres("KEN", mine) == []


@pytest.mark.parametrize(
    ("centres_csv", "equipment_csv", "field", "says"),
    [
        ("JOR,a,A,,,,,,,,,\n", "", "town", "neither a town nor coordinates"),
        ("JOR,a,A,Aman,,,,,,,,\n", "", "town", "did you mean Amman"),
        ("JOR,a,A,Amman,,,,,,,,\n", "JOR,a,pet,1.5,,,,,\n", "count", "not a whole number"),
        ("JOR,a,A,Amman,,,,,,,,\n", "JOR,b,pet,1,,,,,\n", "centre", "there is no centre 'b'"),
        ("JOR,a,A,Amman,,,,,,,,\n", "JOR,a,pet,1,,,imputed,,\n", "state", "not one of the choices"),
    ],
)
def test_a_wrong_pack_names_file_line_and_field(
    centres_csv: str, equipment_csv: str, field: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises((BadCell, BadPack)) as caught:
        centres("JOR", pack(tmp_path / "p", centres_csv, equipment_csv))
    said = str(caught.value)
    assert f"field {field!r}" in said
    assert "line " in said
    assert ".csv" in said
    assert says in said


def test_old_evidence_is_dated_and_never_a_count_of_today(shelf: Shelf) -> None:
    kenya = {found.modality: found for found in equipment_evidence(find_country("KEN", shelf), shelf)}
    assert kenya["pet"].state is State.REPORTED_ZERO
    assert (
        kenya["pet"].sentence() == "pet: none was reported to WHO in 2013; this is not known to hold today."
    )
    germany = {found.modality: found for found in equipment_evidence(find_country("DEU", shelf), shelf)}
    assert germany["pet"].state is State.MISSING
    assert "not zero" in germany["pet"].sentence()
    lebanon = {found.modality: found for found in equipment_evidence(find_country("LBN", shelf), shelf)}
    assert lebanon["spect"].state is State.PUBLIC_ONLY
    assert "public sector only" in lebanon["spect"].sentence()


def test_without_the_who_pack_nothing_is_known() -> None:
    bare = Shelf.load(restricted=False)
    found = equipment_evidence(find_country("JOR", bare), bare)
    assert {evidence.state for evidence in found} == {State.MISSING}


def test_who_pet_values_count_as_the_data_notes_say(shelf: Shelf) -> None:
    """118 countries, 76 zeros: 75 and the Gambia's, which counts the private sector only and so is missing."""
    pet = [shelf.fact("who.pet.per_million", place) for place in shelf.places("who.pet.per_million")]
    assert (len(pet), sum(fact.value == 0 for fact in pet)) == (118, 75)
    gambia = shelf.fact("who.pet.per_million", "GMB")
    assert (gambia.value, gambia.state) == (None, State.MISSING) and "private sector" in gambia.note
    gamma = [
        shelf.fact("who.gamma_camera.per_million", place)
        for place in shelf.places("who.gamma_camera.per_million")
    ]
    assert (len(gamma), sum(fact.state is State.PUBLIC_ONLY for fact in gamma)) == (119, 31)
    assert max(int(fact.on) for fact in pet + gamma) == 2014


def test_imputed_ranges_are_wide_and_say_so(shelf: Shelf) -> None:
    """Jordan: 11,552,876 people over 25 million (4 to 150 million) per PET: 0 to 3, expected 0.46."""
    found = imputed_range("pet", find_country("JOR", shelf), shelf)
    assert found is not None
    assert (found.low, round(found.expected, 2), found.high) == (0, 0.46, 3)
    assert found.state is State.IMPUTED
    assert imputed_range("pet", find_country("ATA", shelf), shelf) is None


def test_people_per_scanner_between_rich_and_poor_is_geometric(shelf: Shelf) -> None:
    for modality in ("pet", "spect"):
        rich, upper, lower, poor = (
            shelf.fact(f"places.people_per_scanner.{modality}", f"income:{group}").value
            for group in ("HIC", "UMIC", "LMIC", "LIC")
        )
        assert rich and upper and lower and poor
        assert upper / rich == pytest.approx((poor / rich) ** (1 / 3), rel=0.01)
        assert lower / rich == pytest.approx((poor / rich) ** (2 / 3), rel=0.01)


def test_main_airports_say_how_they_were_chosen(shelf: Shelf, tmp_path: Path) -> None:
    assert [(port.iata, port.chosen) for port in main_airports("JOR", shelf)] == [("AMM", "recalled")]
    assert main_airports("KEN", shelf)[0].iata == "NBO"
    assert {port.chosen for port in main_airports("LSO", shelf)} == {"heuristic"}
    assert main_airports("FJI", shelf)[0].iso3 == "FJI"
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "airports.csv").write_text(
        "iata,name,city,iso3,latitude,longitude,main\nADJ,Marka,Amman,JOR,31.97,35.99,yes\n"
        "AMM,Queen Alia,Amman,JOR,31.72,35.99,\n"
    )
    assert [
        (port.iata, port.chosen) for port in main_airports("JOR", Shelf.load([tmp_path], restricted=False))
    ] == [("ADJ", "confirmed")]


def test_nearest_airports_come_in_order(shelf: Shelf) -> None:
    assert {port.iata for port in nearest_airports(31.95, 35.93, shelf, 2)} == {"ADJ", "AMM"}
    assert nearest_airports(31.9726, 35.9916, shelf, 1)[0].iata == "ADJ"
