"""How much of each intervention works in each era, and where eras begin.

Levels change on a grid of four weeks. Where that makes too many eras, neighbours are put together so that about as
much changes in one as in another, and a level in an era is the mean of its weeks: nothing comes earlier or later on
the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.plan.scenario.drawn_dates import Drawn
from hevesy.plan.scenario.timeline import STEP, Timeline

MOST_ERAS = 36  # in which each change keeps its own week
FEWER_ERAS = 24  # when there would be more
MOST_WITH_SHOCKS = 132  # steps of ten years: a shock at random may strike in any of them, and is short
FEWER_WITH_SHOCKS = 120
Level = Any  # one number for all draws, or shape (draws,)


class Levels:
    """The levels of a timeline's interventions by era, by draw for those in `drawn`; behind them those of shocks.

    `also` are other weeks, on the grid, in which something changes. The interventions have the levels that they would
    have without any shock: shocks cut their eras into shorter ones. `at_most` so many steps, besides `also`, stand for
    all of a rise, where a quick answer is worth more than the last per cent.
    """

    def __init__(
        self,
        found: Timeline,
        drawn: Mapping[str, Drawn] | None = None,
        also: Iterable[int] = (),
        shocks: Sequence[NDArray[np.float64]] = (),
        struck: Iterable[int] = (),
        at_most: int | None = None,
    ) -> None:
        steps = len(range(0, found.weeks, STEP))
        by_step = _of_interventions(found, drawn or {}, steps)
        opened = [_first(levels) for levels in by_step if levels.ndim == 1]
        kept = {week // STEP for week in also if week < found.weeks} | {step for step in opened if step}
        most = (MOST_ERAS, FEWER_ERAS) if at_most is None else (at_most, at_most)
        base = first_steps(by_step, steps, kept, *most)
        more = first_steps(
            shocks,
            steps,
            {week // STEP for week in struck if week < found.weeks},
            MOST_WITH_SHOCKS,
            FEWER_WITH_SHOCKS,
        )
        first = tuple(sorted({*base, *more}))
        self.first_weeks = tuple(step * STEP for step in first)
        whole = _means(by_step, base, steps)
        at = np.searchsorted(np.array(base), np.array(first), side="right") - 1
        self._levels = [[levels[era] for era in at] for levels in whole] + _means(shocks, first, steps)
        self._works = [[bool(np.any(level > 0.0)) for level in levels] for levels in self._levels]
        self._marks = [[_mark(level) for level in levels] for levels in self._levels]

    def of(self, intervention: int, era: int) -> Level:
        return self._levels[intervention][era]

    def works(self, intervention: int, era: int) -> bool:
        """Whether it works at all in that era, in any draw."""
        return self._works[intervention][era]

    def mark(self, intervention: int, era: int) -> float | bytes:
        """What tells this level from others."""
        return self._marks[intervention][era]


def _of_interventions(found: Timeline, drawn: Mapping[str, Drawn], steps: int) -> list[NDArray[np.float64]]:
    weeks = [step * STEP for step in range(steps)]
    return [
        drawn[row.intervention.id].level(np.array(weeks)[:, None])
        if row.intervention.id in drawn
        else np.array([row.level(week) for week in weeks])
        for row in found.rows
    ]


def _means(by_step: Sequence[NDArray[np.float64]], first: Sequence[int], steps: int) -> list[list[Level]]:
    """The mean levels from each of these steps to the next."""
    spans = list(zip(first, (*first[1:], steps), strict=True))
    return [[_mean(levels[start:end]) for start, end in spans] for levels in by_step]


def first_steps(
    by_step: Sequence[NDArray[np.float64]],
    steps: int,
    kept: Iterable[int],
    most: int = MOST_ERAS,
    fewer: int = FEWER_ERAS,
) -> tuple[int, ...]:
    """The steps at which eras begin: all in which a level changes, or `fewer` of them; `kept` always do."""
    moved = np.zeros(max(0, steps - 1))
    for levels in by_step:
        change = np.abs(np.diff(levels, axis=0))
        moved += change if change.ndim == 1 else change.mean(axis=1)
    changes = np.flatnonzero(moved) + 1
    if len(changes) >= most:
        room = fewer - 1
        upto = np.cumsum(moved[changes - 1])
        marks = upto[-1] * (np.arange(room) + 0.5) / room
        evenly = np.unique(np.searchsorted(upto, marks))
        others = np.setdiff1d(np.argsort(-moved[changes - 1], kind="stable"), evenly, assume_unique=True)
        changes = changes[[*evenly, *others[: room - len(evenly)]]]
    return tuple(sorted({0, *changes.tolist(), *kept}))


def _first(levels: NDArray[np.float64]) -> int:
    """The first step in which it works at all; 0 where it never does, or from the beginning."""
    return int(np.argmax(levels > 0.0))


def _mean(levels: NDArray[np.float64]) -> Level:
    same = bool((levels == levels[:1]).all())
    found = levels[0] if same else levels.mean(axis=0)
    return float(found) if np.ndim(found) == 0 else found


def _mark(level: Level) -> float | bytes:
    return level if isinstance(level, float) else blake2b(level.tobytes(), digest_size=16).digest()
