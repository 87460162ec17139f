"""What would help while a plant of tracers stands still: the same outage with it, as a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import PET, Model
from hevesy.plan.simulation.tracers import Tracers
from hevesy.supply.running import key_of

AGREED = "supply.suppliers.take_over"
BY_SPECT = "supply.tracers.by_spect"
OF_LINES = ("lane", "column", "cyclotron", "over_row", "open_row", "spect", "spect_row")
OWN = "own_cyclotron"  # one at each place of imaging by PET, which none of the outages strikes


@dataclass(frozen=True)
class TracerRemedy:
    """A kind of intervention, and the model with the outage in which it had been there from the start."""

    kind: str
    model: Model


def for_tracers(hit: Model, plants: Sequence[str], reader: Reader) -> tuple[TracerRemedy, ...]:
    """What would help against these outages, as far as it changes anything; none where they strike no tracer."""
    found = hit.tracers
    if found is None or not _strikes(found, plants):
        return ()
    ways = (
        ("second_tracer_supplier", _two_makers), ("tracer_generator", _generators), ("compact_cyclotron", _cyclotron),
        ("spect_accepted", _by_spect),
    )  # fmt: skip
    made = [(kind, way(hit, found, reader)) for kind, way in ways]
    return tuple(TracerRemedy(kind, model) for kind, model in made if model is not None)


def _strikes(found: Tracers, plants: Sequence[str]) -> bool:
    far = found.brought.plants if found.brought is not None else ()
    return bool({*far, *found.cyclotrons} & set(plants))


def _row(model: Model, values: Any) -> tuple[Model, int]:
    """The model with one row more, and its number."""
    row = np.broadcast_to(np.asarray(values, float), (1, model.draws))
    return replace(model, rows=np.concatenate([model.rows, row])), len(model.rows)


def _two_makers(hit: Model, found: Tracers, reader: Reader) -> Model | None:
    """Another maker takes over by agreement what the usual one cannot send."""
    far = found.brought
    if far is None or (far.second == NOBODY).all():
        return None
    model, over = hit, far.over_row.copy()
    for row in np.unique(far.over_row):
        model, agreed = _row(model, np.maximum(reader.value(AGREED), hit.rows[row]))
        over[far.over_row == row] = agreed
    return replace(model, tracers=replace(found, brought=replace(far, over_row=over)))


def _generators(hit: Model, found: Tracers, _reader: Reader) -> Model | None:
    """One long-lived generator more at each place that has one."""
    if (found.column == NOBODY).all():
        return None
    return replace(hit, tracers=replace(found, columns=found.columns + (found.columns > 0)))


def _cyclotron(hit: Model, found: Tracers, _reader: Reader) -> Model | None:
    """A cyclotron at hand at each place of imaging by PET that has none within reach, for who has an F-18 tracer."""
    mine = found.near[:, None] & (hit.modality == PET) & (found.line != NOBODY)
    old = [line for line in np.unique(found.line[mine]).tolist() if (found.cyclotron[line] == NOBODY).any()]
    if not old:
        return None
    line, many = found.line.copy(), len(found.lane)
    for number, each in enumerate(old, start=many):
        line[mine & (found.line == each)] = number
    whole: dict[str, Any] = {name: getattr(found, name) for name in OF_LINES}
    more: dict[str, Any] = {name: np.concatenate([each, each[old]]) for name, each in whole.items()}
    new = more["cyclotron"][many:]
    new[new == NOBODY] = len(found.cyclotrons)
    return replace(hit, tracers=replace(
        found, line=line, cyclotrons=(*found.cyclotrons, OWN), key=np.append(found.key, key_of(OWN)), **more
    ))  # fmt: skip


def _by_spect(hit: Model, found: Tracers, reader: Reader) -> Model | None:
    """A rule that accepts SPECT where no PET tracer is there and the town has a gamma camera."""
    if (found.spect == NOBODY).all():
        return None
    model, row = _row(hit, reader.value(BY_SPECT))
    return replace(model, tracers=replace(found, spect_row=np.full_like(found.spect_row, row)))
