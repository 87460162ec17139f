"""How much of a file from the world is read at once."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read: megabytes as it lies there and unpacked, parts of a workbook, and of each sheet its
    rows and columns that say something, and its cells, whether they do or not.

    `ratio` is how many times a part of over a megabyte may grow (Apache POI, too, draws the line at 100);
    `letters` is what a cell may hold: Excel and LibreOffice Calc themselves cut at 32,767.
    """

    file_mb: float = 50
    unpacked_mb: float = 500
    parts: int = 1_000
    ratio: int = 100
    rows: int = 200_000
    columns: int = 500
    cells: int = 2_000_000
    letters: int = 32_767


OF_A_TABLE = Limits()  # a person's own file, read on their own machine
OF_AN_UPLOAD = Limits(file_mb=5, unpacked_mb=50, parts=200, rows=5_000, columns=100, cells=100_000)
