"""Machines fail and are repaired, people leave and are replaced: which share of them is present in each week.

Each unit is a chain of two states: a present one goes with probability `fails` in a week, an absent one is back with
probability `back`; before the first week it has run for ever, so it is present with probability back/(back + fails).
When the probabilities change, a unit keeps its state and its random numbers: what changes them decides nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.chance import LAST_STREAM, RESOURCES, SCANNERS, compiled, philox, seed_bits

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SCANNER = SCANNERS  # + modality; place = model.imaging_key[i]
RESOURCE = RESOURCES  # + number of the resource; place = model.centre_key[c]
WEEKS_OF_A_MONTH = 4  # a centre that is closed for so many weeks running was closed a month

_ONE_WORD = 2.0**-32


def shares_up(
    units_of_week: Whole,
    era_of_week: Whole,
    fails: Floats,
    back: Floats,
    seed: int,
    stream: int,
    place_key: int,
    first_draw: int,
) -> Floats:
    """The share of the units that is present, shape (W, D); 1 in weeks without units.

    `units_of_week` (W,) how many there are, `fails` and `back` (E, D) probabilities in a week of each era. The n-th
    unit has its own life from week 0 on, whether it is counted yet or not, so one unit more moves no other. The same
    bits for any block of draws: D draws from `first_draw` equal the columns of a longer run.
    """
    if not 0 <= stream <= LAST_STREAM:
        raise ValueError(f"stream {stream} is not between 0 and {LAST_STREAM}")
    units = np.ascontiguousarray(units_of_week, dtype=np.int64)
    if not (units.any() and np.any(fails)):
        return np.ones((len(units), fails.shape[1]))
    present = np.zeros((len(units), fails.shape[1]))
    eras = np.ascontiguousarray(era_of_week, dtype=np.int64)
    chances = np.ascontiguousarray(fails), np.ascontiguousarray(back)
    _live(units, eras, *chances, seed_bits(seed), stream, place_key, first_draw, present)
    present[units == 0] = 1.0
    present /= np.maximum(units, 1)[:, None]
    return present


@compiled
def _live(
    units: Whole,
    eras: Whole,
    fails: Floats,
    back: Floats,
    seed: int,
    stream: int,
    place: int,
    first_draw: int,
    present: Floats,
) -> None:
    """Count the units that are present in each week."""
    weeks, draws = present.shape
    stays, chance, words = 1.0 - fails, np.empty(draws), np.empty((4, draws))
    for unit in range(units.max()):
        for draw in range(draws):
            both = back[eras[0], draw] + fails[eras[0], draw]
            chance[draw] = back[eras[0], draw] / both if both > 0.0 else 1.0
        for week in range(weeks):
            if week % 4 == 0:
                _words(seed, stream, unit, first_draw, place, week // 4, words)
            then = eras[min(week + 1, weeks - 1)]
            counted = 1.0 if unit < units[week] else 0.0
            _one_week(words[week % 4], chance, stays[then], back[then], present[week], counted)


@compiled
def _one_week(luck: Floats, chance: Floats, stays: Floats, back: Floats, present: Floats, counted: float) -> None:
    """Who is present this week, and the chance of being so in the next, as it is in the next week's era."""
    for draw in range(len(luck)):
        here = luck[draw] < chance[draw]
        chance[draw] = stays[draw] if here else back[draw]
        present[draw] += counted if here else 0.0


@compiled
def _words(seed: int, stream: int, unit: int, first_draw: int, place: int, four: int, words: Floats) -> None:
    """The numbers of four weeks running: one block of the generator holds four words of 32 bits."""
    low = np.uint64(0xFFFFFFFF)
    key = np.uint64(seed)
    which = (np.uint64(stream) << np.uint64(24)) | (np.uint64(unit) & np.uint64(0xFFFFFF))
    for draw in range(words.shape[1]):
        a, b, c, d = philox(
            np.uint64(four),
            np.uint64(first_draw + draw) & low,
            np.uint64(place) & low,
            which,
            key & low,
            key >> np.uint64(32),
        )
        words[0, draw] = (np.float64(a) + 0.5) * _ONE_WORD
        words[1, draw] = (np.float64(b) + 0.5) * _ONE_WORD
        words[2, draw] = (np.float64(c) + 0.5) * _ONE_WORD
        words[3, draw] = (np.float64(d) + 0.5) * _ONE_WORD


def luck_of_week(seed: int, stream: int, unit: int, draw: int, place: int, week: int) -> float:
    """The number that decides on one unit in one week: a word of the block that four weeks share.

    In week 0 the unit is present when it is below back/(back + fails); later a present unit stays when it is below
    1 - fails, and an absent one is back when it is below `back`, as they are in the era of that week.
    """
    words = np.empty((4, 1))
    _words(seed_bits(seed), stream, unit, draw, place, week // 4, words)
    return float(words[week % 4, 0])


def closed_weeks(present: Floats, units: Whole, needed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Weeks in which a centre cannot work: a needed resource has units and none of them is present.

    `present` (R, W, D) shares from `shares_up`, `units` (R, W), `needed` (R,); returns (W, D).
    """
    closed = np.zeros(present.shape[1:], dtype=np.bool_)
    for resource in np.flatnonzero(needed):
        closed |= (units[resource] > 0)[:, None] & (present[resource] <= 0.0)
    return closed


def closed_months(closed: NDArray[np.bool_]) -> Whole:
    """How many separate spells of at least four closed weeks running there were, shape (D,); `closed` is (W, D).

    >>> closed_months(np.array([[1], [1], [1], [1], [1], [0], [1], [1], [1]], dtype=bool)).tolist()
    [1]
    """
    run = np.zeros(closed.shape[1], dtype=np.int64)
    months = np.zeros(closed.shape[1], dtype=np.int64)
    for week in closed:
        run = np.where(week, run + 1, 0)
        months += run == WEEKS_OF_A_MONTH
    return months


def weeks_of_year_closed(closed: NDArray[np.bool_], year_of_week: Whole) -> Whole:
    """Closed weeks of each year, shape (Y, D)."""
    years = int(year_of_week[-1]) + 1
    return np.stack([closed[year_of_week == year].sum(axis=0) for year in range(years)])
