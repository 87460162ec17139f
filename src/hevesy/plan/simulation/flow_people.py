"""Where everybody is in one block of draws, who passes from step to step, and what has been counted."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.simulation.flow_frame import Frame
from hevesy.plan.simulation.model import LATER, Floats, Model, Whole
from hevesy.plan.simulation.outcome import AT_CENTRES, AT_END, IN_COUNTRY, Outcome

Rows = NDArray[Any]

(JOINED, STARTED, RESTARTED, GIVEN, COMPLETED, STARTED_LATE, WAITING_WEEKS, OVERDUE_WEEKS, SENT_ON) = range(
    len(AT_CENTRES)
)
(
    ENTERED,
    IMAGED,
    WEEKS_UNTREATED,
    WEEKS_IN_COURSE,
    WEEKS_STABLE,
    WEEKS_PROGRESSED,
    DEAD_UNTREATED,
    DEAD_TREATED,
) = range(len(IN_COUNTRY))
END_IMAGING, END_WAITING, END_IN_COURSE, END_STABLE, END_PROGRESSED, END_UNTREATED, END_DEAD, END_ABROAD = (
    range(len(AT_END))
)


class People(NamedTuple):
    """The states of a block: Q parties, M kinds, P turns, B bins, d draws."""

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
    """The outcome's arrays for the draws of one block."""

    at_centres: Floats  # (names, Y, C, H, d)
    in_country: Floats  # (names, Y, H, d)
    lost: Floats  # (Y, H, G + LATER, d)
    used: Floats  # (Y, C, R, d)
    had: Floats  # (Y, C, R, d)
    end: Floats  # (names, H, d)


def nobody(model: Model, frame: Frame, draws: int, kind: np.dtype[Any]) -> People:
    """An empty country."""
    therapies, centres, bins = len(model.therapies), len(model.centres), len(model.bin_weeks)
    parties, turns = frame.parties.route.shape[1], frame.kinds.turn_kind.shape[1]
    kinds = frame.kinds.first_turn.shape[1]
    here = (centres, therapies)
    return People(
        np.zeros((therapies, parties, draws), kind),
        np.zeros((therapies, parties), np.int64),
        np.zeros((*here, bins, kinds, draws), kind),
        np.zeros(here, np.int64),
        np.zeros((*here, int(model.interval.max()), turns, draws), kind),
        np.zeros((*here, turns, draws), kind),
        np.zeros((*here, draws), kind),
        np.zeros((*here, draws), kind),
        np.zeros((*here, draws), kind),
        np.zeros((therapies, draws), kind),
        np.zeros((therapies, draws), kind),
    )


def passing(model: Model, frame: Frame, draws: int, weeks: int, kind: np.dtype[Any]) -> Passing:
    """Empty buffers for so many weeks."""
    therapies, centres, kinds = len(model.therapies), len(model.centres), frame.kinds.first_turn.shape[1]
    sent = weeks + 1 if frame.sends else 0
    return Passing(
        np.zeros((weeks, centres, therapies, kinds, draws), kind),
        np.zeros((sent, centres, therapies, kinds, draws), kind),
        np.zeros((weeks, therapies, draws), kind),
        np.zeros((weeks, therapies, draws), kind),
    )


def nothing(model: Model) -> Counts:
    """Counts of zero for all draws of the model."""
    years, centres, therapies, draws = model.years, len(model.centres), len(model.therapies), model.draws
    resources = (years, centres, len(model.resources), draws)
    return Counts(
        np.zeros((len(AT_CENTRES), years, centres, therapies, draws)),
        np.zeros((len(IN_COUNTRY), years, therapies, draws)),
        np.zeros((years, therapies, model.most_gates + len(LATER), draws)),
        np.zeros(resources),
        np.zeros(resources),
        np.zeros((len(AT_END), therapies, draws)),
    )


def outcome_of(counts: Counts) -> Outcome:
    """The counts under their names."""
    return Outcome(
        dict(zip(AT_CENTRES, counts.at_centres, strict=True)),
        dict(zip(IN_COUNTRY, counts.in_country, strict=True)),
        counts.lost,
        counts.used,
        counts.had,
        dict(zip(AT_END, counts.end, strict=True)),
    )
