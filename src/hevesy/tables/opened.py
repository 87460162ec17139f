"""What is found in a file of the world: its sheets, and their lines as text."""

from __future__ import annotations

from dataclasses import dataclass

Line = tuple[int, list[str]]  # the number of the line or row, and its cells; a cell may be Spoilt


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (none in CSV) and its lines that hold anything."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds. `encoding` is none in a workbook; it was `guessed` where the file did not say it."""

    sheets: tuple[Sheet, ...]
    decimal_comma: bool = False
    encoding: str = ""
    guessed: bool = False
    hidden: tuple[str, ...] = ()
