"""How likely a centre stands still a month because nobody of a cadre is there, in a year and over the whole run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity import upkeep
from hevesy.capacity.minutes import CADRES
from hevesy.plan.simulation.build.posts import Posts
from hevesy.plan.simulation.model import Model, Whole
from hevesy.plan.simulation.small import given_at

HISTORIES = 2048  # lives of a team, at least: chance alone moves a probability of 0.13 by less than 0.01
Yes = NDArray[np.bool_]


@dataclass(frozen=True)
class Closed:
    """Probabilities of a closed month at one centre for want of one cadre; `cadre` is empty for any of them.

    `persons` in the first and the last week, of one centre where a house stands for several `alike`; `counted` says
    whether somebody counted them.
    """

    centre: int
    cadre: str
    persons: tuple[int, int]
    counted: bool
    in_a_year: float
    in_the_run: float


def closed_months(model: Model, posts: Posts, era: Whole) -> list[Closed]:
    """For each centre at which anything is given, every cadre without which a therapy there stops, and all of them.

    `era` says which era of `posts` each of the model's is. Weeks of a lead-in do not count.
    """
    found: list[Closed] = []
    for centre in range(len(model.centres)):
        needed = _needed(model, centre)
        if needed:
            found.extend(_centre(model, posts, era, centre, needed))
    return found


def in_closed_months(closed: Yes) -> Yes:
    """Weeks (W, D) that belong to four closed ones running, or more.

    >>> in_closed_months(np.array([[1, 1, 1, 1, 0, 1, 1]], dtype=bool).T)[:, 0].astype(int).tolist()
    [1, 1, 1, 1, 0, 0, 0]
    """
    weeks, month = len(closed), upkeep.WEEKS_OF_A_MONTH
    within = np.zeros_like(closed)
    if weeks < month:
        return within
    full = np.logical_and.reduce([closed[first : weeks - month + 1 + first] for first in range(month)])
    for first in range(month):
        within[first : weeks - month + 1 + first] |= full
    return within


def _needed(model: Model, centre: int) -> list[int]:
    """The cadres (of CADRES) of which some therapy given here asks for minutes."""
    given = given_at(model, centre).tolist()
    uses = np.stack([model.use_first_row, model.use_again_row])[:, given]
    return [
        k
        for k, cadre in enumerate(CADRES)
        if cadre in model.resources and (model.rows[uses[:, :, model.resources.index(cadre)]] > 0.0).any()
    ]


def _centre(model: Model, posts: Posts, era: Whole, centre: int, needed: list[int]) -> list[Closed]:
    counted_weeks = np.arange(model.weeks) >= model.counted_from
    teams: dict[int, Whole] = {}
    for k in needed:
        persons = posts.whole(centre, k)[era][model.era_of_week]
        if persons.any():
            teams[k] = persons
    if not teams:
        return []
    spells = {k: _weeks_closed(model, centre, k, persons) for k, persons in teams.items()}
    both = np.logical_or.reduce(list(spells.values()))
    rows = [("", list(teams), both), *((CADRES[k], [k], spells[k]) for k in teams)]
    return [_closed(model, posts, centre, name, of, weeks, teams, counted_weeks) for name, of, weeks in rows]


def _closed(
    model: Model, posts: Posts, centre: int, name: str, of: list[int], closed: Yes, teams: dict[int, Whole],
    counted_weeks: Yes,
) -> Closed:  # fmt: skip
    within = in_closed_months(closed)
    there = np.logical_or.reduce([teams[k] > 0 for k in of]) & counted_weeks
    years = [
        within[(model.year_of_week == year) & counted_weeks].any(axis=0)
        for year in range(model.years)
        if there[model.year_of_week == year].any()
    ]
    persons = np.sum([teams[k][[model.counted_from, -1]] for k in of], axis=0)
    return Closed(
        centre, name, (int(persons[0]), int(persons[1])), bool(posts.counted[centre, of].all()),
        float(np.mean(years)) if years else 0.0, float(within[there].any(axis=0).mean()) if there.any() else 0.0,
    )  # fmt: skip


def _weeks_closed(model: Model, centre: int, k: int, persons: Whole) -> Yes:
    """Weeks in which nobody of a cadre is there, (W, histories): those of the run first.

    Further lives have the figures of the run's draws, again and again, and random numbers of draws that come after.
    """
    resource = model.resources.index(CADRES[k])
    fails, back = (model.rows[row[centre, resource]] for row in (model.fails_row, model.back_row))
    times = -(-HISTORIES // model.draws)
    present = upkeep.shares_up(
        persons, model.era_of_week, np.tile(fails, times), np.tile(back, times), model.seed,
        upkeep.RESOURCE + resource, int(model.centre_key[centre]), model.first_draw,
    )  # fmt: skip
    return (present <= 0.0) & (persons > 0)[:, None]
