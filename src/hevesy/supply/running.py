"""When reactors and processors stand still: maintenance, outages with a long tail, common causes, ends that slip.

Weeks are counted from the start of a run, draws are possible worlds. Random numbers belong to (seed, stream, plant,
draw) alone, so the same draw has the same outages in any block of draws and whatever else a scenario follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Yes = NDArray[np.bool_]

WEEKS = 52  # a year
BEFORE = 156  # weeks by which a plant's life begins before the run: an outage may be under way when it starts
MOST_YEARS = 53  # of a run, with BEFORE: the same numbers belong to an outage however long the run is
MOST_A_YEAR = 4  # outages of one plant that are looked up; a rate of one a year needs a third of them
OWN, TOGETHER, STRUCK, END = range(
    4
)  # streams: own outages; common causes, and whom each strikes; closing for good
_LOW = (1 << 64) - 1


@dataclass(frozen=True)
class Outages:
    """How often plants stop unplanned, and for how long: numbers, or one for each draw.

    `per_year`; lengths in weeks are lognormal with median `weeks` and ln standard deviation `spread`; a share `long`
    of them has the median `long_weeks` instead.
    """

    per_year: Any
    weeks: Any
    spread: Any
    long: Any
    long_weeks: Any

    @property
    def mean_weeks(self) -> Any:
        """The mean length of an outage."""
        middle = (1.0 - self.long) * self.weeks + self.long * self.long_weeks
        return middle * np.exp(np.square(self.spread) / 2.0)

    def share_down(self) -> Any:
        """The share of all weeks in which a plant with these outages stands still, in the long run."""
        up = WEEKS / np.maximum(self.per_year, 1e-12)
        return self.mean_weeks / (up + self.mean_weeks)

    def with_share_down(self, share: Any) -> Outages:
        """The same lengths, so often that the plant stands still in this share of all weeks."""
        share = np.minimum(share, 0.99)
        per_year = WEEKS * share / (np.maximum(1.0 - share, 1e-12) * self.mean_weeks)
        return Outages(per_year, self.weeks, self.spread, self.long, self.long_weeks)


def key_of(name: str) -> int:
    """The number that names a plant's random numbers for ever."""
    return crc32(name.encode())


def down(outages: Outages, weeks: int, key: int, seed: int, first_draw: int, draws: int) -> Yes:
    """Whether a plant stands still by an outage of its own in the middle of each week, shape (weeks, draws)."""
    return _covered(*_spans(outages, weeks, key, seed, OWN, first_draw, draws), weeks)


def struck(
    events: Outages,
    members: Any,
    keys: Sequence[int],
    weeks: int,
    key: int,
    seed: int,
    first_draw: int,
    draws: int,
) -> Yes:
    """The same for the plants of a group, from causes that they have in common: shape (plants, weeks, draws).

    Each event strikes each plant with probability `members`; so two of them stand still together for the share
    `events.share_down() * members**2` of all weeks, beside the weeks in which they do by chance.
    """
    starts, ends = _spans(events, weeks, key, seed, TOGETHER, first_draw, draws)
    chance = np.broadcast_to(np.asarray(members, float), (draws,))[:, None]
    found = []
    for each in keys:
        hit = numbers(seed, STRUCK, each, first_draw, draws, MOST_A_YEAR * MOST_YEARS)[:, : starts.shape[1]] < chance
        found.append(_covered(starts, np.where(hit, ends, starts), weeks))
    return np.stack(found)


def _spans(
    outages: Outages, weeks: int, key: int, seed: int, stream: int, first_draw: int, draws: int
) -> tuple[Floats, Floats]:
    """Starts and ends of outages in weeks, (draws, n); the time from an end to the next start is exponential."""
    luck = numbers(seed, stream, key, first_draw, draws, 4 * MOST_A_YEAR * MOST_YEARS).reshape(draws, -1, 4)
    luck = luck[:, : MOST_A_YEAR * math.ceil((weeks + BEFORE) / WEEKS)]
    per_draw = [np.broadcast_to(np.asarray(each, float), (draws,))[:, None] for each in _figures(outages)]
    per_year, median, spread, long, long_weeks = per_draw
    up = -np.log1p(-luck[..., 0]) * (WEEKS / np.maximum(per_year, 1e-12))
    middle = np.where(luck[..., 1] < long, long_weeks, median)
    length = middle * np.exp(spread * _normal(luck[..., 2], luck[..., 3]))
    ends = np.cumsum(up + length, axis=1) - BEFORE
    return ends - length, ends


