"""A country's pack: every problem named with file, line and field, and nothing used before it is sound."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from hevesy.errors import BadPack, BadTable
from hevesy.facts import Shelf
from hevesy.facts.pack_check import KEYS, check_pack
from hevesy.facts.pack_columns import columns_of, pack_tables

SPEC = Path(__file__).parents[1] / "spec" / "bad_packs" / "cases.csv"
ARPI = "epidemiology.prostate.cascade.receive_ARPI"
TODAY = date(2026, 6, 1)
SOUND: dict[str, dict[str, str]] = {
    "facts": {
        "fact": ARPI, "place": "JOR", "value": "0.6", "low": "0.4", "high": "0.8", "unit": "fraction of mCRPC",
        "text": "", "dist": "beta", "on": "2024", "state": "reported", "source": "own", "kind": "verified",
        "note": "", "confirmed_by": "Dr A. Example", "confirmed_on": "2026-03-31",
    },
    "centres": {
        "iso3": "JOR", "centre": "amman", "name": "A centre", "town": "Amman", "latitude": "31.95",
        "longitude": "35.93", "sector": "public", "therapies": "lu177_psma617; i131_dtc", "source": "own",
    },
    "equipment": {
        "iso3": "JOR", "centre": "amman", "modality": "pet", "count": "2", "working": "1", "state": "reported",
    },
    "staff": {"iso3": "JOR", "centre": "amman", "cadre": "physician", "count": "4", "trained_for_therapy": "2"},
    "treatments": {
        "iso3": "JOR", "centre": "amman", "therapy": "lu177_psma617", "year": "2025", "patients": "20",
        "administrations": "70", "state": "reported",
    },
    "waits": {
        "iso3": "JOR", "centre": "amman", "therapy": "lu177_psma617", "year": "2025", "median_weeks": "9",
        "state": "reported",
    },
    "routes": {
        "iso3": "JOR", "id": "r1", "product": "lu177_psma617", "producer": "aaa_ivrea", "from_airport": "FRA",
        "to_airport": "AMM", "carrier": "an airline", "class7": "yes", "days": "Mon Thu",
    },
    "schemes": {"iso3": "JOR", "scheme": "moh", "name": "Ministry of Health", "members": "41", "state": "reported"},
    "policy": {
        "iso3": "JOR", "therapy": "lu177_psma617", "item": "approval", "value": "registered", "state": "reported",
        "source": "own", "kind": "verified",
    },
}  # fmt: skip
HEADERS = {"facts": tuple(SOUND["facts"])} | {
    name: tuple(c.name for c in columns_of(name)) for name in pack_tables()
}


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def write(
    folder: Path, tables: Mapping[str, list[dict[str, str]]], separator: str = ",", encoding: str = "utf-8"
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text('name = "mine"\n')
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, HEADERS[name], restval="", delimiter=separator)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def cases() -> list[dict[str, str]]:
    with SPEC.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def changed(case: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    tables = {name: [dict(row)] for name, row in SOUND.items() if name in ("centres", case["table"])}
    tables[case["table"]][0] |= dict(pair.split("=", 1) for pair in case["change"].split(";"))
    return tables


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_each_problem_is_named_with_file_line_field_and_what_to_do(
    case: dict[str, str], shelf: Shelf, tmp_path: Path
) -> None:
    folder = write(tmp_path / "mine", changed(case))
    with pytest.raises(BadPack) as caught:
        check_pack(folder, shelf, TODAY)
    where = f"{case['table']}.csv, line 2, field {case['field']!r}: "
    said = [sentence for sentence in caught.value.values["problems"] if where in sentence]  # type: ignore[attr-defined]
    assert any(case["problem"] in sentence and case["advice"] in sentence for sentence in said), caught.value


def test_sound_tables_are_sound(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", {name: [row] for name, row in SOUND.items()})
    assert check_pack(folder, shelf, TODAY).name == "mine"
    assert set(KEYS) == set(pack_tables())


def test_all_problems_of_all_tables_are_told_at_once(shelf: Shelf, tmp_path: Path) -> None:
    facts = [SOUND["facts"] | {"unit": "percent"}, SOUND["facts"] | {"place": "Kenia"}]
    folder = write(tmp_path / "mine", {"facts": facts, "equipment": [SOUND["equipment"]]})
    with pytest.raises(BadPack) as caught:
        check_pack(folder, shelf)
    assert caught.value.values["count"] == 3
    for part in ("line 2, field 'unit'", "line 3, field 'place'", "for Kenya write KEN", "no centre 'amman'"):
        assert part in str(caught.value)


def test_a_wrong_column_suggests_the_nearest_and_nothing_is_used(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", {"facts": [SOUND["facts"]]})
    file = folder / "facts.csv"
    file.write_text(file.read_text().replace("confirmed_by", "confirmed by", 1))
    with pytest.raises(
        BadPack, match=r"facts.csv, line 1, field 'confirmed by': .* did you mean 'confirmed_by'"
    ):
        shelf.with_pack(folder)


def test_one_slip_in_a_table_is_told_once_and_not_by_all_who_refer_to_it(
    shelf: Shelf, tmp_path: Path
) -> None:
    tables = {name: [SOUND[name]] for name in ("centres", "equipment", "staff", "treatments")}
    tables["facts"] = [SOUND["facts"] | {"place": "JOR/amman", "source": "registry"}]
    folder = write(tmp_path / "mine", tables)
    (folder / "sources.csv").write_text("key,citaton\nregistry,The registry\n")
    file = folder / "centres.csv"
    file.write_text(file.read_text().replace("sector", "sectr", 1))
    with pytest.raises(BadPack) as caught:
        check_pack(folder, shelf)
    said = str(caught.value)
    assert caught.value.values["count"] == 3 and "did you mean 'sector'?" in said, said
    assert (
        said.count("did you mean 'citation'?") == 1 and said.count("'citation': this column is missing") == 1
    )


def test_a_producer_of_the_packs_own_may_send_and_a_neighbours_airport_may_receive(
    shelf: Shelf, tmp_path: Path
) -> None:
    """Damascus lies 180 km from Amman; nobody needs an airport of his own."""
    route = SOUND["routes"] | {"producer": "amman1", "product": "i131_dtc", "to_airport": "DAM"}
    folder = write(tmp_path / "mine", {"routes": [route]})
    with pytest.raises(BadPack, match="there is no producer 'amman1'"):
        check_pack(folder, shelf)
    (folder / "producers.csv").write_text("id,role,name\namman1,radiopharmacy,A radiopharmacy\n")
    assert check_pack(folder, shelf).name == "mine"


def test_a_centre_on_a_far_island_of_its_country_is_not_astray(shelf: Shelf, tmp_path: Path) -> None:
    """Kiritimati lies 3200 km from Tarawa; its airport says that Kiribati is there."""
    place = {"iso3": "KIR", "town": "", "latitude": "1.98", "longitude": "-157.45"}
    assert check_pack(write(tmp_path / "mine", {"centres": [SOUND["centres"] | place]}), shelf).name == "mine"


def test_a_row_that_stands_twice_names_both_lines(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", {"facts": [SOUND["facts"], SOUND["facts"] | {"value": "0.5"}]})
    with pytest.raises(BadPack, match=r"line 3, field 'fact': .* stands already in line 2; keep one"):
        check_pack(folder, shelf)


def test_text_that_is_not_utf8_names_the_line(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "mine",
        {"centres": [SOUND["centres"], SOUND["centres"] | {"centre": "b", "name": "Hôpital"}]},
        encoding="cp1252",
    )
    with pytest.raises(BadPack, match=r"centres.csv: line 3 is not UTF-8 text .*CSV UTF-8"):
        check_pack(folder, shelf)


def test_a_table_with_a_slip_in_its_name_is_not_passed_over(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", {"centres": [SOUND["centres"]]})
    (folder / "centres.csv").rename(folder / "centers.csv")
    with pytest.raises(BadPack, match=r"centers.csv: a pack has no such table; did you mean centres.csv\?"):
        check_pack(folder, shelf)


def test_two_forms_of_one_table_are_refused(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", {"facts": [SOUND["facts"]]})
    saved_as_xlsx(folder / "facts.csv")
    write(folder, {"facts": [SOUND["facts"]]})
    with pytest.raises(BadPack, match=r"facts.xlsx stands beside it; keep the one that holds"):
        check_pack(folder, shelf)


def test_two_packs_of_one_name_are_refused(shelf: Shelf, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", {"facts": [SOUND["facts"]]})
    (folder / "pack.toml").write_text('name = "open"\n')
    with pytest.raises(
        BadPack, match=r"pack.toml: a pack named 'open' lies here already; give it another name"
    ):
        check_pack(folder, shelf)


def test_a_folder_that_is_no_pack_says_so(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"no pack.toml inside"):
        check_pack(tmp_path, shelf)


def test_a_changed_value_may_not_go_on_citing_the_old_source(shelf: Shelf, tmp_path: Path) -> None:
    old = shelf.fact("country.outages_per_month", "JOR")
    row = SOUND["facts"] | {
        "fact": old.id,
        "value": "7",
        "low": "",
        "high": "",
        "unit": old.unit,
        "source": old.source,
        "on": old.on,
        "note": old.note,
    }
    folder = write(tmp_path / "mine", {"facts": [row]})
    with pytest.raises(
        BadPack,
        match=rf"field 'source': source {old.source!r} says .*, not 7; write where the new value comes from",
    ):
        check_pack(folder, shelf)


def test_a_row_left_empty_is_passed_over(shelf: Shelf, tmp_path: Path) -> None:
    empty = SOUND["facts"] | {
        "value": "",
        "low": "",
        "high": "",
        "state": "",
        "text": "",
        "confirmed_by": "",
        "confirmed_on": "",
    }
    laid = shelf.with_pack(write(tmp_path / "mine", {"facts": [empty]}))
    assert laid.fact(ARPI, "JOR").value == shelf.fact(ARPI, "JOR").value


def saved_as_xlsx(file: Path) -> None:
    """Save a CSV as a spreadsheet program would: numbers as numbers, dates as dates, and the CSV gone."""
    book = Workbook()
    with file.open(encoding="utf-8", newline="") as lines:
        for cells in csv.reader(lines):
            book.active.append([spreadsheet_cell(cell) for cell in cells])
    book.save(file.with_suffix(".xlsx"))
    file.unlink()


def spreadsheet_cell(text: str) -> object:
    for kind in (int, float, date.fromisoformat):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None


@pytest.mark.parametrize("way", ["semicolons", "tabs", "byte-order mark", "utf-16", "xlsx"])
def test_what_a_spreadsheet_saves_is_read_the_same(way: str, shelf: Shelf, tmp_path: Path) -> None:
    tables = {name: [dict(SOUND[name])] for name in ("facts", "centres", "equipment")}
    separator = {"semicolons": ";", "tabs": "\t"}.get(way, ",")
    if separator == ";":
        tables["facts"][0] |= {"value": "0,6", "low": "0,4", "high": "0,8", "confirmed_on": "31.03.2026"}
        tables["centres"][0] |= {
            "latitude": "31,95",
            "longitude": "35,93",
            "therapies": "lu177_psma617|i131_dtc",
        }
    encoding = {"byte-order mark": "utf-8-sig", "utf-16": "utf-16"}.get(way, "utf-8")
    folder = write(tmp_path / "mine", tables, separator, encoding)
    if way == "xlsx":
        for file in list(folder.glob("*.csv")):
            saved_as_xlsx(file)
    laid = shelf.with_pack(folder)
    fact = laid.fact(ARPI, "JOR")
    assert (fact.value, fact.low, fact.high, fact.confirmed_by, fact.confirmed_on) == (
        0.6,
        0.4,
        0.8,
        "Dr A. Example",
        "2026-03-31",
    )
    assert laid.table("centres", "JOR")[0]["latitude"] == "31.95"
    assert laid.table("equipment", "JOR")[0]["count"] == "2"


cell_texts = st.one_of(
    st.sampled_from(["", "JOR", "0.5", "1e9", "-1", "2024", "yes", "reported", "own", "lu177_psma617"]),
    st.text(max_size=6),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.sampled_from(sorted(HEADERS)), data=st.data())
def test_whatever_is_in_a_table_the_answer_is_a_sound_pack_or_a_list_of_sentences(
    table: str, data: st.DataObject, shelf: Shelf, tmp_path: Path
) -> None:
    row = {name: data.draw(cell_texts) for name in HEADERS[table]}
    folder = write(tmp_path / "mine", {table: [row]})
    try:
        check_pack(folder, shelf, TODAY)
    except BadPack as error:
        assert error.values["count"]
        assert str(folder) in str(error)
    finally:
        (folder / f"{table}.csv").unlink()
