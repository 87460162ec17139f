"""The model of a country's service as arrays: what all three kernels read, and nothing that only one of them knows.

Every uncertain or drawn quantity is a row of `rows`, shape (rows, draws); all other arrays hold row numbers or whole
numbers. A scenario that changes one thing points to other rows and leaves all others as they were.
`docs/explanation/engine.md` states the equations and the order of events in a week.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.deliveries import Deliveries
from hevesy.plan.simulation.tracers import Tracers

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

ONE, ZERO, UNLIMITED = 0, 1, 2  # the first three rows of every model
NO_LIMIT = 1e30
PASSES = 3  # rounds of the allocation among equals; each exhausts one resource at least
TRAVEL, PAY = 0, 1  # why a person of a class stops between two cycles
NOT_IMAGED, PET, SPECT = -1, 0, 1
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people are lost at a stage, and to which A and domain the loss belongs."""

    stage: str
    reason: str
    a: str
    domain: str


# after a therapy's own gates: what happens on lists and between cycles, the same for every therapy
LATER = (
    Reason("imaged", "died_waiting_for_imaging", "availability", "resource"),
    Reason("waits", "died_waiting", "availability", "resource"),
    Reason("waits", "waits_too_long", "availability", "resource"),
    Reason("treated", "cancelled_on_the_day", "accommodation", "resource"),
    Reason("treated", "cannot_travel_again", "accessibility", "resource"),
    Reason("treated", "cannot_pay_again", "affordability", "resource"),
    Reason("treated", "stops_for_clinical_reasons", "clinical", "clinical"),
    Reason("treated", "course_interrupted", "availability", "resource"),
    Reason("followed", "lost_to_follow_up", "accessibility", "resource"),
    Reason("waits", "referred_abroad", "availability", "resource"),
)
(
    DIED_IMAGING,
    DIED_WAITING,
    WAITED_TOO_LONG,
    CANCELLED,
    NO_TRAVEL,
    NO_PAY,
    CLINICAL_STOP,
    INTERRUPTED,
    NOT_FOLLOWED,
    ABROAD,
) = range(len(LATER))


@dataclass(frozen=True, slots=True)
class Class:
    """People who behave alike behind the gates: `last` cycles, then they stop because of `reason` (None: done)."""

    last: int
    reason: int | None


def classes(cycles: int, again: int = 0) -> tuple[Class, ...]:
    """The classes of a therapy with so many planned cycles; `again` > 0 adds that of a repeated course.

    Class 2(k-1)+q stops after cycle k because of q (TRAVEL, PAY); class 2(cycles-1) takes every cycle; the
    next one, if any, is the repeated course of `again` cycles.

    >>> [(each.last, each.reason) for each in classes(2)]
    [(1, 0), (1, 1), (2, None)]
    """
    stops = [Class(cycle, reason) for cycle in range(1, cycles) for reason in (TRAVEL, PAY)]
    return (*stops, Class(cycles, None), *([Class(again, None)] if again else []))


