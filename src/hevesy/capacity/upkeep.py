"""Machines fail and are repaired, people leave and are replaced: which share of them is present in each week.

Each unit is a chain of two states: a present one goes with probability `fails` in a week, an absent one is back with
probability `back`; before the first week it has run for ever, so it is present with probability back/(back + fails).
When the probabilities change, a unit keeps its state and its random numbers: what changes them decides nothing else.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.chance import LAST_STREAM, RESOURCES, SCANNERS, compiled, philox, seed_bits

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Words = NDArray[np.uint64]  # random words of 32 bits, and how many of them are lucky

SCANNER = SCANNERS  # + modality; place = model.imaging_key[i]
RESOURCE = RESOURCES  # + number of the resource; place = model.centre_key[c]
WEEKS_OF_A_MONTH = 4  # a centre that is closed for so many weeks running was closed a month

_WORDS = 2.0**32


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
    present = np.empty((1, 1, len(units_of_week), fails.shape[1]))
    fill_shares_up(units_of_week, era_of_week, fails, back, seed, stream, place_key, first_draw, present, 0)
    shares: Floats = present[0, 0]
    return shares


def fill_shares_up(
    units_of_week: Whole,
    era_of_week: Whole,
    fails: Floats,
    back: Floats,
    seed: int,
    stream: int,
    place_key: int,
    first_draw: int,
    present: NDArray[Any],
    number: int,
) -> None:
    """The same, put into `present[:, number]` (n, W, D/n): one group of draws after the other, in any precision."""
    if not 0 <= stream <= LAST_STREAM:
        raise ValueError(f"stream {stream} is not between 0 and {LAST_STREAM}")
    units = np.ascontiguousarray(units_of_week, dtype=np.int64)
    if not (units.any() and np.any(fails)):
        present[:, number] = 1.0
        return
    eras = np.ascontiguousarray(era_of_week, dtype=np.int64)
    start = _words_below(_at_first(fails[eras[:1]], back[eras[:1]]))
    chances = start, _words_below(1.0 - fails), _words_below(np.asarray(back, float))
    _live(units, eras, *chances, seed_bits(seed), stream, place_key, first_draw, present, number)


def _at_first(fails: Floats, back: Floats) -> Floats:
    """The chance of being present in the first week."""
    both = back + fails
    return np.where(both > 0.0, back / np.where(both > 0.0, both, 1.0), 1.0)


def _words_below(chance: Floats) -> Words:
    """How many words of 32 bits are lucky: (word + 1/2) / 2**32 < chance, without rounding anything.

    >>> _words_below(np.array([0.0, 0.5, 1.0])).tolist()
    [0, 2147483648, 4294967296]
    """
    words = chance * _WORDS
    whole = np.floor(words)
    return (whole + (words - whole > 0.5)).astype(np.uint64)


@compiled
def _live(
    units: Whole,
    eras: Whole,
    start: Words,
    stays: Words,
    returns: Words,
    seed: int,
    stream: int,
    place: int,
    first_draw: int,
    present: NDArray[Any],
    number: int,
) -> None:
    """Count the units that are present, four weeks at a time, and divide them by how many there are."""
    most, draws = units.max(), start.shape[1]
    chance, words, here = start[np.zeros(most, np.int64)], np.empty((4, draws), np.uint64), np.empty((4, draws))
    for first in range(0, len(units), 4):
        here[:] = 0.0
        weeks = min(4, len(units) - first)
        for unit in range(most):
            _words(seed, stream, unit, first_draw, place, first // 4, words)
            for week in range(weeks):
                then = eras[min(first + week + 1, len(units) - 1)]
                counted = 1.0 if unit < units[first + week] else 0.0
                _one_week(words[week], chance[unit], stays[then], returns[then], here[week], counted)
        for week in range(weeks):
            _share(here[week], units[first + week], present, number, first + week)


@compiled
def _one_week(luck: Words, chance: Words, stays: Words, returns: Words, here: Floats, counted: float) -> None:
    """Who is present this week, and the chance of being so in the next, as it is in the next week's era."""
    for draw in range(len(luck)):
        lucky, stay, turn_up = luck[draw] < chance[draw], stays[draw], returns[draw]
        chance[draw] = stay if lucky else turn_up
        here[draw] += counted if lucky else 0.0


@compiled
def _share(here: Floats, units: int, present: NDArray[Any], number: int, week: int) -> None:
    """The share of the units that is here, group after group; all of them where there is none."""
    draws = present.shape[3]
    if units == 0:
        here, units = np.ones(len(here)), 1
    for group in range(len(present)):
        for draw in range(draws):
            present[group, number, week, draw] = here[group * draws + draw] / units


@compiled
def _words(seed: int, stream: int, unit: int, first_draw: int, place: int, four: int, words: Words) -> None:
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
        words[0, draw], words[1, draw], words[2, draw], words[3, draw] = a, b, c, d


def luck_of_week(seed: int, stream: int, unit: int, draw: int, place: int, week: int) -> float:
    """The number that decides on one unit in one week: a word of the block that four weeks share.

    In week 0 the unit is present when it is below back/(back + fails); later a present unit stays when it is below
    1 - fails, and an absent one is back when it is below `back`, as they are in the era of that week.
    """
    words = np.empty((4, 1), np.uint64)
    _words(seed_bits(seed), stream, unit, draw, place, week // 4, words)
    return (float(words[week % 4, 0]) + 0.5) / _WORDS


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
