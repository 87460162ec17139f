"""Control charts: what a process does by chance, and the rules that say where something else is at work.

p: a share of things (binomial limits); u: events for each thing (Poisson limits); XmR: single values by their moving
range (Shewhart; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 and 6.3.3). The rules are those of Nelson 1984
(J Qual Technol 16:237, doi:10.1080/00224065.1984.11978921), of which the Western Electric rules are the first, the
fifth, the sixth and, with a run of eight, the second. Of shares and events, which are no normal numbers, the first four
are asked alone: zones of one and two sigma say nothing of them. Their run is counted by the median, and points on the
median neither break nor make it (Anhøj and Olesen 2014, PLoS One 9:e113825, doi:10.1371/journal.pone.0113825): a share
that is nearly always all of it would else seem to run above its mean for ever. Where nothing lies on one side of the
median (it is all of it in most months) there is nothing to cross to, and no run is counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

P, U, XMR = "p", "u", "x"
D2, D4 = 1.128, 3.267  # of two values: mean range over sigma, and the upper limit of a range over its mean
SIGMAS = 3.0
LONG = 9  # points of a run
SMALL = 1e-9  # nearer than this is the same
BEYOND, RUN, MEDIAN_RUN, TREND, ALTERNATING = "beyond", "run", "median_run", "trend", "alternating"
TWO_OF_THREE, FOUR_OF_FIVE, HUGGING, AVOIDING, RANGE = "two_of_three", "four_of_five", "hugging", "avoiding", "range"
OF_COUNTS = (BEYOND, MEDIAN_RUN, TREND, ALTERNATING)
OF_VALUES = (BEYOND, RUN, TREND, ALTERNATING, TWO_OF_THREE, FOUR_OF_FIVE, HUGGING, AVOIDING)


@dataclass(frozen=True, slots=True)
class Point:
    """One value with its own limits; None where nothing was there to be counted."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    sigma: float = 0.0


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that fired: on which points, the last of which completed it, and on which side (1 above, -1 below, 0)."""

    rule: str
    points: tuple[int, ...]
    side: int

    @property
    def at(self) -> int:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a kind; `centre` is None where there is too little to draw one.

    `apart` are events of points that had nothing to be counted by (label, how many): they are in no limit.
    """

    kind: str
    centre: float | None
    points: tuple[Point, ...]
    signals: tuple[Signal, ...]
    range_upper: float | None = None
    apart: tuple[tuple[str, int], ...] = ()

    @property
    def in_control(self) -> bool:
        """Whether it has limits and no rule fired."""
        return self.centre is not None and not self.signals


def p_chart(labels: Sequence[str], counts: Sequence[int], sizes: Sequence[int]) -> Chart:
    """Shares: so many of so many, with limits that narrow where there are more.

    >>> chart = p_chart(["a", "b"], [1, 3], [10, 10])
    >>> round(chart.centre, 3), chart.points[0].lower, round(chart.points[0].upper, 3)
    (0.2, 0.0, 0.579)
    """
    centre = _ratio(counts, sizes)
    spread = math.sqrt(centre * (1 - centre)) if centre is not None else 0.0
    return _of_counts(P, labels, counts, sizes, centre, spread, 1.0)


def u_chart(labels: Sequence[str], counts: Sequence[int], sizes: Sequence[float]) -> Chart:
    """Events for each thing: so many events among so many things; those of a point without a thing stand apart.

    >>> u_chart(["a", "b"], [3, 1], [0, 10]).centre, u_chart(["a", "b"], [3, 1], [0, 10]).apart
    (0.1, (('a', 3),))
    """
    centre = _ratio(counts, sizes)
    spread = math.sqrt(centre) if centre is not None else 0.0
    return _of_counts(U, labels, counts, sizes, centre, spread, math.inf)


