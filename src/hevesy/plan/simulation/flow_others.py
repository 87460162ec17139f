"""The flow kernel when some centres are another kernel's: the same parts of a week, each over all weeks at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_centre import centre_weeks
from hevesy.plan.simulation.flow_country import count_end, pool_weeks
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.flow_imaging import imaging_weeks
from hevesy.plan.simulation.flow_people import (
    END_IN_COURSE,
    END_STABLE,
    END_WAITING,
    WEEKS_UNTREATED,
    Counts,
    Passing,
    People,
    passing,
)
from hevesy.plan.simulation.flow_rates import Places, Rates
from hevesy.plan.simulation.handover import COUNTRY_COUNTS, Arrivals, CentreKernels, CentreWeeks
from hevesy.plan.simulation.model import LATER, NOWHERE, Floats, Model
from hevesy.plan.simulation.outcome import AT_CENTRES, IN_COUNTRY

Rows = NDArray[Any]


def with_others(
    model: Model,
    frame: Frame,
    places: Places,
    rates: Rates,
    people: People,
    first: int,
    past: int,
    counts: Counts,
    centres: CentreKernels,
) -> None:
    """All weeks of draws first..past-1; each centre of `centres` is its kernel's."""
    if frame.circular:
        raise ValueError("centres that refer in a circle cannot be handed to another kernel")
    weeks = model.weeks
    buffers = passing(model, frame, past - first, weeks, rates.table.dtype)
    spells = list(zip(frame.calendar.spells, frame.calendar.spells[1:], strict=False))
    for begin, end in spells:
        imaging_weeks(frame, places, rates, people, buffers, counts, begin, end, 0)
    here = model.only(first, past)
    for c in frame.order:
        if int(c) in centres:
            arrivals = Arrivals(here, int(c), *arriving(buffers, int(c), weeks))
            answer = centres[int(c)](arrivals)
            put_in(model, frame, buffers, counts, int(c), answer)
            count_chance(model, counts, arrivals, answer)
        else:
            for begin, end in spells:
                centre_weeks(frame, places, rates, people, buffers, counts, c, begin, end, 0)
    for begin, end in spells:
        pool_weeks(frame, rates, people, buffers, counts, begin, end, 0)
    last = Passing(
        buffers.joins[-1:], buffers.sent[weeks:], buffers.to_untreated[-1:], buffers.to_progressed[-1:]
    )
    count_end(frame, people, last, counts)


def arriving(buffers: Passing, c: int, weeks: int) -> tuple[Floats, Floats]:
    """Who comes to a centre, by week and class, in double precision."""
    joins = buffers.joins[:, c].astype(np.float64)
    sent = buffers.sent[:weeks, c].astype(np.float64) if len(buffers.sent) else np.zeros_like(joins)
    return joins, sent


def put_in(model: Model, frame: Frame, buffers: Passing, counts: Counts, c: int, weeks: CentreWeeks) -> None:
    """Go on with what another kernel's centre answered."""
    for number, name in enumerate(AT_CENTRES):
        counts.at_centres[number, :, c] += weeks.counts[name]
    for name in COUNTRY_COUNTS:
        counts.in_country[IN_COUNTRY.index(name)] += weeks.in_country[name]
    counts.in_country[WEEKS_UNTREATED] += weeks.counts["waiting_weeks"]
    counts.lost[:, :, -len(LATER) :] += weeks.lost
    counts.used[:, c] += weeks.used
    counts.had[:, c] += weeks.had
    buffers.to_untreated[:] += weeks.to_untreated
    buffers.to_progressed[:] += weeks.to_progressed
    for number, name in ((END_WAITING, "waiting"), (END_IN_COURSE, "in_course"), (END_STABLE, "stable")):
        counts.end[number] += weeks.at_end[name]
    _send_on(model, frame, buffers, counts, c, weeks.onward)


def count_chance(model: Model, counts: Counts, arrivals: Arrivals, weeks: CentreWeeks) -> None:
    """Let as many more or fewer enter as a kernel of whole people drew at its door, so that nobody is lost or made."""
    expected = (arrivals.joins + arrivals.sent_here).sum(axis=2)
    first = np.searchsorted(model.year_of_week, np.arange(model.years))
    counts.in_country[IN_COUNTRY.index("entered")] += weeks.counts["joined"] - np.add.reduceat(
        expected, first
    )


def _send_on(model: Model, frame: Frame, buffers: Passing, counts: Counts, c: int, onward: Floats) -> None:
    """People sent on arrive a week later; on their way they are untreated people of the country."""
    if not frame.sends:
        return
    for week in range(model.weeks):
        for h, there in enumerate(model.onward[c, :, model.era_of_week[week]]):
            if there != NOWHERE and there < len(model.centres):
                buffers.sent[week + 1, there, h] += onward[week, h]
                counts.in_country[WEEKS_UNTREATED, model.year_of_week[week], h] += onward[week, h].sum(axis=0)
