"""Reading spreadsheets as people save them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from hevesy.errors import BadCell, BadTable
from hevesy.tables import Column, read_table

COLUMNS = (
    Column("town", required=True), Column("people", "number", low=0), Column("share", "number", low=0, high=1),
    Column("seen", "date"), Column("open", "flag"), Column("state", "choice", choices=("reported", "imputed")),
)  # fmt: skip


def saved(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "towns.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text",
    ["town,people,share,seen,open,state\nAmman,1275857,0.46,2026-03-31,yes,reported\n",
     "town;people;share;seen;open;state\nAmman;1275857;0,46;31.03.2026;1;reported\n",
     "town\tpeople\tshare\tseen\topen\tstate\nAmman\t1 275 857\t0.46\t2026/03/31\ttrue\treported\n",
     'town,people,share,seen,open,state\r\nAmman,"1,275,857",0.46,2026-03-31 00:00:00,TRUE,reported\r\n'],
)  # fmt: skip
def test_the_same_row_is_read_from_every_way_of_saving_it(tmp_path: Path, text: str, encoding: str) -> None:
    (row,) = read_table(saved(tmp_path, text, encoding), COLUMNS)
    assert dict(row) == {
        "town": "Amman",
        "people": 1275857,
        "share": 0.46,
        "seen": date(2026, 3, 31),
        "open": True,
        "state": "reported",
    }


def test_a_workbook_reads_as_its_csv_would(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["town", "people", "seen"])
    book.active.append(["Amman", 1275857, date(2026, 3, 31)])
    book.save(tmp_path / "towns.xlsx")
    (row,) = read_table(tmp_path / "towns.xlsx", COLUMNS)
    assert (row["town"], row["people"], row["seen"], row["share"]) == (
        "Amman",
        1275857,
        date(2026, 3, 31),
        None,
    )


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [("town,peple\nAmman,1\n", "line 1, field 'peple'", "did you mean 'people'"),
     ("people\n1\n", "line 1, field 'town'", "this column is missing"),
     ("town,people\nAmman,-5\n", "line 2, field 'people'", "-5 is below 0; check the sign"),
     ("town,share\nAmman,46\n", "line 2, field 'share'", "46 is above 1; check the unit"),
     ("town,people\nAmman,many\n", "line 2, field 'people'", "'many' is not a number"),
     ("town,seen\nAmman,31/03/26\n", "line 2, field 'seen'", "is not a date"),
     ("town,open\nAmman,perhaps\n", "line 2, field 'open'", "neither yes nor no"),
     ("town,state\nAmman,reportd\n", "line 2, field 'state'", "did you mean 'reported'"),
     ("town,people\n,5\n", "line 2, field 'town'", "this is empty"),
     ("town,people\nAmman,1,2\n", "line 2, field 'people'", "has 3 cells"),
     ("town,town\nAmman,x\n", "line 1, field 'town'", "stands twice")],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_line_and_field(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    with pytest.raises(BadCell) as caught:
        read_table(saved(tmp_path, text), COLUMNS)
    assert where in str(caught.value) and what in str(caught.value) and "towns.csv" in str(caught.value)


def test_bytes_that_are_not_text_name_their_line(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"line 2 is not UTF-8"):
        read_table(saved(tmp_path, "town\nLa Réunion\n", "cp1252"), COLUMNS)


def test_comments_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert [
        row["town"]
        for row in read_table(saved(tmp_path, "town,people\n# fill in below,\n,\nIrbid,\n"), COLUMNS)
    ] == ["Irbid"]


PEOPLE = "town;people;share\n"


@pytest.mark.parametrize("cell", ["1.512", "26.890"])
def test_a_point_is_refused_where_the_file_writes_decimal_commas_elsewhere(tmp_path: Path, cell: str) -> None:
    whole = cell.replace(".", "")
    with pytest.raises(
        BadCell, match=rf"line 2, field 'people': '{cell}' is {whole} or .*; write {whole} or"
    ):
        read_table(saved(tmp_path, f"{PEOPLE}Amman;{cell};0,46\n"), COLUMNS)


@pytest.mark.parametrize(
    ("text", "people", "share"),
    [(f"{PEOPLE}Amman;1.512;0.46\n", 1.512, 0.46),  # no decimal comma anywhere: the point is a point
     (f"{PEOPLE}Amman;1512,5;0.460\n", 1512.5, 0.46),  # no thousands begin with 0
     (f"{PEOPLE}Amman;1.512,5;0,46\n", 1512.5, 0.46),
     (f"{PEOPLE}Amman;1.275.857;0,46\n", 1275857, 0.46)],
)  # fmt: skip
def test_what_can_be_read_in_one_way_only_is_read(
    tmp_path: Path, text: str, people: float, share: float
) -> None:
    (row,) = read_table(saved(tmp_path, text), COLUMNS)
    assert (row["people"], row["share"]) == (people, share)


def test_hours_may_be_written_as_a_clock_shows_them(tmp_path: Path) -> None:
    hour = (Column("town"), Column("leaves", "number", low=0, high=24, unit="hour"))
    rows = read_table(saved(tmp_path, "town,leaves\na,10:30\nb,9:45:00\nc,0:06\n"), hour)
    assert [row["leaves"] for row in rows] == [10.5, 9.75, 0.1]
    with pytest.raises(BadCell, match=r"'10.30 Uhr' is not a number; .* as in 10:30 or 10.5"):
        read_table(saved(tmp_path, "town,leaves\na,10.30 Uhr\n"), hour)
    with pytest.raises(BadCell, match="25:00 is above 24 hour"):
        read_table(saved(tmp_path, "town,leaves\na,25:00\n"), hour)


def test_a_row_that_only_names_what_it_is_about_says_nothing(tmp_path: Path) -> None:
    columns = (Column("town", required=True, names=True), Column("people", "number", required=True))
    rows = read_table(saved(tmp_path, "town,people\nAmman,\nIrbid,5\n"), columns)
    assert [(row["town"], row["people"]) for row in rows] == [("Irbid", 5)]