def xmr_chart(labels: Sequence[str], values: Sequence[float | None]) -> Chart:
    """Single values: limits from the mean range between one and the next, and a limit of that range itself."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        alone = tuple(Point(label, value) for label, value in zip(labels, values, strict=True))
        return Chart(XMR, None, alone, ())
    ranges = [abs(two - one) for (_p, one), (_q, two) in pairwise(known)]
    centre, mean_range = math.fsum(value for _place, value in known) / len(known), math.fsum(ranges) / len(ranges)
    sigma = mean_range / D2
    low, high = centre - SIGMAS * sigma, centre + SIGMAS * sigma
    points = tuple(
        Point(label, None) if value is None else Point(label, value, low, high, sigma)
        for label, value in zip(labels, values, strict=True)
    )
    upper = D4 * mean_range
    wide = [
        Signal(RANGE, (known[place][0], known[place + 1][0]), 0)
        for place, found in enumerate(ranges) if found > upper + SMALL * max(1.0, upper)
    ]  # fmt: skip
    return Chart(XMR, centre, points, (*fired(points, centre, OF_VALUES), *wide), upper)


def _ratio(counts: Sequence[int], sizes: Sequence[float]) -> float | None:
    total = math.fsum(sizes)
    return sum(count for count, of in zip(counts, sizes, strict=True) if of) / total if total else None


def _of_counts(
    kind: str, labels: Sequence[str], counts: Sequence[int], sizes: Sequence[float], centre: float | None,
    spread: float, most: float,
) -> Chart:  # fmt: skip
    """`spread` is the sigma of one thing; that of so many is smaller by the root of their number."""
    points = []
    for label, count, of in zip(labels, counts, sizes, strict=True):
        if centre is None or not of:
            points.append(Point(label, None))
            continue
        sigma = spread / math.sqrt(of)
        ends = (max(0.0, centre - SIGMAS * sigma), min(most, centre + SIGMAS * sigma))
        points.append(Point(label, count / of, *ends, sigma))
    signals = () if centre is None else fired(points, centre, OF_COUNTS)
    apart = tuple((label, count) for label, count, of in zip(labels, counts, sizes, strict=True) if count and not of)
    return Chart(kind, centre, tuple(points), signals, apart=apart)


# --- rules ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Window:
    """Points in a row: by how many sigmas each is off the centre, and how it goes on from one to the next."""

    off: tuple[float, ...]
    steps: tuple[float, ...]


def fired(points: Sequence[Point], centre: float, rules: Sequence[str]) -> tuple[Signal, ...]:
    """The rules that fired, by the point that completed them; points without a value are passed over."""
    known = [(place, each) for place, each in enumerate(points) if each.value is not None]
    values = [each.value or 0.0 for _place, each in known]
    off = [_off(each, centre) for _place, each in known]
    found = _median_runs([place for place, _each in known], values) if MEDIAN_RUN in rules else []
    for last in range(len(known)):
        for rule in (each for each in rules if each != MEDIAN_RUN):
            long, asks = _RULES[rule]
            first = last + 1 - long
            if first < 0:
                continue
            steps = tuple(_step(values[place], values[place + 1]) for place in range(first, last))
            side = asks(_Window(tuple(off[first : last + 1]), steps))
            if side is not None:
                found.append(Signal(rule, tuple(known[place][0] for place in range(first, last + 1)), side))
    return tuple(sorted(found, key=lambda each: (each.at, rules.index(each.rule))))


def _median_runs(places: Sequence[int], values: Sequence[float]) -> list[Signal]:
    """Runs on one side of the median, from which points on it are left out."""
    middle = median(values) if values else 0.0
    off = [(place, _side(_step(middle, value))) for place, value in zip(places, values, strict=True)]
    useful = [(place, side) for place, side in off if side]
    if {side for _place, side in useful} != {1, -1}:
        return []
    windows = [useful[first : first + LONG] for first in range(len(useful) - LONG + 1)]
    return [
        Signal(MEDIAN_RUN, tuple(place for place, _side in each), each[0][1])
        for each in windows if len({side for _place, side in each}) == 1
    ]  # fmt: skip


def _off(point: Point, centre: float) -> float:
    """How many sigmas a point is off the centre; what is nearer than can be told apart lies on it."""
    away = (point.value or 0.0) - centre
    if abs(away) <= SMALL * max(1.0, abs(centre)):
        return 0.0
    return away / point.sigma if point.sigma else math.copysign(math.inf, away)


def _step(one: float, two: float) -> float:
    return 0.0 if abs(two - one) <= SMALL * max(1.0, abs(one)) else two - one


def _side(value: float) -> int:
    return (value > 0) - (value < 0)


def _beyond(seen: _Window) -> int | None:
    return _side(seen.off[0]) if abs(seen.off[0]) > SIGMAS + SMALL else None


def _alike(sides: Iterable[int]) -> int | None:
    """The side that all have; None where one has another, or none."""
    known = set(sides)
    return known.pop() if len(known) == 1 and 0 not in known else None


def _one_side(seen: _Window) -> int | None:
    return _alike(map(_side, seen.off))


def _trend(seen: _Window) -> int | None:
    return _alike(map(_side, seen.steps))


def _alternating(seen: _Window) -> int | None:
    sides = [_side(each) for each in seen.steps]
    turns = all(one * two == -1 for one, two in pairwise(sides))
    return 0 if turns else None


def _outside(many: int, sigmas: float) -> Callable[[_Window], int | None]:
    """So many of the points, the last among them, further off than so many sigmas on the same side."""

    def asked(seen: _Window) -> int | None:
        side = _side(seen.off[-1])
        far = [side * each > sigmas + SMALL for each in seen.off]
        return side if side and far[-1] and sum(far) >= many else None

    return asked


def _hugging(seen: _Window) -> int | None:
    """Within one sigma; a series that does not move at all hugs nothing."""
    moves = any(seen.off)
    return 0 if moves and all(abs(each) < 1 - SMALL for each in seen.off) else None


def _avoiding(seen: _Window) -> int | None:
    both = {_side(each) for each in seen.off} >= {1, -1}
    return 0 if both and all(abs(each) > 1 + SMALL for each in seen.off) else None


_RULES: Mapping[str, tuple[int, Callable[[_Window], int | None]]] = {
    BEYOND: (1, _beyond), RUN: (LONG, _one_side), TREND: (6, _trend),
    ALTERNATING: (14, _alternating),
    TWO_OF_THREE: (3, _outside(2, 2)), FOUR_OF_FIVE: (5, _outside(4, 1)), HUGGING: (15, _hugging),
    AVOIDING: (8, _avoiding),
}  # fmt: skip


def spans(signals: Sequence[Signal]) -> list[Signal]:
    """The signals with those of one rule and side that overlap or follow on each other made one."""
    merged: list[Signal] = []
    for each in sorted(signals, key=lambda one: (one.rule, one.side, one.at)):
        last = merged[-1] if merged else None
        if last and (last.rule, last.side) == (each.rule, each.side) and each.points[0] <= last.at + 1:
            merged[-1] = Signal(each.rule, tuple(sorted({*last.points, *each.points})), each.side)
        else:
            merged.append(each)
    return sorted(merged, key=lambda one: (one.at, one.rule))
