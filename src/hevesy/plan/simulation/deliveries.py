"""Who sends the doses, and over which lanes: from a first maker, and where there is one from a second.

A lane brings the doses of one or several therapies. What of them does not arrive stands in `undelivered`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.shortage import Plans

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Yes = NDArray[np.bool_]

# why a dose that was asked for did not come: the first three are weeks of a lane, the others shares of an era, and what
# waits for a large enough order is set apart before all
CAUSES = ("maintenance", "reactor", "maker", "border", "unpaid", "late", "minimum")
MAINTENANCE, REACTOR, MAKER, BORDER, UNPAID, LATE, MINIMUM = range(len(CAUSES))
OF_LANES = 3
NOTHING = 1e-6  # where less than this share can come, it is known beforehand that no dose does
NOBODY = -1
ONE = 0  # the row of ones, as in `model`
NUMBERED = tuple(
    f"deliveries.{name}"
    for name in (
        "figure", "second_row", "over_row", "order_row", "open_row", "paid_row", "in_time_row", "lower_row",
    )  # rows, whose numbers are others in another scenario
)  # fmt: skip
FIGURES = (
    "reactor_per_year", "maker_per_year", "weeks", "spread", "long", "long_weeks", "together", "members",
    "reserve", "replaced_after",
)  # fmt: skip


@dataclass(frozen=True)
class Deliveries:
    """Sizes as in `Model`; P plants (reactors and makers), M makers' nuclides, L lanes. Rows are the model's.

    `figure` holds the rows of FIGURES. Nobody knows the reactors behind a maker whose `feeds` are all zero.
    """

    plants: tuple[str, ...]
    key: Whole  # (P,) names a plant's random numbers for ever
    reactor: Yes  # (P,)
    idle: Yes  # (P, W) planned maintenance
    calendar: Whole  # (P,) whose stops have common causes; NOBODY: its own
    calendar_key: Whole  # (number of calendars,)
    ends: Floats  # (P, 2) years between which it closes for good; nan: not known, or not foreseen
    first_year: float  # the year, with its part, in which the run begins
    figure: Whole  # (FIGURES,)
    maker: Whole  # (M,) plant; NOBODY: the reactor sells itself
    feeds: Floats  # (M, P) share of what it makes that each reactor irradiates
    first: Whole  # (L,) of M
    second: Whole  # (L,) of M; NOBODY
    second_row: Whole  # (L, E) share of the orders that goes to the second in ordinary weeks
    over_row: Whole  # (L, E) of what one of the two cannot send, the share that the other sends
    lane: Whole  # (H,) NOBODY: its deliveries are not followed
    order_row: Whole  # (C, H, E) share of what is asked for in a week that is ordered in it
    open_row: Whole  # (C, H, E) share that borders and roads let through
    paid_row: Whole  # (C, H, E) share that is paid for, so that it is sent
    in_time_row: Whole  # (H, E) share of what is sent that is given
    lower_row: Whole  # (H, E) share of what is given that is given lower, by the prescriber's leave
    stops: tuple[tuple[int, int, int], ...] = field(default=())  # forced: plant, first week, how many
    plans: Plans | None = None  # what is done in a shortage

    def unhindered(self) -> Deliveries:
        """The same where every dose that leaves a maker is let in, paid and in time."""
        certain = np.full_like(self.open_row, ONE)
        in_time = np.full_like(self.in_time_row, ONE)
        return replace(self, order_row=certain, open_row=certain, paid_row=certain, in_time_row=in_time)

    def until(self, weeks: int) -> Deliveries:
        """The same, ended after so many weeks."""
        return replace(self, idle=self.idle[:, :weeks])

    def earlier(self, weeks: int) -> Deliveries:
        """The same, begun whole years of `weeks` earlier: maintenance comes back every year, forced stops do not."""
        before = self.idle[:, :52][:, np.arange(weeks) % 52]
        return replace(
            self,
            idle=np.concatenate([before, self.idle], axis=1),
            first_year=self.first_year - weeks / 52,
            stops=tuple((plant, first + weeks, many) for plant, first, many in self.stops),
        )


def shares_of_plants(found: Deliveries, lane: int, to_second: float = 0.0) -> Floats:
    """The share of a lane's doses that passes through each plant in ordinary weeks, (P,): its maker, and reactors."""
    whole: Floats = np.zeros(len(found.plants))
    for maker, share in ((found.first[lane], 1.0 - to_second), (found.second[lane], to_second)):
        if maker == NOBODY or share == 0.0:
            continue
        whole += share * found.feeds[maker]
        if found.maker[maker] != NOBODY:
            whole[found.maker[maker]] += share
    return whole


def makers_of(found: Deliveries, therapy: int) -> list[str]:
    """The plants that send a therapy's doses, the first maker first; a reactor that sells itself stands for both."""
    lane = found.lane[therapy]
    makers = [] if lane == NOBODY else [int(m) for m in (found.first[lane], found.second[lane]) if m != NOBODY]
    return [
        found.plants[int(np.argmax(found.feeds[m])) if found.maker[m] == NOBODY else int(found.maker[m])]
        for m in makers
    ]


def arrays_of(found: Deliveries) -> list[tuple[str, object]]:
    """Every field by name, for a mark of the model."""
    own = [(f"deliveries.{each.name}", getattr(found, each.name)) for each in fields(found) if each.name != "plans"]
    return own + (found.plans.arrays() if found.plans else [])
