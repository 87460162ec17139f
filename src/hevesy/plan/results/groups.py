"""Who starts among the strata: the flow pools people behind the gates, so that starts are shared out afterwards.

Who passes every gate is known for each stratum exactly. What happens behind them at a centre — lists, scanners, chairs,
doses, cancelled days — is common to all strata that are treated there; so the starts of a therapy at a centre are
shared in proportion to those of each stratum who came so far. That is exact where nothing is scarce, and where the
strata of a centre came in the same weeks through the same scanners; else it is an approximation. The shares add up to
the starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.plan.simulation.model import NOWHERE, Floats, Model, Whole

REGION, QUINTILE, SEX = "region", "quintile", "sex"
DIMENSIONS = (REGION, QUINTILE, SEX)
ABROAD = "from other countries"


@dataclass(frozen=True)
class Grouped:
    """How strata fall into groups: the names of the groups of each dimension, and the group of each stratum, (S,)."""

    names: dict[str, tuple[str, ...]]
    of: dict[str, Whole]

    def sums(self, by_stratum: Floats) -> dict[str, Floats]:
        """By dimension (groups, D), of figures by stratum (S, D)."""
        found = {}
        for dimension, names in self.names.items():
            sums = np.zeros((len(names), by_stratum.shape[-1]))
            np.add.at(sums, self.of[dimension], by_stratum)
            found[dimension] = sums
        return found


def grouped(strata: Sequence[str], residents: int, regions: Sequence[str]) -> Grouped:
    """The groups of a country's strata, whose names read: region, perhaps centre and payer, quintile n, sex."""
    found = {dimension: [ABROAD] * len(strata) for dimension in DIMENSIONS}
    longest_first = sorted(regions, key=len, reverse=True)
    for number, name in enumerate(strata[:residents]):
        *_, quintile, sex = name.split(", ")
        region = next((each for each in longest_first if name.startswith(each)), name)
        found[REGION][number], found[QUINTILE][number], found[SEX][number] = region, quintile, sex
    names = {dimension: tuple(dict.fromkeys(each)) for dimension, each in found.items()}
    of = {
        dimension: np.array([names[dimension].index(name) for name in each], np.int64)
        for dimension, each in found.items()
    }
    return Grouped(names, of)


def people_of_eras(model: Model, therapy: int) -> Floats:
    """How many come to be considered in each era, in the weeks that are counted, (E, D)."""
    return np.asarray(people_by_year(model, therapy).sum(axis=1))


def people_by_year(model: Model, therapy: int) -> Floats:
    """How many come to be considered in each era and year, in the weeks that are counted, (E, Y, D)."""
    shape = model.share_row.shape[-1], model.years
    weeks = np.arange(model.weeks) >= model.counted_from
    place = model.era_of_week * model.years + model.year_of_week
    grown = np.bincount(place[weeks], weights=model.growth[therapy, weeks], minlength=shape[0] * shape[1])
    people = grown.reshape(*shape, 1) * model.rows[model.need_row[therapy]]
    if model.backlog_weeks:
        early = weeks & (np.arange(model.weeks) < model.backlog_weeks)
        count = np.bincount(place[early], minlength=shape[0] * shape[1]).reshape(*shape, 1)
        people = people + count * (model.rows[model.backlog_row[therapy]] / model.backlog_weeks)
    return np.asarray(people)


def by_year(model: Model, therapy: int, of: Whole, gates: Sequence[int] | None = ()) -> Floats:
    """Who comes to be considered and would pass these gates (None: all of them), by year and group, (Y, groups, D).

    `of` is the group of each stratum.
    """
    people = people_by_year(model, therapy)
    inside = np.eye(int(of.max()) + 1)[of].T
    passed, which = _passed(model, therapy, gates)
    found = np.zeros((model.years, len(inside), model.draws))
    for era, years in enumerate(people):
        came = model.rows[model.share_row[therapy, :, era]] * passed[which[:, era]]
        found += years[:, None] * (inside @ came)
    return found


def entered_by_stratum(model: Model, therapy: int) -> Floats:
    """Who comes to be considered, (S, D)."""
    people, found = people_of_eras(model, therapy), np.zeros((len(model.strata), model.draws))
    for era in range(len(people)):
        found += model.rows[model.share_row[therapy, :, era]] * people[era]
    return found


def arrived_by_stratum(model: Model, therapy: int) -> Floats:
    """Who passes every gate on the way to each centre, (C, S, D)."""
    people = people_of_eras(model, therapy)
    passed, which = _passed(model, therapy)
    found = np.zeros((len(model.centres), len(model.strata), model.draws))
    for era in range(len(people)):
        came = passed[which[:, era]] * model.rows[model.share_row[therapy, :, era]] * people[era]
        route = model.route[therapy, :, era]
        centre = np.where(route == NOWHERE, NOWHERE, model.route_centre[therapy, route])
        for each in np.unique(centre[centre != NOWHERE]):
            there = centre == each
            found[each, there] += came[there]
    return found


def _passed(model: Model, therapy: int, gates: Sequence[int] | None = None) -> tuple[Floats, Whole]:
    """Shares that pass gates (None: all), each mix of gates once, and the mix of each stratum and era (S, E)."""
    rows = model.gate_row[therapy] if gates is None else model.gate_row[therapy, list(gates)]
    if not len(rows):
        return np.ones((1, model.draws)), np.zeros(rows.shape[1:], np.int64)
    mixes, which = alike(rows.reshape(len(rows), -1))
    passed = np.ones((mixes.shape[1], model.draws))
    for gate in mixes:
        passed *= model.rows[gate]
    return passed, which.reshape(rows.shape[1:])


def alike(columns: Whole) -> tuple[Whole, Whole]:
    """The different columns of (G, N), in some order, and which of them each is, (N,).

    A number stands for each column, because sorting whole columns takes many times as long; it is only believed where
    the columns are found to be equal.
    """
    _, first, which = np.unique(_numbers_for(columns), return_index=True, return_inverse=True)
    found = columns[:, first]
    if not np.array_equal(found[:, which], columns):
        found, which = np.unique(columns, axis=1, return_inverse=True)
    return found, np.asarray(which.reshape(-1), np.int64)


def _numbers_for(columns: Whole) -> Whole:
    """Equal for equal columns, and hardly ever for others."""
    weights = np.random.default_rng(len(columns)).integers(1, 2**62, len(columns))
    return np.asarray(weights @ columns)


def started_by_stratum(model: Model, therapy: int, started: Floats) -> Floats:
    """The starts of a therapy at each centre (C, D) shared out over the strata, (S, D).

    Starts at a centre to which nobody's way led first (they were sent on) are shared as those of all centres are.
    """
    arrived = arrived_by_stratum(model, therapy)
    whole = arrived.sum(axis=1)
    everybody = arrived.sum(axis=0)
    found = np.zeros(everybody.shape)
    for centre, here in enumerate(started):
        share = _share(arrived[centre], whole[centre])
        elsewhere = _share(everybody, everybody.sum(axis=0))
        found += here * np.where(whole[centre] > 0.0, share, elsewhere)
    return found


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
