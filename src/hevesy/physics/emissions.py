"""Full emission lists and beta spectra, where a pack brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hevesy.errors import NoEmissionList
from hevesy.facts import Pack, shipped_packs
from hevesy.physics.nuclide import Nuclide
from hevesy.tables import Column, read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EMISSIONS = (
    Column("nuclide", required=True), Column("radiation", required=True), Column("energy_mev", "number", True, 0.0),
    Column("yield", "number", True, 0.0),
)  # fmt: skip
SPECTRA = (
    Column("nuclide", required=True), Column("energy_mev", "number", True, 0.0),
    Column("per_decay_and_mev", "number", True, 0.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Emission:
    """One radiation: energy in MeV and yield per decay."""

    radiation: str
    energy_mev: float
    per_decay: float


def emissions(nuclide: Nuclide, packs: Sequence[Pack] | None = None) -> tuple[Emission, ...]:
    """Every radiation of the nuclide; raises NoEmissionList where no pack brings them. None for a stable one."""
    if nuclide.stable:
        return ()
    found = _emissions(tuple(packs) if packs is not None else tuple(shipped_packs())).get(nuclide.name)
    if found is None:
        raise NoEmissionList(nuclide=nuclide.name)
    return found


def beta_spectrum(nuclide: Nuclide, packs: Sequence[Pack] | None = None) -> NDArray[np.float64]:
    """Betas per decay and MeV, shape (points, 2): energy in MeV, then density. Empty where there are no betas."""
    import numpy as np

    emissions(nuclide, packs)
    found = _spectra(tuple(packs) if packs is not None else tuple(shipped_packs())).get(nuclide.name, ())
    return np.array(found, dtype=np.float64).reshape(-1, 2)


@cache
def _emissions(packs: tuple[Pack, ...]) -> Mapping[str, tuple[Emission, ...]]:
    gathered: dict[str, list[Emission]] = {}
    for pack in packs:
        for path in pack.table_files("emissions"):
            for row in read_table(path, EMISSIONS):
                gathered.setdefault(row["nuclide"], []).append(
                    Emission(row["radiation"], row["energy_mev"], row["yield"])
                )
    return {name: tuple(found) for name, found in gathered.items()}


@cache
def _spectra(packs: tuple[Pack, ...]) -> Mapping[str, tuple[tuple[float, float], ...]]:
    gathered: dict[str, list[tuple[float, float]]] = {}
    for pack in packs:
        for path in pack.table_files("spectra"):
            for row in read_table(path, SPECTRA):
                gathered.setdefault(row["nuclide"], []).append((row["energy_mev"], row["per_decay_and_mev"]))
    return {name: tuple(found) for name, found in gathered.items()}
