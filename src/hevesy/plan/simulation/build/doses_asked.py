"""How many doses of a therapy the patients of a centre would take in a week, where nobody has stated deliveries.

An act that changes what an administration takes, and a plan for shortages, need to know how many there would be: who
comes in the era, times the cycles that they go on to, no more than chairs, beds and people could give of it alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from hevesy.plan.simulation.model import NO_LIMIT, NOWHERE, UNLIMITED, ZERO, Floats, Whole

if TYPE_CHECKING:
    from hevesy.plan.simulation.build.gate_rows import PathRows
    from hevesy.plan.simulation.build.ground import Uses
    from hevesy.plan.simulation.build.rows import Rows


@dataclass
class DosesAsked:
    """Doses that patients ask for; `need`, `backlog` (H,) and `growth` (H, W) are those of the model."""

    paths: PathRows
    rows: Rows
    uses: Uses
    need: Whole
    backlog: Whole
    backlog_weeks: int
    growth: Floats
    era_of_week: Whole
    end: Whole  # (H,) rows: the share whose course goes on, for clinical reasons
    usual: Whole = field(
        default_factory=lambda: np.zeros((0, 0, 0), np.int64)
    )  # set once the centres are known
    _each: dict[Any, Floats] = field(default_factory=dict)

    def in_a_week(self, centre: int, therapy: int, era: int) -> Floats:
        """Doses a week at a centre (its number among those of the model), by draw."""
        asked = self.without_limit(centre, therapy, era)
        return np.asarray(np.minimum(asked, self._most(centre, therapy, era)))

    def without_limit(self, centre: int, therapy: int, era: int) -> Floats:
        """The same, if the centre had rooms and people for all who come."""
        weeks = np.flatnonzero(self.era_of_week == era)
        people = self.rows.values(int(self.need[therapy])) * self.growth[therapy, weeks].mean()
        if self.backlog_weeks and weeks[0] < self.backlog_weeks:
            early = (weeks < self.backlog_weeks).mean()
            people = people + self.rows.values(int(self.backlog[therapy])) * (early / self.backlog_weeks)
        return np.asarray(people * self._of_one(centre, therapy, era))

    def _of_one(self, centre: int, therapy: int, era: int) -> Floats:
        """Doses at a centre for each person who comes to need the therapy."""
        here = self.paths
        routes = {route for (_, at), route in here.routes[therapy].items() if at == centre}
        arrays = {name: array[therapy] for name, array in here.by_stratum().items()}
        route, share = arrays["route"][:, era], arrays["share_row"][:, era]
        gate, again = arrays["gate_row"][:, :, era], arrays["again_row"][:, :, :, era]
        at = np.flatnonzero(np.isin(route, list(routes or {NOWHERE - 1})) & (share != ZERO))
        key = therapy, tuple(at), share[at].tobytes(), gate[:, at].tobytes(), again[:, :, at].tobytes()
        if key not in self._each:
            cycles = here.here.cycles(here.here.therapies[therapy])
            goes_on = self.rows.values(int(self.end[therapy]))
            parts = [self._through(share[s], gate[:, s], again[:cycles, :, s], goes_on) for s in at]
            self._each[key] = np.sum(parts, axis=0) if parts else np.zeros(self.rows.draws)
        return self._each[key]

    def _through(self, share: int, gates: Whole, again: Whole, goes_on: Floats) -> Floats:
        """Cycles of one stratum: those who pass every gate have the first, and each next one who goes on."""
        left = self.rows.values(int(share))
        for row in gates:
            left = left * self.rows.values(int(row))
        given = left
        for travel, pay in again[1:]:
            left = left * self.rows.values(int(travel)) * self.rows.values(int(pay)) * goes_on
            given = given + left
        return np.asarray(given)

    def _most(self, centre: int, therapy: int, era: int) -> Floats:
        """What the chairs, beds and people of a centre can give in a week of one therapy alone, without any shock."""
        most = np.full(self.rows.draws, NO_LIMIT)
        for place, use in enumerate(self.uses.again[therapy]):
            have = int(self.usual[centre, place, era])
            if have != UNLIMITED and use != ZERO:
                each = self.rows.values(int(use))
                fits = np.divide(
                    self.rows.values(have), each, out=np.full_like(each, NO_LIMIT), where=each > 0
                )
                most = np.minimum(most, fits)
        return most
