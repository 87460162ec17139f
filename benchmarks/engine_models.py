"""Countries made up for the engine's benchmarks: any size, always the same, every feature in use.

The figures are invented but shaped like a country's: most people are lost at the gates, courses have one to six
cycles, and some of what a centre has is scarce in some of the draws, so that lists form there and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from hevesy.plan.simulation.model import (
    NO_LIMIT,
    NOWHERE,
    PET,
    SPECT,
    UNLIMITED,
    Floats,
    Model,
    Reason,
    Whole,
)

GATES = (
    "recognised", "referred", "reaches", "accepts", "can_pay_imaging",
    "board", "eligible", "reaches_therapy", "can_pay_therapy", "dose_arrives",
)  # fmt: skip
BEFORE = 5  # of these lie before imaging
RESOURCES = (
    "chair", "bed", "spect", "physician", "physicist", "radiopharmacist",
    "technologist", "nurse", "radiation_protection_officer", "waste", "money",
)  # fmt: skip
CYCLES = (6, 4, 2, 1, 6, 3, 4, 5)
INTERVALS = (6, 8, 12, 1, 4, 8, 8, 6)
REPEATS = (0, 2, 0, 0, 0, 0, 1, 0)


@dataclass
class _Rows:
    """Rows of draws, numbered as they come; a figure differs between draws by about `spread` of itself."""

    rng: np.random.Generator
    draws: int
    blocks: list[Floats] = field(default_factory=list)
    count: int = 0

    def keep(self, values: Floats) -> Whole:
        first, self.count = self.count, self.count + len(values)
        self.blocks.append(values)
        return np.arange(first, self.count)

    def shares(self, low: float, high: float, shape: tuple[int, ...], spread: float = 0.05) -> Whole:
        """Shares between 0 and 1 around a middle that lies between low and high."""
        size = int(np.prod(shape))
        middle = self.rng.uniform(low, high, (size, 1))
        values = np.clip(middle * (1 + spread * self.rng.standard_normal((size, self.draws))), 0.0, 1.0)
        return self.keep(values).reshape(shape)

    def amounts(self, middle: Any, shape: tuple[int, ...], spread: float = 0.2) -> Whole:
        """Amounts above zero around the middles that are given."""
        each = np.broadcast_to(np.asarray(middle, float), shape).reshape(-1, 1)
        values = each * np.exp(spread * self.rng.standard_normal((each.size, self.draws)))
        return self.keep(values).reshape(shape)


@dataclass(frozen=True)
class Size:
    """How large a made-up country is."""

    centres: int = 1
    places: int = 1
    strata: int = 1
    therapies: int = 8
    years: int = 10
    draws: int = 1000
    eras: int = 1
    seed: int = 1
    load: float = (
        0.9  # what patients ask of the centres, as a share of what these have; half the draws lie above
    )
    resources: int = len(RESOURCES)
    absent: bool = True
    onward: bool = False

    @property
    def weeks(self) -> int:
        return 52 * self.years


def made_up(size: Size) -> Model:
    """A country of this size."""
    rng = np.random.default_rng(size.seed)
    rows = _Rows(rng, size.draws)
    rows.keep(np.repeat([[1.0], [0.0], [NO_LIMIT]], size.draws, axis=1))
    need = rng.uniform(10.0, 60.0, size.therapies)
    parts: dict[str, Any] = {
        **_names(size),
        **_time(size),
        **_need(size, rows, rng, need),
        **_gates(size, rows),
        **_routes(size),
        **_imaging(size, rows, need),
        **_courses(size, rows),
        **_capacity(size, rows, rng, need),
        **_waiting(size, rows),
        **_after(size, rows),
    }
    return Model(**parts, rows=np.concatenate(rows.blocks))


def _names(size: Size) -> dict[str, Any]:
    def named(word: str, count: int) -> tuple[str, ...]:
        return tuple(f"{word} {number + 1}" for number in range(count))

    return {
        "therapies": named("therapy", size.therapies),
        "strata": named("stratum", size.strata),
        "imaging_places": named("place", size.places),
        "centres": named("centre", size.centres),
        "resources": RESOURCES[: size.resources],
        "start": date(2026, 1, 1),
        "seed": size.seed,
        "first_draw": 0,
        "imaging_key": np.arange(size.places),
        "centre_key": np.arange(size.centres),
    }


def _time(size: Size) -> dict[str, Any]:
    week = np.arange(size.weeks)
    return {
        "era_of_week": week * size.eras // size.weeks,
        "year_of_week": week // 52,
        "growth": 1.0 + np.outer(np.linspace(0.01, 0.03, size.therapies), week / 52),
    }


def _need(size: Size, rows: _Rows, rng: np.random.Generator, need: Floats) -> dict[str, Any]:
    h, s = size.therapies, size.strata
    weights = rng.dirichlet(np.full(s, 20.0), (h,))
    share = np.repeat(weights[:, :, None], size.draws, axis=2).reshape(-1, size.draws)
    return {
        "need_row": rows.amounts(need, (h,)),
        "backlog_row": rows.amounts(need * 20, (h,)),
        "backlog_weeks": 26,
        "share_row": np.repeat(rows.keep(share).reshape(h, s, 1), size.eras, axis=2),
    }


def _gates(size: Size, rows: _Rows) -> dict[str, Any]:
    """Each era after the first changes one gate of a third of the strata; all else points to the same rows."""
    h, g, s, e = size.therapies, len(GATES), size.strata, size.eras
    gates = np.repeat(rows.shares(0.6, 0.98, (h, g, s))[..., None], e, axis=-1)
    for era in range(1, e):
        gates[:, era % g, ::3, era:] = rows.shares(0.7, 0.99, (h, len(range(0, s, 3))))[..., None]
    again = np.repeat(rows.shares(0.85, 0.99, (h, max(CYCLES), 2, s))[..., None], e, axis=-1)
    reasons = tuple(Reason(name, f"not_{name}", "availability", "resource") for name in GATES)
    return {
        "gates": (reasons,) * h,
        "gates_before": np.full(h, BEFORE),
        "gate_row": gates,
        "again_row": again,
    }


def _routes(size: Size) -> dict[str, Any]:
    """Every centre is reached from its own place of imaging and from the next one."""
    pairs = sorted({((c + more) % size.places, c) for c in range(size.centres) for more in (0, 1)})
    route = np.arange(size.strata) % len(pairs)
    shape = (size.therapies, size.strata, size.eras)
    return {
        "route": np.broadcast_to(route[None, :, None], shape).copy(),
        "route_imaging": np.tile([place for place, _ in pairs], (size.therapies, 1)),
        "route_centre": np.tile([centre for _, centre in pairs], (size.therapies, 1)),
    }


def _imaging(size: Size, rows: _Rows, need: Floats) -> dict[str, Any]:
    i, e = size.places, size.eras
    modality = np.where(np.arange(size.therapies) % 3 < 2, PET, SPECT)
    asked = np.array([need[modality == each].sum() for each in (PET, SPECT)]) * 0.35 / i
    slots = rows.amounts(asked / size.load, (i, 2))
    return {
        "modality": np.repeat(modality[:, None], i, axis=1),
        "scans_row": rows.amounts(1.05, (size.therapies,), 0.03),
        "slots_row": np.repeat(slots[..., None], e, axis=-1),
        "scanners": np.full((i, 2, e), 2 if size.absent else 0),
        "scanner_fails_row": _each_era(rows.shares(0.02, 0.05, (i, 2)), e),
        "scanner_back_row": _each_era(rows.shares(0.3, 0.6, (i, 2)), e),
    }


def _each_era(rows: Any, eras: int) -> Any:
    return np.repeat(rows[..., None], eras, axis=-1)


def _courses(size: Size, rows: _Rows) -> dict[str, Any]:
    h = size.therapies
    return {
        "cycles": np.resize(CYCLES, h),
        "interval": np.resize(INTERVALS, h),
        "repeat_cycles": np.resize(REPEATS, h),
        "first_row": rows.shares(0.95, 0.99, (h,), 0.01),
        "drop_row": rows.shares(0.95, 0.99, (h,), 0.01),
        "end_row": rows.shares(0.88, 0.97, (h,), 0.02),
        "followed_row": rows.shares(0.7, 0.95, (h,)),
    }


def _capacity(size: Size, rows: _Rows, rng: np.random.Generator, need: Floats) -> dict[str, Any]:
    """Each resource is asked for about `load` of what there is; the last three have no limit."""
    h, c, r, e = size.therapies, size.centres, size.resources, size.eras
    first = rng.uniform(0.3, 2.0, (h, r)) * (rng.random((h, r)) < 0.7)
    starts = need * 0.1 / c
    asked = ((first * starts[:, None]) * (1 + 0.5 * (np.resize(CYCLES, h)[:, None] - 1))).sum(axis=0)
    have = rows.amounts(np.maximum(asked, 0.1) / size.load, (c, r))
    have[:, 8:] = UNLIMITED
    units = np.zeros((c, r, e), dtype=np.int64)
    if size.absent:
        units[:, 2:5] = 2
    use_first = np.where(first > 0, rows.amounts(np.maximum(first, 0.1), (h, r), 0.1), 1)
    dose = rows.amounts(starts * np.resize(CYCLES, h) * 0.8, (c, h))
    dose[:, ::2] = UNLIMITED
    return {
        "have_row": np.repeat(have[..., None], e, axis=-1),
        "units": units,
        "fails_row": _each_era(rows.shares(0.01, 0.03, (c, r)), e),
        "back_row": _each_era(rows.shares(0.1, 0.4, (c, r)), e),
        "use_first_row": use_first,
        "use_again_row": np.where(first > 0, rows.amounts(np.maximum(first, 0.1) * 0.6, (h, r), 0.1), 1),
        "dose_row": np.repeat(dose[..., None], e, axis=-1),
        "rank": np.repeat((np.arange(h) % 2)[:, None], e, axis=1),
    }


def _waiting(size: Size, rows: _Rows) -> dict[str, Any]:
    h, c, e = size.therapies, size.centres, size.eras
    bins = np.array([4.0, 8.0, 14.0, 26.0, np.inf])
    onward = np.full((c, h, e), NOWHERE)
    if size.onward:
        onward[:-1] = np.arange(1, c)[:, None, None]
        onward[-1] = c
    return {
        "bin_weeks": bins,
        "die_waiting_row": rows.shares(0.003, 0.02, (h, len(bins))),
        "worsen_row": rows.shares(0.003, 0.02, (h, len(bins))),
        "late_from_bin": 2,
        "lapse_row": rows.shares(0.01, 0.05, (h,)),
        "onward": onward,
        "onward_row": np.repeat(rows.shares(0.02, 0.1, (c, h))[..., None], e, axis=-1),
        "onward_from_bin": 2,
    }


def _after(size: Size, rows: _Rows) -> dict[str, Any]:
    h = size.therapies
    return {
        "progress_row": rows.shares(0.01, 0.03, (h,)),
        "repeat_row": rows.shares(0.1, 0.3, (h,)),
        "die_stable_row": rows.shares(0.001, 0.004, (h,)),
        "die_progressed_row": rows.shares(0.01, 0.03, (h,)),
        "die_untreated_row": rows.shares(0.008, 0.02, (h,)),
    }
