"""Files that were made to do harm, or that nobody can read: refused in a sentence, within bounds of memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tables import hostile
from tests.tables.hostile import SHEET, book, packed, parts_of, text, with_parts, with_sheet

from hevesy import errors
from hevesy.errors import BadTable
from hevesy.tables import OF_AN_UPLOAD, Limits, open_table, read_table
from hevesy.tables.columns import Column
from hevesy.tables.gate import place

NAME = Path("figures.xlsx")
CLONE = Path(__file__).resolve().parents[2]
DIGITS = "".join(map(str, range(500_000)))  # three million, which pack as a text does


def utf_16(sheet: str) -> bytes:
    return sheet.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")


def ole(inside: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + inside.encode("utf-16-le")


def of(**more: bytes | str) -> Callable[[], bytes]:
    return lambda: with_parts(**more)


def instead(sheet: bytes | str) -> Callable[[], bytes]:
    return lambda: packed({**parts_of(book(["a"])), SHEET: sheet})


def with_media(number: int, content: bytes) -> bytes:
    return packed({**parts_of(book(["a"])), **{f"xl/media/{n}.png": content for n in range(number)}})


def of_macros() -> bytes:
    own, other = b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    return packed({name: part.replace(own, other) for name, part in parts_of(book(["a"])).items()})


def hidden_from_the_gate() -> bytes:
    """Texts in a part whose name says that it is no XML."""
    return packed(hostile.with_texts(f'<sst xmlns="{hostile.MAIN}">{"<si/>" * 1_000}</sst>', "xl/strings.bin"))


def merged_for_ever() -> bytes:
    rows = f'<row r="1">{text("A1", "x")}{text("CV1", "x")}</row><row r="5000">{text("A5000", "x")}</row>'
    merged = '<mergeCell ref="A1:CV5000"/>' * 500
    return with_sheet(rows, tail=f"</sheetData><mergeCells>{merged}</mergeCells></worksheet>")


def cells(rows: int) -> str:
    return "".join(f'<row r="{n}">{"<c/>" * 16_384}</row>' for n in range(1, rows + 1))


ODS = "application/vnd.oasis.opendocument.spreadsheet"
HOSTILE: dict[str, tuple[Callable[[], bytes], type[BadTable]]] = {
    "a bomb of 60 MB": (lambda: hostile.bomb(60), errors.UnpacksTooLarge),
    "a bomb that lies about its size": (hostile.lying, errors.DamagedWorkbook),
    "many parts that are each sound": (lambda: with_media(300, b"x"), errors.TooManyParts),
    "together too much": (lambda: with_media(60, b"x" * 900_000), errors.UnpacksTooLarge),
    "a part that leads out": (lambda: with_parts(**{"../../evil.py": "x"}), errors.TooManyParts),
    "a part on a drive": (lambda: with_parts(**{"C:\\evil.py": "x"}), errors.TooManyParts),
    "packed by bzip2": (lambda: packed(parts_of(book(["a"])), zipfile.ZIP_BZIP2), errors.TooManyParts),
    "a billion laughs": (instead(hostile.laughs()), errors.OwnDefinitions),
    "laughs in UTF-16": (instead(utf_16(hostile.laughs())), errors.OwnDefinitions),
    "a file of the machine": (instead(hostile.outside()), errors.OwnDefinitions),
    "laughs in the styles": (of(xl__styles_0xml=hostile.laughs()), errors.OwnDefinitions),
    "rows without an end": (lambda: with_sheet(hostile.rows(5_001)), errors.TooManyRows),
    "a very wide sheet": (lambda: with_sheet(f'<row r="1">{text("CW1", "x")}</row>'), errors.TooWide),
    "cells without an end": (lambda: with_sheet(cells(7)), errors.TooManyCells),
    "a cell of a million letters": (
        lambda: with_sheet(f'<row r="1">{text("A1", DIGITS[:1_000_000])}</row>'), errors.CellTooLong),
    "a tag of three megabytes": (lambda: with_sheet(f'<row r="1" s="{DIGITS}"></row>'), errors.CellTooLong),
    "styles without an end": (
        of(xl__styles_0xml=f'<styleSheet xmlns="{hostile.MAIN}">{"<xf/>" * 50_001}</styleSheet>'), errors.TooManyCells),
    "tags in tags": (lambda: with_sheet("<a>" * 5_000 + "</a>" * 5_000), errors.DamagedWorkbook),
    "a row that no sheet has": (lambda: with_sheet('<row r="1048577"></row>'), errors.DamagedWorkbook),
    "a row of many digits": (lambda: with_sheet(f'<row r="{"9" * 5_000}"></row>'), errors.DamagedWorkbook),
    "rows in disorder": (lambda: with_sheet('<row r="5"/><row r="3"/>'), errors.DamagedWorkbook),
    "a column that no sheet has": (
        lambda: with_sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'), errors.DamagedWorkbook),
    "merged without an end": (merged_for_ever, errors.DamagedWorkbook),
    "texts by another name": (hidden_from_the_gate, errors.TooManyParts),
    "macros": (lambda: with_parts(**{"xl/vbaProject.bin": b"x"}), errors.HoldsMacros),
    "macros by another name": (of_macros, errors.HoldsMacros),
    "an old workbook": (lambda: ole("Workbook"), errors.OldWorkbook),
    "with a password": (lambda: ole("EncryptedPackage"), errors.PasswordProtected),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", errors.NotATable),
    "a web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", errors.NotATable),
    "text by the name of a workbook": (lambda: b"a,b\n1,2\n", errors.NotATable),
    "another zip": (lambda: packed({"mimetype": ODS}), errors.NotATable),
    "half a file": (lambda: book(["a"])[:2_000], errors.DamagedWorkbook),
    "six megabytes": (lambda: b"PK\x03\x04" + b"\0" * 6_000_000, errors.FileTooLarge),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_workbook_is_refused_in_a_sentence(what: str) -> None:
    make, refused = HOSTILE[what]
    with pytest.raises(refused, match=r"figures\.xlsx .*; .*\.$") as said:
        open_table(make(), NAME, OF_AN_UPLOAD)
    assert type(said.value) is refused and "Traceback" not in str(said.value)


@pytest.mark.parametrize(
    ("data", "refused"),
    [("id\n" + "x\n" * 5_001, errors.TooManyRows), ("id," + "," * 100 + "x\n", errors.TooWide),
     ("id,note\na," + "x" * 40_000 + "\n", errors.CellTooLong),
     ('id,note\na,"' + "never closed\n" * 20_000, errors.CellTooLong),
     ("id\n" + ("," * 99 + "\n") * 1_100, errors.TooManyCells), ("id\0\nx\n", errors.NotATable)],
)  # fmt: skip
def test_a_hostile_csv_too(data: str, refused: type[BadTable]) -> None:
    with pytest.raises(refused):
        open_table(data.encode(), Path("figures.csv"), OF_AN_UPLOAD)


def test_an_honest_workbook_passes_with_empty_cells_far_below_and_far_aside() -> None:
    """Whoever gives whole columns a colour saves a million empty rows; only what says something counts."""
    below = "".join(f'<row r="{n}"/>' for n in range(3, 100_000))
    rows = f'<row r="1">{text("A1", "town")}<c r="XFD1"/></row><row r="2">{text("A2", "Amman")}</row>{below}'
    (sheet,) = open_table(with_sheet(rows), NAME, OF_AN_UPLOAD).sheets
    assert sheet.lines == [(1, ["town"]), (2, ["Amman"])]


def test_what_is_inside_decides_and_not_the_name() -> None:
    found = open_table(book(["town"], ["Amman"]), Path("figures.csv"), OF_AN_UPLOAD)
    assert found.sheets[0].lines == [(1, ["town"]), (2, ["Amman"])]


def test_hidden_sheets_are_passed_over_and_named(tmp_path: Path) -> None:
    parts = parts_of(book(["town"]))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="veryHidden"')
    found = open_table(packed(parts), NAME, OF_AN_UPLOAD)
    assert (found.sheets, found.hidden) == ((), ("Sheet",))
    path = tmp_path / "towns.xlsx"
    path.write_bytes(packed(parts))
    with pytest.raises(BadTable, match="the file is empty"):
        read_table(path, (Column("town"),))


def test_formulas_are_never_computed_nor_their_kept_results_believed(tmp_path: Path) -> None:
    """A file may show 12 and hold a formula that says 13: the cell is refused, the other rows are told apart."""
    head = "".join(text(f"{column}1", said) for column, said in (("A", "town"), ("B", "people")))
    rows = f'<row r="1">{head}</row><row r="2">{text("A2", "Amman")}<c r="B2"><f>1+12</f><v>12</v></c></row>'
    path = tmp_path / "towns.xlsx"
    path.write_bytes(with_sheet(rows))
    with pytest.raises(errors.BadCell, match=r"line 2, field 'people': =1\+12 is a formula, .*; write its result"):
        read_table(path, (Column("town"), Column("people", "number")))


def test_merged_cells_and_errors_of_formulas_are_named(tmp_path: Path) -> None:
    head = "".join(text(f"{column}1", said) for column, said in (("A", "town"), ("B", "people")))
    merged = "</sheetData><mergeCells><mergeCell ref='B2:B3'/></mergeCells></worksheet>"
    rows = f'<row r="1">{head}</row><row r="2">{text("A2", "Amman")}<c r="B2"><v>5</v></c></row>'
    rows += f'<row r="3">{text("A3", "Irbid")}</row>'
    path, columns = tmp_path / "towns.xlsx", (Column("town"), Column("people", "number"))
    path.write_bytes(with_sheet(rows, tail=merged))
    with pytest.raises(errors.BadCell, match="line 2, field 'people': this cell is merged with others"):
        read_table(path, columns)
    path.write_bytes(with_sheet(f'<row r="1">{head}</row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'))
    with pytest.raises(errors.BadCell, match="line 2, field 'town': #REF! is an error of a formula"):
        read_table(path, columns)


def test_places_of_a_sheet_by_hand() -> None:
    assert [place(each) for each in ("A1", "Z9", "AA10", "XFD1048576")] == [(1, 1), (9, 26), (10, 27), (1048576, 16384)]
    for wrong in ("", "A0", "a1", "XFE1", "A1048577", "1A", "A" * 99 + "1"):
        with pytest.raises(ValueError):
            place(wrong)


WATCHED = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import charset_normalizer, openpyxl
from hevesy.errors import BadTable
from hevesy.tables import OF_AN_UPLOAD, OF_A_TABLE, open_table

def most() -> float:  # not ru_maxrss, in which Linux counts what the parent had, too
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024

data = Path(sys.argv[1]).read_bytes()
before, began, code = most(), time.process_time(), ""
try:
    open_table(data, Path(sys.argv[1]), OF_AN_UPLOAD if sys.argv[3] == "upload" else OF_A_TABLE)
except BadTable as error:
    code = error.code
print(json.dumps({"code": code, "grown_mb": most() - before, "seconds": time.process_time() - began}))
"""


