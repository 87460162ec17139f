"""Small countries made by hand: one therapy, one centre, unlimited everything, until a test says otherwise.

>>> Toy(need=10, cycles=2, have=1.0).model().weeks
52
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf
from typing import Any

import numpy as np

from hevesy.plan.simulation.model import NO_LIMIT, NOT_IMAGED, NOWHERE, Floats, Model, Reason, Whole


class Drawn:
    """A figure that differs between draws: the last axis holds them, the others are the figure's own.

    >>> Drawn([1.0, 2.0]).values.shape
    (2,)
    """

    def __init__(self, values: Any) -> None:
        self.values = np.asarray(values, dtype=float)

    def __repr__(self) -> str:
        return f"Drawn({self.values.tolist()})"


class _Rows:
    """The rows of a model: equal figures share one."""

    def __init__(self, draws: int) -> None:
        self.draws = draws
        self.number: dict[bytes, int] = {}
        self.values: list[Floats] = []
        for first in (1.0, 0.0, NO_LIMIT):
            self.row(np.asarray(first))

    def row(self, value: Floats) -> int:
        drawn = np.ascontiguousarray(np.broadcast_to(np.where(np.isinf(value), NO_LIMIT, value), self.draws))
        key = drawn.tobytes()
        if key not in self.number:
            self.number[key] = len(self.values)
            self.values.append(drawn)
        return self.number[key]

    def of(self, figure: Any, shape: tuple[int, ...]) -> Whole:
        """Row numbers of a figure that is stretched to the shape, as numpy stretches."""
        if isinstance(figure, Drawn):
            each = np.broadcast_to(figure.values, (*shape, self.draws)).reshape(-1, self.draws)
        else:
            each = np.broadcast_to(np.asarray(figure, dtype=float), shape).reshape(-1, 1)
        return np.array([self.row(value) for value in each], dtype=np.int64).reshape(shape)


def whole(figure: Any, shape: tuple[int, ...]) -> Whole:
    return np.broadcast_to(np.asarray(figure, dtype=np.int64), shape).copy(order="C")


@dataclass(frozen=True)
class Toy:
    """A country in plain numbers; each is stretched to the shape behind it, as numpy stretches.

    A figure that differs between draws is a `Drawn`. `gates` names the stages of each therapy in the order of the
    path; the first `before` of them lie before imaging. Infinity means unlimited.
    """

    weeks: int = 52
    draws: int = 1
    seed: int = 1
    first_draw: int = 0
    therapies: Sequence[str] = ("medicine",)
    strata: Sequence[str] = ("everyone",)
    places: Sequence[str] = ("imaging",)
    centres: Sequence[str] = ("hospital",)
    resources: Sequence[str] = ("chair",)
    era_starts: Sequence[int] = (0,)  # the week in which each era begins
    year_weeks: int = 52
    need: Any = 10.0  # (H,) people a week
    growth: Any = 1.0  # (H, W)
    backlog: Any = 0.0  # (H,)
    backlog_weeks: int = 0
    share: Any = None  # (H, S, E); None: equal shares
    gates: Sequence[Sequence[str]] = ()  # of each therapy; () for none
    before: Any = 0  # (H,)
    passes: Any = 1.0  # (H, G, S, E)
    again: Any = 1.0  # (H, N, 2, S, E)
    route: Any = 0  # (H, S, E)
    route_imaging: Any = ((0,),)  # (H, T)
    route_centre: Any = ((0,),)  # (H, T)
    modality: Any = NOT_IMAGED  # (H, I)
    scans: Any = 1.0  # (H,)
    slots: Any = inf  # (I, 2, E)
    scanners: Any = 0  # (I, 2, E)
    scanner_fails: Any = 0.0  # (I, 2, E)
    scanner_back: Any = 1.0  # (I, 2, E)
    cycles: Any = 1  # (H,)
    interval: Any = 6  # (H,)
    repeat_cycles: Any = 0  # (H,)
    first: Any = 1.0  # (H,)
    drop: Any = 1.0  # (H,)
    end: Any = 1.0  # (H,)
    followed: Any = 1.0  # (H,)
    have: Any = inf  # (C, R, E)
    units: Any = 0  # (C, R, E)
    fails: Any = 0.0  # (C, R, E)
    back: Any = 1.0  # (C, R, E)
    use_first: Any = 1.0  # (H, R)
    use_again: Any = 1.0  # (H, R)
    doses: Any = inf  # (C, H, E)
    rank: Any = 0  # (H, E)
    bins: Sequence[float] = (4.0, 4.0, 4.0, inf)  # (B,) weeks
    die_waiting: Any = 0.0  # (H, B)
    worsen: Any = 0.0  # (H, B)
    late_from: int = 3
    lapse: Any = 0.0  # (H,)
    onward: Any = NOWHERE  # (C, H, E)
    onward_share: Any = 0.0  # (C, H, E)
    onward_from: int = 3
    progress: Any = 0.0  # (H,)
    repeat: Any = 0.0  # (H,)
    die_stable: Any = 0.0  # (H,)
    die_progressed: Any = 0.0  # (H,)
    die_untreated: Any = 0.0  # (H,)
    centre_key: Sequence[int] = field(default=())  # () numbers them
    imaging_key: Sequence[int] = field(default=())

    def model(self) -> Model:
        return _Making(self).model()


class _Making:
    """Turns a toy's numbers into a model's rows."""

    def __init__(self, toy: Toy) -> None:
        self.toy = toy
        self.rows = _Rows(toy.draws)
        self.h, self.s, self.e = len(toy.therapies), len(toy.strata), len(toy.era_starts)
        self.i, self.c, self.r = len(toy.places), len(toy.centres), len(toy.resources)
        self.names = list(toy.gates) or [()] * self.h
        self.g = max(1, *(len(each) for each in self.names)) if self.names else 1

    def model(self) -> Model:
        toy, h, c, r, e = self.toy, self.h, self.c, self.r, self.e
        week = np.arange(toy.weeks)
        of = self.rows.of
        parts: dict[str, Any] = {
            **self._names(),
            "era_of_week": np.searchsorted(np.asarray(toy.era_starts), week, side="right") - 1,
            "year_of_week": week // toy.year_weeks,
            **self._need(),
            **self._gates(),
            **self._imaging(),
            "cycles": whole(toy.cycles, (h,)),
            "interval": whole(toy.interval, (h,)),
            "repeat_cycles": whole(toy.repeat_cycles, (h,)),
            "first_row": of(toy.first, (h,)),
            "drop_row": of(toy.drop, (h,)),
            "end_row": of(toy.end, (h,)),
            "followed_row": of(toy.followed, (h,)),
            "have_row": of(toy.have, (c, r, e)),
            "units": whole(toy.units, (c, r, e)),
            "fails_row": of(toy.fails, (c, r, e)),
            "back_row": of(toy.back, (c, r, e)),
            "use_first_row": of(toy.use_first, (h, r)),
            "use_again_row": of(toy.use_again, (h, r)),
            "dose_row": of(toy.doses, (c, h, e)),
            "rank": whole(toy.rank, (h, e)),
            **self._waiting(),
            **self._after(),
        }
        return Model(**parts, rows=np.ascontiguousarray(np.array(self.rows.values)))

    def _names(self) -> dict[str, Any]:
        toy = self.toy
        return {
            "therapies": tuple(toy.therapies),
            "strata": tuple(toy.strata),
            "imaging_places": tuple(toy.places),
            "centres": tuple(toy.centres),
            "resources": tuple(toy.resources),
            "start": date(2026, 1, 1),
            "seed": toy.seed,
            "first_draw": toy.first_draw,
            "imaging_key": np.asarray(toy.imaging_key or range(self.i), dtype=np.int64),
            "centre_key": np.asarray(toy.centre_key or range(self.c), dtype=np.int64),
        }

    def _need(self) -> dict[str, Any]:
        toy, of = self.toy, self.rows.of
        share = 1 / self.s if toy.share is None else toy.share
        return {
            "need_row": of(toy.need, (self.h,)),
            "growth": np.broadcast_to(np.asarray(toy.growth, float), (self.h, toy.weeks)).copy(order="C"),
            "backlog_row": of(toy.backlog, (self.h,)),
            "backlog_weeks": toy.backlog_weeks,
            "share_row": of(share, (self.h, self.s, self.e)),
        }

    def _gates(self) -> dict[str, Any]:
        toy, of = self.toy, self.rows.of
        gates = of(toy.passes, (self.h, self.g, self.s, self.e))
        for therapy, names in enumerate(self.names):
            gates[therapy, len(names) :] = 0  # row ONE
        most = max(int(np.max(toy.cycles)), 1)
        return {
            "gates": tuple(tuple(_reason(name) for name in names) for names in self.names),
            "gates_before": whole(toy.before, (self.h,)),
            "gate_row": gates,
            "again_row": of(toy.again, (self.h, most, 2, self.s, self.e)),
        }

    def _imaging(self) -> dict[str, Any]:
        toy, of, i, e = self.toy, self.rows.of, self.i, self.e
        routes = np.shape(toy.route_centre)[-1]
        return {
            "route": whole(toy.route, (self.h, self.s, e)),
            "route_imaging": whole(toy.route_imaging, (self.h, routes)),
            "route_centre": whole(toy.route_centre, (self.h, routes)),
            "modality": whole(toy.modality, (self.h, i)),
            "scans_row": of(toy.scans, (self.h,)),
            "slots_row": of(toy.slots, (i, 2, e)),
            "scanners": whole(toy.scanners, (i, 2, e)),
            "scanner_fails_row": of(toy.scanner_fails, (i, 2, e)),
            "scanner_back_row": of(toy.scanner_back, (i, 2, e)),
        }

    def _waiting(self) -> dict[str, Any]:
        toy, of, h, c, e = self.toy, self.rows.of, self.h, self.c, self.e
        return {
            "bin_weeks": np.asarray(toy.bins, dtype=float),
            "die_waiting_row": of(toy.die_waiting, (h, len(toy.bins))),
            "worsen_row": of(toy.worsen, (h, len(toy.bins))),
            "late_from_bin": toy.late_from,
            "lapse_row": of(toy.lapse, (h,)),
            "onward": whole(toy.onward, (c, h, e)),
            "onward_row": of(toy.onward_share, (c, h, e)),
            "onward_from_bin": toy.onward_from,
        }

    def _after(self) -> dict[str, Any]:
        toy, of, h = self.toy, self.rows.of, self.h
        return {
            "progress_row": of(toy.progress, (h,)),
            "repeat_row": of(toy.repeat, (h,)),
            "die_stable_row": of(toy.die_stable, (h,)),
            "die_progressed_row": of(toy.die_progressed, (h,)),
            "die_untreated_row": of(toy.die_untreated, (h,)),
        }


def _reason(stage: str) -> Reason:
    return Reason(stage, f"not_{stage}", "availability", "resource")
