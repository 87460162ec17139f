"""When each intervention is ready and full, draw by draw: lead times, ramp-ups and wear-off have ranges.

What decides who goes where (an opening, scanners and beds, a rule that accepts other scanners, and all that happens in
a centre that is opened) keeps its expected date: a centre is open or shut for all draws alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.plan.scenario.prerequisites import in_order, waits
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.scenario.stated import name_of, units
from hevesy.plan.scenario.timeline import STEP, YEAR, Scheduled, Timeline

Floats = NDArray[np.float64]
ROUTING = ("pet", "spect", "bed")  # what may open a place for people who could not go there before


@dataclass(frozen=True)
class Drawn:
    """When one intervention starts, is ready and is full, in whole weeks, and its wear-off; each of shape (draws,)."""

    starts: Floats
    ready: Floats
    full: Floats
    wear_off_per_year: Floats

    @property
    def varies(self) -> bool:
        each = (self.starts, self.ready, self.full, self.wear_off_per_year)
        return any(bool(np.ptp(values) > 0.0) for values in each)

    def level(self, step: Any) -> Floats:
        """As `Scheduled.level` in the week `step`, draw by draw; several weeks at once have shape (weeks, 1)."""
        growing = (step + STEP / 2 - self.ready) / np.maximum(self.full - self.ready, 1.0)
        years = np.maximum(0.0, (step - self.full) // YEAR)
        worn = (1.0 - self.wear_off_per_year) ** years
        late = np.where(step < self.full, np.minimum(1.0, growing), worn)
        found: Floats = np.where(step < self.ready, 0.0, late)
        return found


def drawn_dates(scenario: Scenario, found: Timeline, reader: Reader) -> dict[str, Drawn]:
    """By intervention, its dates and wear-off by draw, where they differ between draws."""
    if not found.rows or reader.draws == 0:
        return {}
    order = waits(scenario, reader)
    opens = {row.intervention.centre for row in found.rows if row.entry.opens}
    dates: dict[str, Drawn] = {}
    for id in in_order(order):
        row = found.of(id)
        starts, ready = _when(row, [dates[other].ready for other in order[id].start],
                              [dates[other].ready for other in order[id].ready], reader,
                              fixed=decides_routes(row, opens))  # fmt: skip
        ramp = row.full - row.ready if decides_routes(row, opens) else _weeks(row, "ramp_weeks", reader)
        wear = _figure(row.intervention, "wear_off_per_year", row.entry.wear_off_per_year, reader)
        dates[id] = Drawn(starts, ready, ready + ramp, wear)
    return {id: each for id, each in dates.items() if each.varies}


def decides_routes(row: Scheduled, opens: set[str]) -> bool:
    """Whether people may go to another place once it is ready."""
    brought = units(row.intervention, row.entry)
    opening = row.entry.opens or row.intervention.centre in opens
    return opening or bool(row.entry.accepts) or any(brought.get(name) for name in ROUTING)


def _when(
    row: Scheduled, before_start: list[Floats], before_ready: list[Floats], reader: Reader, fixed: bool
) -> tuple[Floats, Floats]:
    if fixed:
        return np.full(reader.draws, float(row.starts)), np.full(reader.draws, float(row.ready))
    starts = np.maximum.reduce([np.full(reader.draws, float(row.begins)), *before_start])
    ready = starts + _weeks(row, "lead_weeks", reader)
    return starts, np.maximum.reduce([ready, *before_ready])


def _weeks(row: Scheduled, figure: str, reader: Reader) -> Floats:
    """Whole weeks, rounded up as for the expected date."""
    return np.ceil(_figure(row.intervention, figure, getattr(row.entry, figure), reader) - 1e-9)


def _figure(each: Intervention, figure: str, of_catalogue: str, reader: Reader) -> Floats:
    name = name_of(each, figure, of_catalogue)
    value: Any = reader.value(name) if name else 0.0
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (reader.draws,))


def dates_of(row: Scheduled, drawn: Mapping[str, Drawn]) -> tuple[Any, Any]:
    """In which weeks work on it starts and it is ready: by draw, or one number for all."""
    found = drawn.get(row.intervention.id)
    return (row.starts, row.ready) if found is None else (found.starts, found.ready)
