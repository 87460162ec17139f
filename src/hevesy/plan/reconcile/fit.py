"""What calibration changed: each count before and after, and each figure that had to move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.facts.sampling import is_sampled, stream, together
from hevesy.plan.reconcile.apart import Apart
from hevesy.plan.reconcile.forward import Expected, Floats
from hevesy.plan.reconcile.terms import Figure

NOTICED = 0.1  # prior standard deviations; who moved less is not listed


@dataclass(frozen=True, slots=True)
class Band:
    """Median and 90 % interval."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, draws: Floats) -> Band:
        return cls(*(float(value) for value in np.quantile(draws, (0.05, 0.5, 0.95))))


@dataclass(frozen=True, slots=True)
class Fitted:
    """One count beside what was predicted before and after; chance and discrepancy are in the bands."""

    what: str
    centre: str
    therapy: str
    observed: float
    at_least: bool
    prior: Band
    posterior: Band
    residual: float  # observed less the posterior median
    inside: bool  # whether the count lies within the posterior band (a bound: not above it)
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure before and after, in standard deviations of its range (scores).

    `shift` is by how much its middle moved, `own_shift` the same without what a common cause brought; `left` is
    the share of its standard deviation that is left.
    """

    fact: str
    unit: str
    kind: str
    shift: float
    own_shift: float
    left: float
    prior: Band
    posterior: Band


def fitted(
    figures: Sequence[Figure], prior: tuple[Expected, Reader], posterior: tuple[Expected, Reader], seed: int
) -> tuple[Fitted, ...]:
    return tuple(_fitted(figure, prior, posterior, seed) for figure in figures)


def _fitted(
    figure: Figure, prior: tuple[Expected, Reader], posterior: tuple[Expected, Reader], seed: int
) -> Fitted:
    name = f"reconcile {figure.what} {figure.centre} {figure.therapy}"
    before, after = (
        Band.of(figure.predicted(*run, stream(seed, f"{name} {when}")))
        for when, run in (("prior", prior), ("posterior", posterior))
    )
    inside = figure.observed <= after.high and (figure.at_least or figure.observed >= after.low)
    residual = figure.observed - after.median
    if figure.at_least:
        residual = max(residual, 0.0)
    return Fitted(
        figure.what, figure.centre, figure.therapy, figure.observed, figure.at_least, before, after, residual,
        inside, figure.file, figure.line,
    )  # fmt: skip


def moved(prior: Reader, posterior: Reader) -> tuple[Moved, ...]:
    """The figures that moved by at least NOTICED, those that moved furthest of their own first."""
    found = [
        _moved(name, prior, posterior) for name in sorted(posterior.drawn) if is_sampled(posterior.fact(name))
    ]
    found += [_cause(name, posterior) for name in sorted(set(posterior.scores) - set(posterior.drawn))]
    noticed = (each for each in found if max(abs(each.shift), abs(each.own_shift)) >= NOTICED)
    return tuple(sorted(noticed, key=lambda each: -abs(each.own_shift)))


def _moved(name: str, prior: Reader, posterior: Reader) -> Moved:
    fact, score = posterior.fact(name), score_of(name, posterior)
    before, after = Band.of(prior.draw(name)), Band.of(posterior.draw(name))
    shift, own = float(score.mean()), float(posterior.scores[name].mean())
    return Moved(name, fact.unit, str(fact.kind), shift, own, float(score.std()), before, after)


def _cause(name: str, posterior: Reader) -> Moved:
    """A common cause has no value of its own: its score is shown."""
    fact, score = posterior.fact(name), posterior.scores[name]
    normal = Band(-1.6448536269514722, 0.0, 1.6448536269514722)
    shift, left = float(score.mean()), float(score.std())
    return Moved(name, fact.unit, str(fact.kind), shift, shift, left, normal, Band.of(score))


def score_of(name: str, reader: Reader) -> Floats:
    """The standard normal score behind a fact's draws, its common cause included."""
    fact, own = reader.fact(name), reader.scores[name]
    cause = None if fact.confirmed else reader.shelf.common_cause(name)
    if cause is None:
        return own
    correlation = reader.number(cause["correlation"])
    return together(reader.scores[cause["cause"]], own, correlation, float(cause["sign"]))


def rows(found: Iterable[Fitted | Moved | Apart]) -> list[dict[str, Any]]:
    """Flat rows for a table: bands as three columns each."""
    flat = []
    for each in found:
        row: dict[str, Any] = {}
        for name, value in asdict(each).items():
            if isinstance(value, dict):
                row.update({f"{name}_{part}": number for part, number in value.items()})
            else:
                row[name] = value
        flat.append(row)
    return flat