def _figures(outages: Outages) -> tuple[Any, ...]:
    return outages.per_year, outages.weeks, outages.spread, outages.long, outages.long_weeks


def _normal(one: Floats, other: Floats) -> Floats:
    """A normal number from two uniform ones (Box and Muller 1958)."""
    return np.asarray(np.sqrt(-2.0 * np.log1p(-one)) * np.cos(2.0 * np.pi * other))


def _covered(starts: Floats, ends: Floats, weeks: int) -> Yes:
    """Which weeks' middles lie in one of the spans of each draw; spans are (draws, n), the answer (weeks, draws)."""
    first, past = (np.clip(np.ceil(each - 0.5), 0, weeks).astype(np.int64) for each in (starts, ends))
    change = np.zeros((len(starts), weeks + 1), np.int64)
    rows = np.broadcast_to(np.arange(len(starts))[:, None], first.shape)
    np.add.at(change, (rows, first), 1)
    np.add.at(change, (rows, past), -1)
    return np.ascontiguousarray((np.cumsum(change, axis=1)[:, :weeks] > 0).T)


def closed(
    low: float,
    high: float,
    replaced_after: Any,
    start_year: float,
    weeks: int,
    key: int,
    seed: int,
    first_draw: int,
    draws: int,
) -> Yes:
    """Whether a plant has closed for good and nobody has taken its place yet, shape (weeks, draws).

    It closes at a time that is drawn evenly between the years `low` and `high`; others have taken over what it
    irradiated `replaced_after` years later.
    """
    luck = numbers(seed, END, key, first_draw, draws, 4)[:, 0]
    at = (low + (high - low) * luck - start_year) * WEEKS
    return _covered(at[:, None], (at + WEEKS * np.asarray(replaced_after))[:, None], weeks)


def idle(weeks_per_year: float | None, place: int, among: int, weeks: int, stop: int, shift: int = 0) -> Yes:
    """Planned maintenance, shape (weeks,): stops of `stop` weeks spread evenly over the year.

    Reactors that agree on a calendar do not stop at once: `place` of `among` says whose turn comes when. One whose
    weeks a year are not known has no planned stops here. `shift` is the week in which the calendar begins.

    >>> int(idle(44, 0, 1, 52, 4).sum())
    8
    """
    found = np.zeros(weeks, np.bool_)
    if weeks_per_year is None or weeks_per_year >= WEEKS:
        return found
    rest = round(WEEKS - weeks_per_year)
    stops = max(1, round(rest / stop))
    week = np.arange(weeks) % WEEKS
    for number in range(stops):
        length = rest // stops + (number < rest % stops)
        begins = shift + math.floor(WEEKS * (number + place / among) / stops)
        found |= (week - begins) % WEEKS < length
    return found


def numbers(seed: int, stream: int, key: int, first_draw: int, draws: int, each: int) -> Floats:
    """Uniform numbers, `each` (four, or a multiple of it) for every draw from `first_draw` on: shape (draws, each).

    NumPy's Philox (Salmon et al. 2011, doi:10.1145/2063384.2063405), put forward to the first draw.
    """
    if each % 4:
        raise ValueError(f"{each} numbers for a draw are not a multiple of four")
    bits = np.random.Philox(key=np.array([seed & _LOW, (stream << 32 | key) & _LOW], np.uint64))
    bits.advance(first_draw * (each // 4))
    return np.random.Generator(bits).random((draws, each))


def forced(spans: Sequence[tuple[int, int]], weeks: int) -> Yes:
    """Weeks in which a plant is made to stand still: spans of (first week, how many), shape (weeks,)."""
    found = np.zeros(weeks, np.bool_)
    for first, many in spans:
        found[max(first, 0) : max(first + many, 0)] = True
    return found
