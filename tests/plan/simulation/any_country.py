"""Countries that hypothesis thinks of: which features they have is drawn, and the figures from a small generator."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from hypothesis import strategies as st
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.plan.simulation.model import NOWHERE

FEATURES = (
    "several eras",
    "scarce imaging",
    "scarce chairs",
    "scarce doses",
    "absence",
    "sent on",
    "repeated",
    "backlog",
    "growth",
    "cancelled",
    "ranked",
)
LETTERS = "abcdefgh"


@dataclass(frozen=True)
class _Sizes:
    h: int
    s: int
    i: int
    c: int
    r: int
    e: int
    w: int
    d: int
    t: int = 3  # routes of a therapy
    g: int = 3
    n: int = 4
    b: int = 4


class _Figures:
    """Figures that differ between draws, rounded so that an example can be read."""

    def __init__(self, seed: int, draws: int) -> None:
        self.generator = np.random.default_rng(seed)
        self.draws = draws

    def share(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Drawn:
        """Shares, of which about one in eight is exactly nothing or everything."""
        values = self.generator.uniform(low, high, (*shape, self.draws)).round(3)
        luck = self.generator.random(shape)[..., None]
        extremes = np.where(luck < 0.06, low, np.where(luck > 0.94, high, values))
        return Drawn(extremes)

    def amount(self, *shape: int, high: float, unlimited: float = 0.0, nothing: float = 0.0) -> Drawn:
        values = self.generator.uniform(0, high, (*shape, self.draws)).round(2)
        luck = self.generator.random(shape)[..., None]
        return Drawn(np.where(luck < nothing, 0.0, np.where(luck > 1 - unlimited, inf, values)))

    def whole(self, low: int, high: int, *shape: int) -> Any:
        return self.generator.integers(low, high + 1, shape)

    def parts(self, *shape: int) -> Any:
        """Shares that sum to one over the last axis but one (strata before eras)."""
        weight = self.generator.uniform(0.1, 1, shape)
        return weight / weight.sum(axis=-2, keepdims=True)


@st.composite
def any_country(
    draw: st.DrawFn, weeks: int = 20, draws: int = 2, without: Container[str] = (), resources: int = 3
) -> Toy:
    """A country of one to three therapies, strata, places and centres with any of the features but those `without`."""
    has = {name: name not in without and draw(st.booleans(), label=name) for name in FEATURES}
    h, s, c, i = (draw(st.integers(1, 3), label=name) for name in "HSCI")
    r = draw(st.integers(1, resources), label="R")
    sizes = _Sizes(h, s, i, c, r, 3 if has.get("several eras") else 1, weeks, draws)
    figures = _Figures(draw(st.integers(0, 2**32 - 1), label="figures"), draws)
    return Toy(
        weeks=weeks,
        year_weeks=9,
        draws=draws,
        seed=int(figures.whole(0, 10**6)),
        first_draw=int(figures.whole(0, 9)),
        therapies=tuple(f"therapy {LETTERS[n]}" for n in range(h)),
        strata=tuple(f"stratum {LETTERS[n]}" for n in range(s)),
        places=tuple(f"imaging {LETTERS[n]}" for n in range(i)),
        centres=tuple(f"centre {LETTERS[n]}" for n in range(c)),
        resources=tuple(f"resource {LETTERS[n]}" for n in range(r)),
        era_starts=(0, weeks // 4, weeks // 2)[: sizes.e],
        **_need(sizes, figures, has),
        **_path(sizes, figures),
        **_imaging(sizes, figures, has),
        **_course(sizes, figures, has),
        **_week(sizes, figures, has),
        **_waiting(sizes, figures, has),
    )


def _need(z: _Sizes, f: _Figures, has: dict[str, bool]) -> dict[str, Any]:
    growth = 1 + np.outer(f.whole(-2, 4, z.h) / 100, np.arange(z.w) / 10) if has.get("growth") else 1.0
    return {
        "need": f.amount(z.h, high=30, nothing=0.05),
        "growth": growth,
        "backlog": f.amount(z.h, high=200) if has.get("backlog") else 0.0,
        "backlog_weeks": int(f.whole(1, 8)) if has.get("backlog") else 0,
        "share": f.parts(z.h, z.s, z.e),
    }


def _path(z: _Sizes, f: _Figures) -> dict[str, Any]:
    lengths = f.whole(0, z.g, z.h)
    return {
        "gates": [[f"gate {number}" for number in range(length)] for length in lengths],
        "before": [int(f.whole(0, length)) for length in lengths],
        "passes": f.share(z.h, max(1, int(lengths.max())), z.s, z.e, low=0.4),
        "again": f.share(z.h, z.n, 2, z.s, z.e, low=0.4),
        "route": f.whole(0, z.t - 1, z.h, z.s, z.e),
        "route_imaging": f.whole(0, z.i - 1, z.h, z.t),
        "route_centre": f.whole(0, z.c - 1, z.h, z.t),
    }


def _imaging(z: _Sizes, f: _Figures, has: dict[str, bool]) -> dict[str, Any]:
    scarce = has.get("scarce imaging", False)
    return {
        "modality": f.whole(-1, 1, z.h, z.i),
        "scans": Drawn(f.whole(1, 2, z.h, 1)),
        "slots": f.amount(z.i, 2, z.e, high=20, unlimited=0.2, nothing=0.1) if scarce else inf,
        "scanners": f.whole(0, 3, z.i, 2, z.e) if has.get("absence") else 0,
        "scanner_fails": f.share(z.i, 2, z.e, high=0.3),
        "scanner_back": f.share(z.i, 2, z.e, low=0.2),
    }


def _course(z: _Sizes, f: _Figures, has: dict[str, bool]) -> dict[str, Any]:
    cancelled = has.get("cancelled", False)
    return {
        # the array of gates between cycles is as long as the longest course
        "cycles": np.append(f.whole(1, z.n, z.h - 1), z.n),
        "interval": f.whole(1, 6, z.h),
        "repeat_cycles": f.whole(0, z.n, z.h) if has.get("repeated") else 0,
        "first": f.share(z.h, low=0.7) if cancelled else 1.0,
        "drop": f.share(z.h, low=0.7) if cancelled else 1.0,
        "end": f.share(z.h, low=0.5),
        "followed": f.share(z.h, low=0.5),
        "progress": f.share(z.h, high=0.2),
        "repeat": f.share(z.h),
        "die_stable": f.share(z.h, high=0.05),
        "die_progressed": f.share(z.h, high=0.1),
        "die_untreated": f.share(z.h, high=0.1),
    }


def _week(z: _Sizes, f: _Figures, has: dict[str, bool]) -> dict[str, Any]:
    scarce, dosed, absent = (has.get(name, False) for name in ("scarce chairs", "scarce doses", "absence"))
    return {
        "have": f.amount(z.c, z.r, z.e, high=40, unlimited=0.2, nothing=0.05) if scarce else inf,
        "units": f.whole(0, 3, z.c, z.r, z.e) if absent else 0,
        "fails": f.share(z.c, z.r, z.e, high=0.3),
        "back": f.share(z.c, z.r, z.e, low=0.2),
        "use_first": f.amount(z.h, z.r, high=3, nothing=0.3),
        "use_again": f.amount(z.h, z.r, high=3, nothing=0.3),
        "doses": f.amount(z.c, z.h, z.e, high=12, unlimited=0.3, nothing=0.1) if dosed else inf,
        "rank": f.whole(1, 2, z.h, z.e) if has.get("ranked") else 1,
    }


def _waiting(z: _Sizes, f: _Figures, has: dict[str, bool]) -> dict[str, Any]:
    sent = has.get("sent on", False)
    # a later centre of the list, abroad (C) or nowhere: nobody is sent in a circle
    there = [f.generator.choice([NOWHERE, *range(c + 1, z.c + 1)], (z.h, z.e)) for c in range(z.c)]
    return {
        "bins": (1.0, 2.0, 4.0, inf),
        "die_waiting": f.share(z.h, z.b, high=0.1),
        "worsen": f.share(z.h, z.b, high=0.2),
        "lapse": f.share(z.h, high=0.3),
        "onward": np.array(there) if sent else NOWHERE,
        "onward_share": f.share(z.c, z.h, z.e, high=0.5),
        "onward_from": int(f.whole(0, z.b - 1)),
    }
