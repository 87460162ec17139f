"""What a kernel counts: people, cycles and person-weeks by year, and where everybody is at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from hevesy.plan.simulation import tracers
from hevesy.plan.simulation.deliveries import CAUSES
from hevesy.plan.simulation.model import LATER, Floats, Model

AT_CENTRES = (
    "joined",  # new patients put on the list, from imaging or from another centre
    "started",  # first cycles of a first course
    "restarted",  # first cycles of a repeated course
    "given",  # cycles, all of them
    "completed",  # courses that came to their right end, clinical stops included
    "started_late",  # of those started or restarted, after more than twelve weeks
    "waiting_weeks",  # person-weeks on the list, counted at the end of each week
    "overdue_weeks",  # person-weeks by which later cycles were late
    "sent_on",  # sent to another centre or abroad
    "ordered",  # doses, where their deliveries are followed; those that do not come are ordered again
    "given_lower",  # cycles with less than the prescribed activity, by the prescriber's leave
)
IN_COUNTRY = (
    "entered",
    "imaged",
    "weeks_untreated",  # person-weeks of those lost, on a list or waiting
    "weeks_in_course",
    "weeks_stable",
    "weeks_progressed",
    "dead_untreated",
    "dead_treated",
    *(f"untraced_{cause}" for cause in tracers.CAUSES),  # person-weeks on an imaging list for want of a tracer
)
AT_END = ("imaging", "waiting", "in_course", "stable", "progressed", "untreated", "dead", "abroad")


@dataclass(frozen=True)
class Outcome:
    """Counts by year. Shapes: at centres (Y, C, H, D), in the country (Y, H, D), lost (Y, H, Q, D), end (H, D).

    The reasons of `lost` are the gates of the therapy (padded to the most gates any therapy has) and then LATER.
    `used` and `had` are sums over the weeks of each resource, shape (Y, C, R, D); `missing` are doses that were ordered
    and did not come, by cause (deliveries.CAUSES), shape (Y, C, H, 7, D).
    """

    at_centres: dict[str, Floats]
    in_country: dict[str, Floats]
    lost: Floats
    used: Floats
    had: Floats
    missing: Floats
    end: dict[str, Floats]

    def conservation_error(self) -> Floats:
        """People who appeared or vanished, by therapy and draw, as a share of those who entered (at least 1,000)."""
        entered = self.in_country["entered"].sum(axis=0)
        here = sum(self.end[name] for name in AT_END)
        return np.asarray(np.abs(entered - here) / np.maximum(entered, 1000.0))


def empty(model: Model, draws: int | None = None) -> Outcome:
    """An outcome of zeros with the shapes of the model."""
    years, draws = model.years, model.draws if draws is None else draws
    therapies, centres = len(model.therapies), len(model.centres)
    reasons = model.gate_row.shape[1] + len(LATER)
    resources = (years, centres, len(model.resources), draws)
    return Outcome(
        {name: np.zeros((years, centres, therapies, draws)) for name in AT_CENTRES},
        {name: np.zeros((years, therapies, draws)) for name in IN_COUNTRY},
        np.zeros((years, therapies, reasons, draws)),
        np.zeros(resources),
        np.zeros(resources),
        np.zeros((years, centres, therapies, len(CAUSES), draws)),
        {name: np.zeros((therapies, draws)) for name in AT_END},
    )


def joined(parts: Sequence[Outcome]) -> Outcome:
    """Outcomes of blocks of draws put side by side in their order: exactly what one run of all draws gives."""
    whole: dict[str, Any] = {}
    for each in fields(Outcome):
        pieces = [getattr(part, each.name) for part in parts]
        whole[each.name] = (
            {name: _beside([piece[name] for piece in pieces]) for name in pieces[0]}
            if isinstance(pieces[0], dict)
            else _beside(pieces)
        )
    return Outcome(**whole)


def _beside(pieces: Sequence[Floats]) -> Floats:
    return np.concatenate(pieces, axis=-1)
