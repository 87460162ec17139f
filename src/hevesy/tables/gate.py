"""The gate before a workbook is opened: every XML part is read once, bit by bit, with nothing of it kept.

openpyxl builds a tree of what it reads; this makes sure beforehand that the tree stays small. What is found on the
way (where values end, formulas, merged cells) openpyxl does not tell when it reads a workbook row by row.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from hevesy.errors import CellTooLong, DamagedWorkbook, OwnDefinitions, TooManyCells, TooManyRows, TooWide
from hevesy.tables.archive import chunks
from hevesy.tables.limits import MB, Limits

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet, in every program
DEPTH = 64
TOKEN = MB  # bytes of one tag; expat reads an unfinished one anew with each bit
OF_A_CELL = {"worksheet": 4, "sst": 2}  # elements for each cell that is allowed, in sheets and in the list of texts
OTHERS = 50_000  # elements of any other part, such as styles, of which openpyxl keeps a tree
SHOWN = 60  # letters of a formula that are shown
XML = (".xml", ".rels", ".vml")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(slots=True)
class Looked:
    """What a sheet holds: its last row and column with a value, formulas by place, and merged ranges."""

    last_row: int = 0
    last_column: int = 0
    valued: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def spoilt_by_merging(self) -> set[tuple[int, int]]:
        """Places within the values that are merged with another."""
        found: set[tuple[int, int]] = set()
        for first_row, first_column, last_row, last_column in self.merged:
            for row in range(first_row, min(last_row, self.last_row) + 1):
                found.update((row, at) for at in range(first_column, min(last_column, self.last_column) + 1))
        return found


def looked(found: zipfile.ZipFile, name: Path, limits: Limits) -> dict[str, Looked]:
    """Each XML part by its name, with what a sheet's holds; raises a BadTable for what no honest program writes."""
    return {
        part: _Reader(name, limits).read(found, part) for part in found.namelist() if part.lower().endswith(XML)
    }


def place(text: str) -> tuple[int, int]:
    """Row and column of a place such as B7; raises ValueError for one that no sheet has.

    >>> place("AA10")
    (10, 27)
    """
    said = _PLACE.fullmatch(text)
    if said is None:
        raise ValueError(text)
    column = 0
    for letter in said[1]:
        column = column * 26 + ord(letter) - 64
    if int(said[2]) > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(text)
    return int(said[2]), column


class _Reader:
    """Follows the tags of one part."""

    def __init__(self, name: Path, limits: Limits) -> None:
        self._name, self._limits, self.found = name, limits, Looked()
        self._elements = self._depth = self._letters = self._cells = 0
        self._row = self._column = 0
        self._most = OTHERS
        self._inside, self._said, self._row_says = "", False, False

    def read(self, packed: zipfile.ZipFile, part: str) -> Looked:
        """Read it to its end."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begins, self._ends
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._letters_of, self._defines
        fed = 0
        try:
            for chunk in chunks(packed, part, self._name):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > TOKEN:
                    raise CellTooLong(file=self._name.name, most=self._limits.letters)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, OverflowError) as error:
            raise DamagedWorkbook(file=self._name.name) from error
        return self.found

    def _defines(self, *_: Any) -> None:
        raise OwnDefinitions(file=self._name.name)

    def _begins(self, tag: str, said: dict[str, str]) -> None:
        self._elements, self._depth = self._elements + 1, self._depth + 1
        name = tag.rpartition(" ")[2]
        if self._elements == 1:
            self._most = OTHERS + OF_A_CELL.get(name, 0) * self._limits.cells
        if self._elements > self._most:
            raise TooManyCells(file=self._name.name, most=f"{self._limits.cells:,}")
        if self._depth > DEPTH:
            raise DamagedWorkbook(file=self._name.name)
        if name == "row":
            self._row_begins(said)
        elif name == "c":
            self._cell_begins(said)
        elif name == "si":
            self._letters = 0
        elif name == "f" and self._column:
            self._inside = "f"
            self.found.formulas[self._row, self._column] = "="
        elif name in ("v", "t"):
            self._inside = name
        elif name == "mergeCell":
            self._merges(said.get("ref", ""))

    def _row_begins(self, said: dict[str, str]) -> None:
        row = int(said["r"][:9]) if "r" in said else self._row + 1
        if not self._row < row <= LAST_ROW:
            raise DamagedWorkbook(file=self._name.name)
        self._row, self._column, self._row_says = row, 0, False

    def _cell_begins(self, said: dict[str, str]) -> None:
        self._cells, self._letters, self._said = self._cells + 1, 0, False
        if self._cells > self._limits.cells:
            raise TooManyCells(file=self._name.name, most=f"{self._limits.cells:,}")
        row, column = place(said["r"]) if "r" in said else (self._row, self._column + 1)
        if row != self._row or not self._column < column <= LAST_COLUMN:
            raise DamagedWorkbook(file=self._name.name)
        self._column = column

    def _letters_of(self, text: str) -> None:
        if not self._inside:
            return
        self._letters += len(text)
        if self._letters > self._limits.letters:
            raise CellTooLong(file=self._name.name, most=f"{self._limits.letters:,}")
        if self._inside == "f":
            place = (self._row, self._column)
            self.found.formulas[place] = (self.found.formulas[place] + text)[:SHOWN]
        self._said = self._said or bool(text.strip())

    def _ends(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition(" ")[2]
        if name in ("v", "t", "f"):
            self._inside = ""
        elif name == "c" and self._said:
            self._says()

    def _says(self) -> None:
        """The cell that ends holds something."""
        found = self.found
        found.last_row, found.last_column = self._row, max(found.last_column, self._column)
        found.valued += not self._row_says
        self._row_says = True
        if found.valued > self._limits.rows:
            raise TooManyRows(file=self._name.name, most=f"{self._limits.rows:,}")
        if found.last_column > self._limits.columns:
            raise TooWide(file=self._name.name, most=f"{self._limits.columns:,}")

    def _merges(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        self.found.merged.append((top, left, bottom, right))
        covered = (min(bottom, self.found.last_row) - top + 1) * (min(right, self.found.last_column) - left + 1)
        self._cells += max(covered, 1)
        if self._cells > 2 * self._limits.cells:
            raise DamagedWorkbook(file=self._name.name)
