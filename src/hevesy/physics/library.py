"""The nuclides on the shelf, read when first asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TypeVar

from hevesy.errors import UnknownNuclide
from hevesy.facts import Pack, shipped_packs
from hevesy.physics.nuclide import AirKerma, Branch, Energies, Line, Nuclide, readings
from hevesy.tables import Column, Row, nearest, read_table

Entry = TypeVar("Entry")

_ENERGIES = {
    field.name: f"{field.name}_mev" for field in fields(Energies) if not field.name.endswith("_yield")
}
_YIELDS = {name: name for name in ("beta_minus_yield", "beta_plus_yield")}

NUCLIDES = (
    Column("nuclide", required=True), Column("use"), Column("half_life_s", "number", low=0.0),
    Column("half_life_text", required=True),
    *(Column(name, "number", low=0.0) for name in (*_ENERGIES.values(), *_YIELDS.values())),
    Column("source", required=True), Column("energy_source"), Column("kind", required=True),
    *(Column(name, "number", low=0.0) for name in ("air_kerma", "air_kerma_gamma_only", "air_kerma_with_x_rays")),
    *(Column(name) for name in ("air_kerma_source", "air_kerma_kind", "air_kerma_note")),
)  # fmt: skip
DECAYS = (
    Column("parent", required=True), Column("daughter", required=True), Column("fraction", "number", True, 0.0, 1.0),
    Column("mode", required=True), Column("source"), Column("kind"),
)  # fmt: skip
LINES = (
    Column("nuclide", required=True), Column("radiation", required=True), Column("energy_kev", "number", True, 0.0),
    Column("yield", "number", True, 0.0), Column("source"), Column("kind"),
)  # fmt: skip


def nuclide(name: str, among: Mapping[str, Nuclide] | None = None) -> Nuclide:
    """The nuclide that is meant, however it is spelt; raises UnknownNuclide with the nearest name.

    >>> nuclide("177Lu").half_life_text, nuclide("lu177").name
    ('6.647 d', 'Lu-177')
    """
    known = library() if among is None else among
    meant = list(readings(name))
    for reading in meant:
        if reading in known:
            return known[reading]
    guess = nearest(meant[0] if meant else name, list(known))
    raise UnknownNuclide(text=name, nearest=f" (did you mean {guess}?)" if guess else "")


@cache
def library() -> Mapping[str, Nuclide]:
    """Every nuclide of the shipped packs, by name; read once."""
    return library_of(shipped_packs(restricted=False))


def library_of(packs: Sequence[Pack]) -> Mapping[str, Nuclide]:
    """Every nuclide of these packs, by name; a later pack replaces a nuclide, its branches and its lines whole."""
    found: dict[str, Nuclide] = {}
    for pack in packs:
        found |= _read(pack)
    return found


def _read(pack: Pack) -> dict[str, Nuclide]:
    branches = _by_name((row["parent"], _branch(row)) for row in _rows(pack, "decays", DECAYS))
    lines = _by_name((row["nuclide"], _line(row)) for row in _rows(pack, "lines", LINES))
    found = [(row["nuclide"], row) for row in _rows(pack, "nuclides", NUCLIDES)]
    return {name: _nuclide(row, branches.get(name, ()), lines.get(name, ())) for name, row in found}


def _rows(pack: Pack, table: str, columns: Sequence[Column]) -> list[Row]:
    files: list[Path] = pack.table_files(table)
    return [row for path in files for row in read_table(path, columns)]


def _by_name(pairs: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    gathered: dict[str, tuple[Entry, ...]] = {}
    for name, entry in pairs:
        gathered[name] = (*gathered.get(name, ()), entry)
    return gathered


def _branch(row: Row) -> Branch:
    return Branch(row["daughter"], row["fraction"], row["mode"])


def _line(row: Row) -> Line:
    return Line(row["radiation"], row["energy_kev"], row["yield"])


def _nuclide(row: Row, branches: tuple[Branch, ...], lines: tuple[Line, ...]) -> Nuclide:
    half_life = row["half_life_s"]
    return Nuclide(
        name=row["nuclide"], use=row["use"] or "", half_life_s=math.inf if half_life is None else half_life,
        half_life_text=row["half_life_text"], branches=branches, lines=lines,
        energies=Energies(**{ours: row[theirs] or 0.0 for ours, theirs in (_ENERGIES | _YIELDS).items()}),
        air_kerma=_air_kerma(row), source=row["source"], energy_source=row["energy_source"] or "", kind=row["kind"],
    )  # fmt: skip


def _air_kerma(row: Row) -> AirKerma | None:
    if row["air_kerma"] is None:
        return None
    return AirKerma(
        row["air_kerma"], row["air_kerma_gamma_only"], row["air_kerma_with_x_rays"],
        row["air_kerma_source"], row["air_kerma_kind"], row["air_kerma_note"] or "",
    )  # fmt: skip
