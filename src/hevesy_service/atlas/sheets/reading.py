"""What a brought file says, row by row, whichever program saved it and in whichever of our languages it is headed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from hevesy.tables import OF_AN_UPLOAD, Opened, Sheet, Spoilt, open_table
from hevesy_service.atlas.sheets.parts import IDENTITY, PARTS, explaining, folded, headers
from hevesy_service.refusals import NoTable

LIMITS = replace(OF_AN_UPLOAD, rows=1_000)  # each row is a form to check and a row of the book to write
TOP = 20  # lines among which the titles of columns stand
FEWEST = 3  # titles by which a table is known
LETTERS = 400  # of a cell that are kept; what may be longer than 300 is refused in words


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that says something: cells by part, and those that must not be read with why and what stood there."""

    kind: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    spoilt: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the whole file that a reader should know; `code` is one of `looking.REMARKS`."""

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """All that was taken from a file."""

    rows: list[Taken]
    remarks: list[Remark]
    decimal_comma: bool

    def stored(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Brought:
        """From what `stored` gave."""
        rows, remarks = stored["rows"], stored["remarks"]
        return cls([Taken(**row) for row in rows], [Remark(**each) for each in remarks], stored["decimal_comma"])


def brought(data: bytes, name: str) -> Brought:
    """The rows of a file; raises a BadTable that says why it is not opened, and NoTable where none is ours."""
    file = Path(name)
    opened = open_table(data, file, LIMITS, guess=True)
    rows: list[Taken] = []
    remarks = list(_of_file(opened, file))
    known = False
    for sheet in opened.sheets:
        head = _head(sheet)
        if head is None:
            if sheet.lines and sheet.title and folded(sheet.title) not in explaining():
                remarks.append(Remark("sheet", {"sheet": sheet.title}))
            continue
        known = True
        rows.extend(_rows(sheet, *head))
        remarks.extend(_of_columns(sheet, *head))
    if not known:
        raise NoTable(file=file.name)
    return Brought(rows, remarks, opened.decimal_comma)


def _of_file(opened: Opened, file: Path) -> Iterator[Remark]:
    if opened.guessed:
        yield Remark("guessed", {"encoding": opened.encoding})
    for title in opened.hidden:
        yield Remark("hidden", {"sheet": title})
    if not opened.encoding and file.suffix.lower() != ".xlsx":
        yield Remark("called", {"file": file.name})


def _head(sheet: Sheet) -> tuple[int, str, dict[int, str]] | None:
    """The place of the line with the titles, the kind of the table, and the part at each place."""
    for at, (_number, cells) in enumerate(sheet.lines[:TOP]):
        best = max((_known(kind, cells) for kind in PARTS), key=lambda found: len(found[1]))
        if len(best[1]) >= FEWEST and any(part in best[1].values() for part in IDENTITY[best[0]]):
            return (at, *best)
    return None


def _known(kind: str, cells: Sequence[str]) -> tuple[str, dict[int, str]]:
    titles, found = headers(kind), dict[int, str]()
    for place, cell in enumerate(cells):
        part = titles.get(folded(cell))
        if part is not None and part not in found.values():
            found[place] = part
    return kind, found


def _rows(sheet: Sheet, at: int, kind: str, places: Mapping[int, str]) -> Iterator[Taken]:
    for number, line in sheet.lines[at + 1 :]:
        held = [(part, line[place]) for place, part in places.items() if place < len(line)]
        cells = {part: cell.strip()[:LETTERS] for part, cell in held if cell.strip() and not isinstance(cell, Spoilt)}
        spoilt = {part: (cell.why, str(cell)[:LETTERS]) for part, cell in held if isinstance(cell, Spoilt)}
        if cells or spoilt:
            yield Taken(kind, sheet.title, number, cells, spoilt)


def _of_columns(sheet: Sheet, at: int, kind: str, places: Mapping[int, str]) -> Iterator[Remark]:
    unknown = [cell.strip() for place, cell in enumerate(sheet.lines[at][1]) if cell.strip() and place not in places]
    if unknown:
        yield Remark("columns", {"columns": ", ".join(unknown)[:LETTERS]})