@dataclass(frozen=True)
class Model:
    """One scenario for one country, ready to run.

    Sizes: H therapies, S strata, G gates at most (padded with row ONE), N cycles at most, I places of imaging,
    C centres, R resources of a centre, B bins of waiting, E eras (spans of weeks in which nothing changes),
    W weeks, D draws, T routes of a therapy at most (padded with NOWHERE).
    """

    therapies: tuple[str, ...]
    strata: tuple[str, ...]
    imaging_places: tuple[str, ...]
    centres: tuple[str, ...]
    resources: tuple[str, ...]
    start: date
    seed: int
    first_draw: int  # the number of the first of these draws in the whole run: shards keep their random numbers
    imaging_key: Whole  # (I,) and (C,): numbers that belong to a place for ever, whatever else a scenario adds;
    centre_key: Whole  # they name its random numbers
    rows: Floats  # (rows, D)
    era_of_week: Whole  # (W,)
    year_of_week: Whole  # (W,) 0, 1, 2 ...

    # who needs care
    need_row: Whole  # (H,) people per week in the first week
    growth: Floats  # (H, W) how much larger each week's need is than the first's
    backlog_row: Whole  # (H,) people who are at the point of need already; they enter evenly over `backlog_weeks`
    backlog_weeks: int
    share_row: Whole  # (H, S, E) each stratum's share of a therapy's need; sums to one over the strata, or to more
    # where a scenario brings people beside the need that grows (`who_came`)

    # the gates, met in the week in which the need arises; the first `gates_before[h]` lie before imaging
    gates: tuple[tuple[Reason, ...], ...]  # of each therapy, in the order of its path
    gates_before: Whole  # (H,)
    gate_row: Whole  # (H, G, S, E) the share that passes
    again_row: Whole  # (H, N, 2, S, E) the share that goes on to cycle n+1, for TRAVEL and PAY; n = 0 is not read

    # routes: where a stratum is imaged and where it is treated
    route: Whole  # (H, S, E)
    route_imaging: Whole  # (H, T)
    route_centre: Whole  # (H, T)

    # imaging: slots of a week that are left for candidates
    modality: Whole  # (H, I) NOT_IMAGED, PET or SPECT
    scans_row: Whole  # (H,) slots that one candidate takes
    slots_row: Whole  # (I, 2, E)
    scanners: Whole  # (I, 2, E) machines behind the slots; 0: their failures are not followed
    scanner_fails_row: Whole  # (I, 2, E) share of working machines that fail in a week
    scanner_back_row: Whole  # (I, 2, E) share of failed machines that work again after a week

    # courses
    cycles: Whole  # (H,) planned
    interval: Whole  # (H,) weeks from one cycle to the next, at least 1
    repeat_cycles: Whole  # (H,) cycles of a repeated course; 0: none is given
    first_row: Whole  # (H,) share of allocated first cycles that are given (the others are cancelled for good)
    drop_row: Whole  # (H,) the same before each later cycle
    end_row: Whole  # (H,) share whose course does not end for clinical reasons before each later cycle
    followed_row: Whole  # (H,) share of ended courses that is not lost to follow-up

    # resources of a week at a centre, and what one administration takes
    have_row: Whole  # (C, R, E)
    units: Whole  # (C, R, E) machines or persons behind a resource; 0: their absence is not followed
    fails_row: Whole  # (C, R, E) share of present units that fail or leave in a week
    back_row: Whole  # (C, R, E) share of absent units that are back after a week
    use_first_row: Whole  # (H, R) for the first cycle; ZERO: it needs none
    use_again_row: Whole  # (H, R)
    dose_row: Whole  # (C, H, E) doses of a week
    rank: Whole  # (H, E) new patients of a lower rank are served before those of a higher one

    # waiting for the first cycle
    bin_weeks: Floats  # (B,) width of each bin; the last is inf
    die_waiting_row: Whole  # (H, B) share that dies in a week
    worsen_row: Whole  # (H, B) share of the others that is no longer eligible after a week
    late_from_bin: int  # bins from here on have waited more than twelve weeks
    lapse_row: Whole  # (H,) share of overdue patients whose course ends in a week
    onward: Whole  # (C, H, E) centre to which long waiters are sent; NOWHERE: none; C: abroad
    onward_row: Whole  # (C, H, E) share of them sent in a week
    onward_from_bin: int

    # after the course, and without it: shares in a week
    progress_row: Whole  # (H,) stable -> progressed
    repeat_row: Whole  # (H,) share of those who progress that is treated again
    die_stable_row: Whole  # (H,)
    die_progressed_row: Whole  # (H,)
    die_untreated_row: Whole  # (H,)

    counted_from: int = 0  # weeks before it are a lead-in: waits and closures in them are not counted
    deliveries: Deliveries | None = None  # None: every dose that is ordered comes
    tracers: Tracers | None = None  # None: every candidate who gets a slot finds the tracer

    @property
    def draws(self) -> int:
        return int(self.rows.shape[1])

    @property
    def weeks(self) -> int:
        return len(self.era_of_week)

    @property
    def years(self) -> int:
        return int(self.year_of_week[-1]) + 1

    @property
    def most_gates(self) -> int:
        """G: the gates of the therapy that has most; in counts of the lost, LATER begins here."""
        return int(self.gate_row.shape[1])

    def reasons(self, therapy: int) -> tuple[tuple[int, Reason], ...]:
        """Every reason for which people of a therapy are lost, with its place in `Outcome.lost`."""
        later = tuple((self.most_gates + number, reason) for number, reason in enumerate(LATER))
        return (*enumerate(self.gates[therapy]), *later)

    def classes(self, therapy: int) -> tuple[Class, ...]:
        return classes(int(self.cycles[therapy]), int(self.repeat_cycles[therapy]))

    def until(self, years: int) -> Model:
        """The same model, ended after so many years; what happens in them stays as it is."""
        weeks = int((self.year_of_week < years).sum())
        return replace(
            self,
            era_of_week=self.era_of_week[:weeks],
            year_of_week=self.year_of_week[:weeks],
            growth=np.ascontiguousarray(self.growth[:, :weeks]),
            deliveries=self.deliveries.until(weeks) if self.deliveries else None,
            tracers=self.tracers.until(weeks) if self.tracers else None,
        )

    def only(self, first: int, past: int) -> Model:
        """The same model with draws first..past-1 alone; they keep their random numbers."""
        rows = np.ascontiguousarray(self.rows[:, first:past])
        return replace(self, rows=rows, first_draw=self.first_draw + first)
