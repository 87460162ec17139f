"""A figure on the map: the class of each country, and what each class stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hevesy.facts import State
from hevesy.pictures.world_map import class_of, even_breaks
from hevesy_service.atlas.outlines import base
from hevesy_service.atlas.table import Cell, CountryRow
from hevesy_service.said import digits

LAST = 4  # classes are m0 to m4, from pale to dark


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map: its name in the file, the classes of its colour, and what a pointer over it says."""

    name: str
    classes: str
    said: str
    iso3: str


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: the class of its colour, what it stands for, and how many countries it has."""

    classes: str
    words: str
    countries: int


def coloured(rows: Sequence[CountryRow], at: int, form: str) -> tuple[list[Shape], list[Key]]:
    """Every country of the map by its figure in one column; what has no figure, or no row, is drawn as missing."""
    cells = {row.country.iso3: (row.country.name, row.cells[at]) for row in rows}
    known = [cell.number for _, cell in cells.values() if cell.number]
    limits = even_breaks(known)
    shapes = [_shape(name, cells.get(name), limits) for name in sorted(base().drawn)]
    return shapes, _keys([cell for _, cell in cells.values()], limits, form)


def _shape(name: str, held: tuple[str, Cell] | None, limits: Sequence[float]) -> Shape:
    if held is None:
        return Shape(name.replace(" ", "_").replace(".", ""), "mm", name if len(name) > 3 else "", "")
    title, cell = held
    said = " ".join(part for part in (cell.written, cell.words, f"({cell.year})" if cell.year else "") if part)
    return Shape(name, _classes(cell, limits), f"{title}: {said}", name)


def _classes(cell: Cell, limits: Sequence[float]) -> str:
    if cell.number is None:
        return "mm"
    if cell.number == 0:
        return "mz"
    public = " mp" if cell.state is State.PUBLIC_ONLY else ""
    return f"m{_shade(class_of(cell.number, limits), limits)}{public}"


def _shade(place: int, limits: Sequence[float]) -> int:
    return round(place * LAST / max(1, len(limits)))


def _keys(cells: Sequence[Cell], limits: Sequence[float], form: str) -> list[Key]:
    known = [cell for cell in cells if cell.number]
    found = []
    for place in range(len(limits) + 1 if known else 0):
        inside = sum(class_of(cell.number or 0.0, limits) == place for cell in known)
        found.append(Key(f"m{_shade(place, limits)}", _range(limits, place, form), inside))
    zero = sum(cell.number == 0 for cell in cells)
    public = sum(cell.state is State.PUBLIC_ONLY for cell in known)
    missing = sum(cell.number is None for cell in cells)
    if zero:
        found.append(Key("mz", _("reported zero"), zero))
    if public:
        found.append(Key("mp", _("public sector only (of the above)"), public))
    return [*found, Key("mm", _("missing: nothing is known, which is not zero"), missing)]


def _range(limits: Sequence[float], place: int, form: str) -> str:
    if not limits:
        return _("any")
    if place == 0:
        return _("under %(limit)s") % {"limit": digits(f"{limits[0]:{form}}")}
    if place == len(limits):
        return _("%(limit)s or more") % {"limit": digits(f"{limits[-1]:{form}}")}
    low, high = (digits(f"{each:{form}}") for each in (limits[place - 1], limits[place]))
    return _("%(low)s to under %(high)s") % {"low": low, "high": high}
