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
    counts_of_draws,
    counts_of_group,
    passing,
    passing_of_group,
    people_of_group,
)
from hevesy.plan.simulation.flow_rates import Places, Rates, rates_of_group
from hevesy.plan.simulation.handover import COUNTRY_COUNTS, Arrivals, CentreKernels, CentreWeeks
from hevesy.plan.simulation.lanes import making, out_of_lanes
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
    buffers = passing(model, frame, len(rates.of), model.weeks, rates.table.dtype)
    imaging_of_groups(frame, places, rates, people, buffers, counts)
    lanes = out_of_lanes(rates.missing)[..., : past - first].astype(np.float64)
    here, mine = model.only(first, past), counts_of_draws(counts, first, past)
    for c in frame.order:
        if int(c) in centres:
            arrivals = Arrivals(here, int(c), *arriving(buffers, int(c), model.weeks, past - first), lanes)
            answer = centres[int(c)](arrivals)
            put_in(model, frame, buffers, mine, int(c), answer)
            count_chance(model, mine, arrivals, answer)
        else:
            centre_of_groups(frame, places, rates, people, buffers, counts, c)
    pools_of_groups(frame, rates, people, buffers, counts)
    last = buffers._replace(sent=np.ascontiguousarray(buffers.sent[:, model.weeks :]))
    end_of_groups(frame, people, last, counts)


@making
def imaging_of_groups(
    frame: Frame, places: Places, rates: Rates, people: People, passing: Passing, counts: Counts
) -> None:
    """Need and imaging in all weeks, for each group of draws."""
    spells = frame.calendar.spells
    for group in range(len(rates.of)):
        for spell in range(len(spells) - 1):
            imaging_weeks(
                frame, places, rates_of_group(rates, group), people_of_group(people, group),
                passing_of_group(passing, group), counts_of_group(counts, group),
                spells[spell], spells[spell + 1], 0,
            )  # fmt: skip


@making
def centre_of_groups(
    frame: Frame, places: Places, rates: Rates, people: People, passing: Passing, counts: Counts, c: int
) -> None:
    """One centre in all weeks, for each group of draws."""
    spells = frame.calendar.spells
    for group in range(len(rates.of)):
        for spell in range(len(spells) - 1):
            centre_weeks(
                frame, places, rates_of_group(rates, group), people_of_group(people, group),
                passing_of_group(passing, group), counts_of_group(counts, group),
                c, spells[spell], spells[spell + 1], 0,
            )  # fmt: skip


@making
def pools_of_groups(frame: Frame, rates: Rates, people: People, passing: Passing, counts: Counts) -> None:
    """The untreated and the progressed in all weeks, for each group of draws."""
    spells = frame.calendar.spells
    for group in range(len(rates.of)):
        for spell in range(len(spells) - 1):
            pool_weeks(
                frame, rates_of_group(rates, group), people_of_group(people, group),
                passing_of_group(passing, group), counts_of_group(counts, group),
                spells[spell], spells[spell + 1], 0,
            )  # fmt: skip


@making
def end_of_groups(frame: Frame, people: People, passing: Passing, counts: Counts) -> None:
    """Where everybody is after the last week, for each group of draws."""
    for group in range(len(people.top)):
        count_end(
            frame, people_of_group(people, group), passing_of_group(passing, group), counts_of_group(counts, group)
        )


def arriving(buffers: Passing, c: int, weeks: int, draws: int) -> tuple[Floats, Floats]:
    """Who comes to a centre, by week and class, in double precision."""
    joins = out_of_lanes(buffers.joins[:, :, c])[..., :draws].astype(np.float64)
    if not buffers.sent.shape[1]:
        return joins, np.zeros_like(joins)
    return joins, out_of_lanes(buffers.sent[:, :weeks, c])[..., :draws].astype(np.float64)


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
    counts.missing[:, c] += weeks.missing
    add_to_groups(buffers.to_untreated, weeks.to_untreated)
    add_to_groups(buffers.to_progressed, weeks.to_progressed)
    for number, name in ((END_WAITING, "waiting"), (END_IN_COURSE, "in_course"), (END_STABLE, "stable")):
        counts.end[number] += weeks.at_end[name]
    _send_on(model, frame, buffers, counts, c, weeks.onward)


def add_to_groups(grouped: Rows, values: Floats) -> None:
    """Add draws in the last axis to groups; empty lanes of the last group stay as they are."""
    lanes = grouped.shape[-1]
    for group in range(len(grouped)):
        here = values[..., group * lanes : (group + 1) * lanes]
        grouped[group, ..., : here.shape[-1]] += here


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
    years = np.searchsorted(model.year_of_week, np.arange(model.years))
    for h in range(len(model.therapies)):
        towards = model.onward[c, h, model.era_of_week]
        for there in np.unique(towards[(towards != NOWHERE) & (towards < len(model.centres))]):
            weeks = np.flatnonzero(towards == there)
            here = np.zeros_like(onward[:, h])
            here[weeks] = onward[weeks, h]
            add_to_groups(buffers.sent[:, 1 : model.weeks + 1, there, h], here)
            on_the_way = np.add.reduceat(here.sum(axis=1), years, axis=0)
            counts.in_country[WEEKS_UNTREATED, :, h] += on_the_way
