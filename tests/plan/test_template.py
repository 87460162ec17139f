"""The pack a country corrects: an unchanged one changes nothing, a corrected one wins."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from hevesy.errors import BadPack, FolderInUse
from hevesy.facts import Fact, Shelf
from hevesy.facts.pack_columns import pack_tables
from hevesy.places import find_country
from hevesy.plan.key_inputs import confirmation, state_in
from hevesy.plan.template import contents, write_template

ARPI = "epidemiology.prostate.cascade.receive_ARPI"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


def said(fact: Fact | None, iso3: str) -> tuple[object, ...] | None:
    """Everything a fact says but where it stands, with the state that the country sees."""
    if fact is None:
        return None
    return (
        fact.value,
        fact.low,
        fact.high,
        fact.unit,
        fact.text,
        fact.dist,
        fact.on,
        state_in(fact, iso3),
        fact.source,
        fact.kind,
        fact.note,
    )


@pytest.mark.parametrize("iso3", ["JOR", "AUS", "FJI"])
def test_an_unchanged_template_changes_no_fact_no_draw_and_no_table(
    iso3: str, shelf: Shelf, tmp_path: Path
) -> None:
    write_template(find_country(iso3, shelf), shelf, tmp_path / "mine", tables=["towns"])
    laid = shelf.with_pack(tmp_path / "mine")
    assert laid.packs[-1].name == iso3.lower()
    assert {name: said(laid.find(name, iso3), iso3) for name in shelf.ids()} == {
        name: said(shelf.find(name, iso3), iso3) for name in shelf.ids()
    }
    old, new = shelf.reader(iso3, draws=8), laid.reader(iso3, draws=8)
    assert new.draw(ARPI).tolist() == old.draw(ARPI).tolist()
    for table in pack_tables():
        assert [figures(row) for row in laid.table(table, iso3)] == [
            figures(row) for row in shelf.table(table, iso3)
        ]
    assert confirmation(laid, iso3).as_plan() == confirmation(shelf, iso3).as_plan()


def figures(row: dict[str, str]) -> dict[str, object]:
    """A row with its numbers as numbers: 145.0 and 145 are one figure."""
    return {
        name: float(cell) if cell.replace(".", "").lstrip("-").isdigit() else cell
        for name, cell in row.items()
    }


def test_a_corrected_row_wins_and_the_others_keep_their_kind(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write_template(find_country("JOR", shelf), shelf, folder)
    with (folder / "facts.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    signed = {
        "source": "own",
        "kind": "verified",
        "confirmed_by": "Dr A. Example",
        "confirmed_on": "2026-03-31",
    }
    for row in rows:
        if row["fact"] == ARPI:
            row |= signed | {"value": "0.7", "low": "0.6", "high": "0.8", "state": "reported"}
    save_as_workbook(folder / "facts.xlsx", rows)
    (folder / "facts.csv").unlink()
    laid = shelf.with_pack(folder)
    assert laid.fact(ARPI, "JOR").value == 0.7
    assert laid.fact(ARPI, "KEN").value == shelf.fact(ARPI, "KEN").value
    referral = "epidemiology.cascade.access.referral_of_eligible"
    assert laid.fact(referral, "JOR").kind == shelf.fact(referral, "JOR").kind
    assert laid.why(ARPI, "JOR").candidates[0].fact.confirmed


def save_as_workbook(file: Path, rows: list[dict[str, str]]) -> None:
    book = Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(
            [
                float(cell) if name in ("value", "low", "high") and cell else cell or None
                for name, cell in row.items()
            ]
        )
    book.save(file)


def test_a_changed_value_with_a_missing_state_is_sent_back(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write_template(find_country("JOR", shelf), shelf, folder)
    file = folder / "facts.csv"
    text = file.read_text(encoding="utf-8-sig").replace(
        "care.waiting_weeks,JOR,,", "care.waiting_weeks,JOR,9,"
    )
    file.write_text(text, encoding="utf-8-sig")
    with pytest.raises(BadPack, match=r"facts.csv, line \d+, field 'state': a missing value cannot be 9"):
        shelf.with_pack(folder)


def test_the_rows_that_the_minimum_asks_for_stand_ready_and_say_nothing(shelf: Shelf, tmp_path: Path) -> None:
    write_template(find_country("KEN", shelf), shelf, tmp_path / "mine")
    with (tmp_path / "mine" / "policy.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    asked = {(row["therapy"], row["item"]) for row in rows if not row["value"]}
    assert {("all", "release_rule"), ("lu177_psma617", "approval"), ("i131_dtc", "paid_drug")} <= asked
    with (tmp_path / "mine" / "routes.csv").open(encoding="utf-8-sig", newline="") as lines:
        routes = list(csv.DictReader(lines))
    assert [row["product"] for row in routes] == ["lu177_psma617", "lu177_dotatate", "i131_dtc"]
    laid = shelf.with_pack(tmp_path / "mine")
    assert laid.table("policy", "KEN") == shelf.table("policy", "KEN") and not laid.table("routes", "KEN")


def test_a_folder_in_use_is_left_alone(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("ours")
    with pytest.raises(FolderInUse, match="is not an empty folder"):
        write_template(find_country("JOR", shelf), shelf, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_stop_leaves_nothing_behind(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", stop)
    with pytest.raises(KeyboardInterrupt):
        write_template(find_country("JOR", shelf), shelf, tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


def test_the_guidance_names_every_table_column_and_question(shelf: Shelf) -> None:
    files = contents(find_country("JOR", shelf), shelf)
    assert {f"{table}.csv" for table in pack_tables() if table != "towns"} < set(files)
    for words in (
        "reported_zero (somebody counted",
        "Unknown is not zero",
        "radiopharmacy_level",
        "30. How many people",
    ):
        assert words in files["README.txt"]
    assert files["centres.csv"].splitlines() == [files["centres.csv"].strip()]
