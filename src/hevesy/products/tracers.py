"""Imaging partners: the medicine that is seen before the one that heals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hevesy.errors import UnknownTherapy
from hevesy.facts import Shelf
from hevesy.tables import nearest

MODALITIES = ("pet", "spect")


@dataclass(frozen=True, slots=True)
class Tracer:
    """A diagnostic radiopharmaceutical; `modality` is pet or spect (a gamma camera with tomography)."""

    id: str
    name: str
    nuclide: str
    modality: str

    @property
    def slot_minutes(self) -> str:
        """The fact with the minutes it holds a scanner, changeover included."""
        return f"diagnostics.{self.id}.protocol.scanner_slot_incl_changeover"

    @property
    def uptake_minutes(self) -> str:
        """The fact with the minutes between injection and scan."""
        return f"diagnostics.{self.id}.protocol.uptake_time"

    @property
    def activity(self) -> str:
        """The fact with the activity for an adult, in MBq."""
        return f"diagnostics.{self.id}.protocol.activity_adult"


@lru_cache(maxsize=4)
def tracers(shelf: Shelf) -> dict[str, Tracer]:
    """Every imaging partner by its id."""
    return {
        row["tracer"]: Tracer(row["tracer"], row["name"], row["nuclide"], row["modality"])
        for row in shelf.table("tracers")
    }


def find_tracer(id: str, shelf: Shelf) -> Tracer:
    """The imaging partner with this id; raises UnknownTherapy with the nearest name."""
    known = tracers(shelf)
    if id not in known:
        guess = nearest(id, list(known))
        raise UnknownTherapy(text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return known[id]
