"""The shelf: layering, income groups, why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hevesy.errors import BadPack, FactWithoutValue, MissingGroup, UnknownFact
from hevesy.facts import INCOME_GROUPS, Dist, Fact, Kind, Pack, Shelf, State
from hevesy.facts.shelf import missing_income_groups

HEADER = "fact,place,value,low,high,unit,text,dist,on,state,source,kind,note,confirmed_by,confirmed_on\n"


def pack_of(name: str) -> Pack:
    return Pack(name, Path(name), name, "", False, False)


def fact_of(name: str, place: str, value: float | None, pack: str = "base", text: str = "") -> Fact:
    return Fact(
        name,
        place,
        value,
        None,
        None,
        "",
        text,
        Dist.FIXED,
        "",
        State.REPORTED,
        "asm",
        Kind.ASSUMPTION,
        "",
        "",
        "",
        pack,
        "t.csv",
        2,
    )


def shelf_of(*facts: Fact, packs: tuple[str, ...] = ("base",)) -> Shelf:
    known = [
        fact_of("country.income_group", "JOR", None, text="LMIC"),
        fact_of("country.who_region", "JOR", None, text="EMR"),
    ]
    return Shelf([pack_of(name) for name in packs], [*known, *facts], [])


def write_pack(folder: Path, rows: str) -> Path:
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "mine"\n')
    (folder / "facts.csv").write_text(HEADER + rows)
    return folder


LAYERS = ["world", "region:EMR", "income:LMIC", "JOR", "JOR/khcc", "scenario"]


@given(st.sets(st.sampled_from([layer for layer in LAYERS if not layer.startswith("income")]), min_size=1))
def test_the_most_specific_place_wins_whatever_layers_are_there(layers: set[str]) -> None:
    shelf = shelf_of(*(fact_of("f", place, LAYERS.index(place)) for place in layers))
    best = max(LAYERS.index(place) for place in layers)
    assert shelf.fact("f", "JOR/khcc").value == best


@given(st.permutations(LAYERS))
def test_the_order_of_rows_does_not_matter(order: list[str]) -> None:
    rows = [fact_of("f", place, LAYERS.index(place)) for place in order]
    groups = [fact_of("f", f"income:{g}", 9) for g in INCOME_GROUPS if g != "LMIC"]
    assert shelf_of(*rows, *groups).fact("f", "JOR").value == LAYERS.index("scenario")


def test_among_equals_the_pack_laid_last_wins_and_why_shows_both() -> None:
    shelf = shelf_of(
        fact_of("f", "JOR", 1.0),
        fact_of("f", "JOR", 2.0, pack="mine"),
        fact_of("f", "world", 3.0),
        packs=("base", "mine"),
    )
    assert shelf.fact("f", "JOR").value == 2.0
    why = shelf.why("f", "JOR")
    assert [(c.fact.value, c.wins) for c in why.candidates] == [(2.0, True), (1.0, False), (3.0, False)]
    assert why.candidates[1].because == "pack 'mine' lies over pack 'base'"
    assert why.candidates[2].because == "JOR is more specific than world"


def test_a_missing_income_group_is_an_error_not_the_world_value() -> None:
    shelf = shelf_of(fact_of("f", "income:HIC", 1.0), fact_of("f", "world", 5.0))
    with pytest.raises(MissingGroup, match="no row for 'income:LMIC'"):
        shelf.fact("f", "JOR")
    assert shelf.fact("f", "world").value == 5.0


def test_a_country_row_answers_even_where_its_group_is_missing() -> None:
    shelf = shelf_of(fact_of("f", "income:HIC", 1.0), fact_of("f", "JOR", 7.0))
    assert shelf.fact("f", "JOR").value == 7.0


def test_an_unknown_fact_suggests_the_nearest() -> None:
    with pytest.raises(UnknownFact, match=r"did you mean 'prostate\.deaths'"):
        shelf_of(fact_of("prostate.deaths", "world", 1.0)).fact("prostate.death")


def test_a_missing_value_is_never_zero() -> None:
    row = fact_of("f", "JOR", None)
    reader = shelf_of(row).reader("JOR")
    with pytest.raises(FactWithoutValue):
        reader.number("f")


def test_a_pack_of_a_user_lies_over_the_shipped_shelf(tmp_path: Path) -> None:
    mine = write_pack(
        tmp_path / "mine",
        "epidemiology.prostate.cascade.receive_taxane,JOR,0.6,0.5,0.7,fraction of mCRPC,,beta,"
        "2026,,asm,verified,,A. Person,2026-05-01\n",
    )
    shelf = Shelf.load([mine])
    fact = shelf.fact("epidemiology.prostate.cascade.receive_taxane", "JOR")
    assert (fact.value, fact.confirmed, fact.pack) == (0.6, True, "mine")
    assert shelf.fact("epidemiology.prostate.cascade.receive_taxane", "KEN").value == 0.45


def test_the_shipped_shelf_is_read_once_and_no_pack_of_a_user_changes_it(tmp_path: Path) -> None:
    said = "epidemiology.prostate.cascade.receive_taxane"
    row = f"{said},JOR,0.6,0.5,0.7,fraction of mCRPC,,beta,2026,,asm,verified,,A. Person,2026-05-01\n"
    mine = write_pack(tmp_path / "mine", row)
    (mine / "centres.csv").write_text("iso3,centre,name,town\nJOR,mine,Mine,Amman\n")
    shipped = Shelf.load()
    before = shipped.fact(said, "JOR").value
    upper = Shelf.load([mine])
    assert (upper.fact(said, "JOR").value, len(upper.table("centres", "JOR"))) == (0.6, 1)
    assert Shelf.load() is shipped and shipped.fact(said, "JOR").value == before != 0.6
    assert shipped.table("centres", "JOR") == [] and all(pack.shipped for pack in shipped.packs)


def test_a_range_that_does_not_hold_its_value_is_named(tmp_path: Path) -> None:
    mine = write_pack(
        tmp_path / "mine",
        "epidemiology.thyroid.fraction.DTC_share,JOR,0.6,0.7,0.8,fraction,,,,,asm,verified,,,\n",
    )
    with pytest.raises(BadPack, match=r"facts.csv, line 2, field 'low'"):
        Shelf.load([mine])


def test_every_shipped_fact_has_a_source_and_every_income_family_is_whole() -> None:
    shelf = Shelf.load()
    assert missing_income_groups(shelf) == {}
    for name in shelf.ids():
        for place in shelf.places(name):
            found = shelf.find(name, place)
            assert found is not None and shelf.source(found.source).citation, name


def test_the_open_packs_alone_load_too() -> None:
    assert not any(pack.restricted for pack in Shelf.load(restricted=False).packs)


@pytest.mark.parametrize("name", ["towns", "airports", "course", "population"])
def test_a_place_of_a_table_is_what_the_file_says_of_it(name: str) -> None:
    """Against the standard library's reader of CSV; whichever is asked for first, a place or the whole."""
    shelf = Shelf.load()
    ((_, path),) = shelf.table_files(name)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        listed = list(csv.DictReader(lines))
    places = [row.get("iso3", "") for row in listed]
    assert shelf.table(name, places[-1]) == [
        row for row, place in zip(listed, places, strict=True) if place == places[-1]
    ]
    first = {place: number for number, place in reversed(list(enumerate(places)))}
    in_turn = sorted(range(len(listed)), key=lambda number: first[places[number]])
    assert shelf.table(name) == [listed[number] for number in in_turn]
    assert shelf.table(name, "NOWHERE") == []


def test_names_that_begin_alike_are_found_among_all() -> None:
    shelf = Shelf.load()
    for prefix in ("", "capacity.", "capacity.staff.leave", "zzz", "country.population"):
        assert shelf.ids(prefix) == sorted(name for name in shelf.ids() if name.startswith(prefix))
    assert "capacity.scanner.repair_weeks" in shelf.ids("capacity.")