def watched(path: Path, limits: str) -> dict[str, float | str]:
    """What a process of its own said of a file, and by how much its memory grew at most."""
    command = [sys.executable, "-c", WATCHED, str(path), str(CLONE / "src"), limits]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    sys.stdout.write(f"{path.name} as {limits}, {path.stat().st_size // 1000} kB: {done.stdout}")
    told: dict[str, float | str] = json.loads(done.stdout)
    return told


BOUNDED = [
    ("million", "upload", "tables.file_too_large"), ("million", "table", "tables.too_many_rows"),
    ("thin", "upload", "tables.too_many_rows"), ("bomb", "upload", "tables.unpacks_too_large"),
    ("bomb", "table", "tables.unpacks_too_large"), ("fullest", "upload", ""), ("styled", "upload", ""),
]  # fmt: skip


@pytest.mark.security
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux")
@pytest.mark.slow("a gigabyte is packed, and a million rows are written, before they are refused")
@pytest.mark.parametrize(("what", "limits", "code"), BOUNDED)
def test_memory_and_time_are_bounded(what: str, limits: str, code: str, tmp_path: Path) -> None:
    """Within 80 MB above what the file itself takes, and in seconds; also the fullest file that is let in."""
    path = tmp_path / f"{what}.xlsx"
    path.write_bytes(getattr(hostile, what)())
    told = watched(path, limits)
    assert told["code"] == code
    assert float(told["grown_mb"]) < 80 and float(told["seconds"]) < 10


def test_the_limits_of_an_upload_are_within_those_of_a_table() -> None:
    small, large = OF_AN_UPLOAD, Limits()
    assert all(getattr(small, name) <= getattr(large, name) for name in Limits.__slots__)
