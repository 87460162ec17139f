"""Draws in blocks: run one after another or spread over machines, and kept on disk so that a stop loses none.

Every random number is named by its draw, so blocks put side by side are what one run gives, to the last bit.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hevesy import __version__
from hevesy.plan.simulation import deliveries, tracers
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.outcome import Outcome, joined

if TYPE_CHECKING:
    from hevesy.plan.simulation.queue_waits import Waits

Block = tuple[int, int]  # the first draw, and the one after the last
PREFIX = ".unfinished-"
PARTS = ("deliveries", "tracers")  # of a model that are models of their own


@dataclass(frozen=True)
class Piece:
    """What one block of draws gave: the counts, and how long patients waited where they were followed one by one."""

    outcome: Outcome
    waits: Mapping[int, Waits] = field(default_factory=dict)  # by the number of the centre


def pieced(pieces: Sequence[Piece]) -> Piece:
    """Blocks put side by side in their order: exactly what one run of all draws gives."""
    waits: dict[int, Waits] = {}
    if any(piece.waits for piece in pieces):
        from hevesy.plan.simulation.queue_waits import joined_waits

        waits = {
            centre: joined_waits([piece.waits[centre] for piece in pieces]) for centre in pieces[0].waits
        }
    return Piece(joined([piece.outcome for piece in pieces]), waits)


def blocks(draws: int, size: int) -> list[Block]:
    """All draws in blocks of at most `size`.

    >>> blocks(300, 128)
    [(0, 128), (128, 256), (256, 300)]
    """
    return [(first, min(first + size, draws)) for first in range(0, draws, size)]


def fingerprint(model: Model, settings: str) -> str:
    """A short mark of everything that a block depends on: blocks are only joined to their like.

    All that a kernel reads is in the model; prices are not, so a run goes on where only they were corrected.
    """
    mark = hashlib.blake2b(f"{__version__}\n{settings}\n".encode(), digest_size=6)
    named = [(each.name, getattr(model, each.name)) for each in fields(model) if each.name not in PARTS]
    named += deliveries.arrays_of(model.deliveries) if model.deliveries else []
    named += tracers.arrays_of(model.tracers) if model.tracers else []
    for name, value in named:
        if isinstance(value, np.ndarray):
            mark.update(f"{name} {value.dtype} {value.shape}\n".encode())
            mark.update(np.ascontiguousarray(value).data)
        else:
            mark.update(f"{name} {value!r}\n".encode())
    return mark.hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """The finished blocks of one run, in a folder of their own inside the results' folder."""

    folder: Path

    @classmethod
    def inside(cls, folder: Path, mark: str) -> Kept:
        return cls(folder / f"{PREFIX}{mark}")

    def forget(self) -> None:
        """Start anew: throw away what an earlier run of the same scenario kept."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def save(self, block: Block, piece: Piece) -> None:
        """Written whole, synced and then renamed: a power cut leaves the block or nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.folder / f".{_name(block)}.part"
        with half.open("wb") as file:
            np.savez(file, **flattened(piece))
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, self.folder / _name(block))

    def load(self, block: Block) -> Piece | None:
        """The block as it was kept; None where there is none that can be read."""
        try:
            with (self.folder / _name(block)).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return unflattened({name: kept[name] for name in kept.files})
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            return None


def forget_all(folder: Path) -> None:
    """Throw away every unfinished run in a folder, once its results are written."""
    for kept in folder.glob(f"{PREFIX}*"):
        shutil.rmtree(kept, ignore_errors=True)


def flattened(piece: Piece) -> dict[str, Any]:
    """The block as plain arrays with names, for a file."""
    return {name: np.asarray(values) for name, values in _named(piece)}


def _named(piece: Piece) -> Iterator[tuple[str, Any]]:
    for each in fields(piece.outcome):
        values = getattr(piece.outcome, each.name)
        if isinstance(values, dict):
            yield from ((f"outcome.{each.name}.{name}", array) for name, array in values.items())
        else:
            yield f"outcome.{each.name}", values
    for centre, waits in piece.waits.items():
        yield from ((f"waits.{centre}.{each.name}", getattr(waits, each.name)) for each in fields(waits))


def unflattened(arrays: Mapping[str, Any]) -> Piece:
    """The block that `flattened` took apart; raises TypeError where a part is missing."""
    counted: dict[str, Any] = {}
    waited: dict[int, dict[str, Any]] = {}
    for name, array in arrays.items():
        kind, first, *rest = name.split(".")
        if kind == "waits":
            waited.setdefault(int(first), {})[rest[0]] = array
        elif rest:
            counted.setdefault(first, {})[rest[0]] = array
        else:
            counted[first] = array
    if not waited:
        return Piece(Outcome(**counted))
    from hevesy.plan.simulation.queue_waits import Waits

    return Piece(Outcome(**counted), {centre: Waits(**parts) for centre, parts in waited.items()})


def sizes(draws: int, kernel: str) -> int:
    """Draws in one block: few enough that a stop or a lost machine costs seconds, many enough to run fast."""
    most = {"flow": 256, "queue": 64, "reference": 4}[kernel]
    return min(most, max(1, draws))


def _name(block: Block) -> str:
    return f"{block[0]:07d}-{block[1]:07d}.npz"
