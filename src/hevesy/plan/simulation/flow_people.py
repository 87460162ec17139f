"""Where everybody is, a group of draws at a time, who passes from step to step, and what has been counted."""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.deliveries import CAUSES
from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.lanes import LANES, making, zeros
from hevesy.plan.simulation.model import LATER, Floats, Model, Whole
from hevesy.plan.simulation.outcome import AT_CENTRES, AT_END, IN_COUNTRY, Outcome

Rows = NDArray[Any]

(
    JOINED, STARTED, RESTARTED, GIVEN, COMPLETED, STARTED_LATE, WAITING_WEEKS, OVERDUE_WEEKS, SENT_ON, DOSES_ORDERED,
    LOWER,
) = range(len(AT_CENTRES))  # fmt: skip
(
    ENTERED,
    IMAGED,
    WEEKS_UNTREATED,
    WEEKS_IN_COURSE,
    WEEKS_STABLE,
    WEEKS_PROGRESSED,
    DEAD_UNTREATED,
    DEAD_TREATED,
    UNTRACED,  # the first of its causes
    *_,
) = range(len(IN_COUNTRY))
END_IMAGING, END_WAITING, END_IN_COURSE, END_STABLE, END_PROGRESSED, END_UNTREATED, END_DEAD, END_ABROAD = (
    range(len(AT_END))
)

APART = (
    8  # numbers between two rows of counts: rows a power of two apart would drive each other from the cache
)


class People(NamedTuple):
    """The states of a group of draws: Q parties, M kinds, P turns, B bins.

    Outside the compiled weeks each array has one axis more before these, over the groups.
    """

    listed: Rows  # (H, Q, d) on an imaging list
    holding: Whole  # (H, Q) 1 where anybody may be on the list
    waiting: Rows  # (C, H, B, M, d)
    top: Whole  # (C, H) the oldest bin in which anybody may wait
    given: Rows  # (C, H, weeks, P, d) who had a cycle, by the week in which the next falls due
    overdue: Rows  # (C, H, P, d) due and not yet served
    in_course: Rows  # (C, H, d) all of these
    stable: Rows  # (C, H, d)
    returning: Rows  # (C, H, d) a repeated course begins to be needed next week
    untreated: Rows  # (H, d)
    progressed: Rows  # (H, d)


class Passing(NamedTuple):
    """Who goes from one part of the country's week to the next; n counts weeks from the first of the buffer."""

    joins: Rows  # (n, C, H, M, d) from imaging to a centre's list
    sent: Rows  # (n + 1, C, H, M, d) from one centre to another's list, by the week of arrival
    to_untreated: Rows  # (n, H, d)
    to_progressed: Rows  # (n, H, d)


class Counts(NamedTuple):
    """The outcome's arrays, of all draws (rounded up to whole groups)."""

    at_centres: Floats  # (names, Y, C, H, d)
    in_country: Floats  # (names, Y, H, d)
    lost: Floats  # (Y, H, G + LATER, d)
    used: Floats  # (Y, C, R, d)
    had: Floats  # (Y, C, R, d)
    missing: Floats  # (Y, C, H, CAUSES, d)
    end: Floats  # (names, H, d)
    first: int  # the first of the draws at hand


@making
def people_of_group(people: People, group: int) -> People:
    """The states of one group of draws."""
    return People(
        people.listed[group], people.holding[group], people.waiting[group], people.top[group], people.given[group],
        people.overdue[group], people.in_course[group], people.stable[group], people.returning[group],
        people.untreated[group], people.progressed[group],
    )  # fmt: skip


@making
def passing_of_group(passing: Passing, group: int) -> Passing:
    return Passing(
        passing.joins[group], passing.sent[group], passing.to_untreated[group], passing.to_progressed[group]
    )


@making
def counts_of_group(counts: Counts, group: int) -> Counts:
    """The same arrays, to be counted into from the first draw of a group on."""
    return Counts(
        counts.at_centres, counts.in_country, counts.lost, counts.used, counts.had, counts.missing,
        counts.end, counts.first + group * LANES,
    )  # fmt: skip


def counts_of_draws(counts: Counts, first: int, past: int) -> Counts:
    """The same arrays, of these draws alone."""
    return Counts(*(each[..., first:past] for each in counts[:-1]), first)  # type: ignore[call-arg, arg-type]


def nobody(model: Model, frame: Frame, groups: int, kind: np.dtype[Any]) -> People:
    """An empty country, for each group of draws."""
    therapies, centres, bins = len(model.therapies), len(model.centres), len(model.bin_weeks)
    parties, turns = frame.parties.route.shape[1], frame.kinds.turn_kind.shape[1]
    here, weeks = (groups, centres, therapies), int(model.interval.max())
    return People(
        zeros((groups, therapies, parties, LANES), kind),
        np.zeros((groups, therapies, parties), np.int64),
        zeros((*here, bins, frame.kinds.first_turn.shape[1], LANES), kind),
        np.zeros(here, np.int64),
        zeros((*here, weeks, turns, LANES), kind),
        zeros((*here, turns, LANES), kind),
        zeros((*here, LANES), kind),
        zeros((*here, LANES), kind),
        zeros((*here, LANES), kind),
        zeros((groups, therapies, LANES), kind),
        zeros((groups, therapies, LANES), kind),
    )


def passing(model: Model, frame: Frame, groups: int, weeks: int, kind: np.dtype[Any]) -> Passing:
    """Empty buffers for so many weeks, for each group of draws."""
    therapies, centres, kinds = len(model.therapies), len(model.centres), frame.kinds.first_turn.shape[1]
    sent = weeks + 1 if frame.sends else 0
    return Passing(
        zeros((groups, weeks, centres, therapies, kinds, LANES), kind),
        zeros((groups, sent, centres, therapies, kinds, LANES), kind),
        zeros((groups, weeks, therapies, LANES), kind),
        zeros((groups, weeks, therapies, LANES), kind),
    )


def nothing(model: Model) -> Counts:
    """Counts of zero for all draws of the model, and for the empty lanes of its last group.

    They lie in one piece, which the system hands over in large pages: a week's counts are far from each other.
    """
    years, centres, therapies = model.years, len(model.centres), len(model.therapies)
    resources = (years, centres, len(model.resources))
    shapes = (
        (len(AT_CENTRES), years, centres, therapies),
        (len(IN_COUNTRY), years, therapies),
        (years, therapies, model.most_gates + len(LATER)),
        resources,
        resources,
        (years, centres, therapies, len(CAUSES)),
        (len(AT_END), therapies),
    )
    draws = -(-model.draws // LANES) * LANES + APART
    past = np.cumsum([prod(shape) for shape in shapes])
    parts = np.split(zeros((int(past[-1]), draws), np.dtype(np.float64)), past[:-1])
    shaped = (part.reshape(*shape, draws) for part, shape in zip(parts, shapes, strict=True))
    return Counts(*shaped, 0)  # type: ignore[call-arg, arg-type]


def outcome_of(counts: Counts, draws: int) -> Outcome:
    """The counts of so many draws under their names."""
    at_centres, in_country, lost, used, had, missing, end = (each[..., :draws] for each in counts[:-1])
    return Outcome(
        dict(zip(AT_CENTRES, at_centres, strict=True)),
        dict(zip(IN_COUNTRY, in_country, strict=True)),
        lost,
        used,
        had,
        missing,
        dict(zip(AT_END, end, strict=True)),
    )
