"""Where the tracers for imaging come from.

A line brings the tracers of a therapy to one place: from makers far away (a generator that comes every week, one that
is milked for months, or the tracer itself), from a cyclotron within reach, or from both. Who finds one is worked out in
`tracers_found`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.deliveries import MAINTENANCE, NOBODY, OF_LANES, ONE, Deliveries

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Yes = NDArray[np.bool_]

# why a candidate found no tracer; the first three are those of the makers far away
CAUSES = ("maintenance", "reactor", "maker", "renewal", "cyclotron", "border")
RENEWAL, CYCLOTRON, BORDER = range(OF_LANES, len(CAUSES))
NUMBERED = ("brought", "figure", "over_row", "open_row", "spect_row")  # fields whose numbers say nothing by themselves
FIGURES = ("per_year", "weeks", "spread", "long", "long_weeks", "life", "late", "late_weeks")


@dataclass(frozen=True)
class Tracers:
    """Sizes as in `Model`; T lines, K cyclotrons. Rows are the model's.

    `figure` holds the rows of FIGURES: how often a cyclotron stops and for how long, and how many weeks a long-lived
    generator is of use, which share of its renewals comes late by causes of the centre's own, and by how many weeks.
    """

    brought: Deliveries | None  # who sends generators, and tracers that travel; None: nobody is known
    cyclotrons: tuple[str, ...]
    key: Whole  # (K,) names a cyclotron's random numbers for ever
    line: Whole  # (H, I) NOBODY: the tracer is there whenever the scanner is
    near: Yes  # (H,) whether one of its PET tracers is made by cyclotrons near by
    lane: Whole  # (T,) of `brought`; NOBODY: no maker far away
    column: Whole  # (T,) the place whose long-lived generators are milked; NOBODY: what comes is used up in its week
    columns: Whole  # (I, E) long-lived generators at each place
    cyclotron: Whole  # (T, E) the one within reach; NOBODY
    over_row: Whole  # (T, E) of what a cyclotron cannot give, the share that the makers far away give
    open_row: Whole  # (T, E) of what makers far away send, the share that is let in and paid
    spect: Whole  # (T,) of a line by PET: that of the same therapies by SPECT in the same town; NOBODY
    spect_row: Whole  # (T, E) of those for whom no PET tracer is there, the share imaged by SPECT instead
    figure: Whole  # (FIGURES,)
    stops: tuple[tuple[int, int, int], ...] = field(default=())  # forced: cyclotron, first week, how many

    @cached_property
    def row(self) -> Whole:
        """Where a line stands in what `tracers_there` gives, (T, 1 + 6): who finds a tracer, and by cause who does not.

        NOBODY: nobody lacks it for that cause.
        """
        found = np.full((len(self.lane), 1 + len(CAUSES)), NOBODY, np.int64)
        found[:, 0] = np.arange(len(self.lane))
        last = len(self.lane)
        for line in range(len(self.lane)):
            for cause in self.causes(line):
                found[line, 1 + cause] = last
                last += 1
        return found

    def causes(self, line: int) -> tuple[int, ...]:
        """The causes for which a tracer may be missing."""
        near = (CYCLOTRON,) if (self.cyclotron[line] != NOBODY).any() else ()
        if self.column[line] != NOBODY:
            return (RENEWAL, *near)
        if self.lane[line] == NOBODY:
            return near
        planned = self.brought is not None and self.brought.idle.any()
        border = (BORDER,) if (self.open_row[line] != ONE).any() else ()
        return (*range(0 if planned else MAINTENANCE + 1, OF_LANES), *border, *near)

    def until(self, weeks: int) -> Tracers:
        """The same, ended after so many weeks."""
        return replace(self, brought=self.brought and self.brought.until(weeks))

    def earlier(self, weeks: int) -> Tracers:
        """The same, begun so many weeks earlier, whole years."""
        stops = tuple((number, first + weeks, many) for number, first, many in self.stops)
        return replace(self, brought=self.brought and self.brought.earlier(weeks), stops=stops)


def arrays_of(found: Tracers) -> list[tuple[str, object]]:
    """Every field by name, for a mark of the model."""
    own = [(f"tracers.{each.name}", getattr(found, each.name)) for each in fields(found) if each.name != "brought"]
    if found.brought is None:
        return own
    return own + [(f"tracers.brought.{each.name}", getattr(found.brought, each.name)) for each in fields(found.brought)]
