"""Machines grow old while a scenario runs: from which weeks on some machine is older than its lifetime.

Of a machine of a pack the year of its installation is known, so it grows old at the beginning of a year; one that an
intervention brings is new when it is ready. A machine of unknown age is never called old.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hevesy.capacity.minutes import MODALITIES
from hevesy.facts import Reader
from hevesy.places import Centre
from hevesy.plan.scenario.stated import units
from hevesy.plan.scenario.timeline import STEP, YEAR, Scheduled, Timeline

LIFETIME = "economics.scanner.capital.lifetime"


def ageing_weeks(centres: Sequence[Centre], found: Timeline, reader: Reader) -> tuple[int, ...]:
    """The weeks, on the grid on which everything changes, from which on one machine more is old."""
    weeks = {*_of_packs(centres, found, reader), *_of_acts(found, reader)}
    on_grid = {-(-week // STEP) * STEP for week in weeks if week > 0}
    return tuple(sorted(week for week in on_grid if week < found.weeks))


def _of_packs(centres: Sequence[Centre], found: Timeline, reader: Reader) -> Iterator[int]:
    for centre in centres:
        lifetime = replace(reader, place=f"{reader.place}/{centre.id}", used={}, drawn={}).number(LIFETIME)
        for machine in centre.equipment:
            if machine.modality in MODALITIES and machine.installed[:4].isdigit():
                old_from = date(int(machine.installed[:4]) + math.floor(lifetime) + 1, 1, 1)
                yield -(-(old_from - found.start).days // 7)


def _of_acts(found: Timeline, reader: Reader) -> Iterator[int]:
    for row in found.rows:
        if set(MODALITIES) & set(units(row.intervention, row.entry)):
            yield old_from(row, reader.number(LIFETIME))


def old_from(row: Scheduled, lifetime: float) -> int:
    """The first week in which what an intervention brought is older than its lifetime."""
    return row.ready + math.floor(lifetime * YEAR) + 1


def old_added(rows: Sequence[Scheduled], week: int, lifetime: float) -> dict[str, float]:
    """How many of the machines that interventions brought are old in a week, by modality."""
    found = dict.fromkeys(MODALITIES, 0.0)
    for row in rows:
        if week >= old_from(row, lifetime):
            for name, number in units(row.intervention, row.entry).items():
                if name in found:
                    found[name] += number
    return found
