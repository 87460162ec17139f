"""From a problem to weighted scores: the mode, draws around it, and the correction by what absence takes away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from hevesy.facts.sampling import scores as scores_of
from hevesy.plan.reconcile.absence import Years
from hevesy.plan.reconcile.engine import EngineForward, Key
from hevesy.plan.reconcile.forward import Floats
from hevesy.plan.reconcile.mode import Mode, find_mode
from hevesy.plan.reconcile.presence import BETWEEN_SEEDS, CLOSE, SURE, change, error, measured
from hevesy.plan.reconcile.problem import Problem
from hevesy.plan.reconcile.terms import Term
from hevesy.plan.reconcile.weights import Proposal, Weighted, resampled, sampled

DRAWS = 1024  # kept
ROUNDS = 4, 12  # of importance sampling, at least and at most: more where few effective draws were found
PROPOSED = 2  # proposed in each round for each draw kept
STEP_DRAWS = 256  # of the engine with its chance, in the steps that find where to correct
STEPS = (1, 4), (1, 4), (2, 12)  # of the correction: times those draws, and lots of random numbers for each
STEP_LOTS = sum(lots for _times, lots in STEPS)
LAST_LOTS = range(STEP_LOTS, STEP_LOTS + 8)  # with which it is measured once more when all is done


@dataclass(frozen=True)
class Answer:
    """The most probable scores, and weighted draws around them."""

    mode: Mode
    weighted: Weighted


def solved(
    problem: Problem,
    draws: int = DRAWS,
    seed: int = 1,
    near: Floats | None = None,
) -> Answer:
    """The mode from the middle of the prior and from its likeliest draw, and importance sampling around it.

    The search for the mode begins at the scores `near` instead where they are given.
    """
    mode = find_mode(problem.residuals, _starts(problem, seed) if near is None else [near])
    directions = Proposal.around(mode).count
    many = PROPOSED * draws
    drawn = (
        (problem.prior(many, seed, f"round {number}"), _spread(many, directions + 1, seed, number))
        for number in range(ROUNDS[1])
    )
    return Answer(mode, sampled(mode, drawn, problem.log_likelihood, ROUNDS[0], 0.5 * draws))


def with_chance(
    problem: Problem,
    counted: Collection[Key],
    terms: Callable[[Years], tuple[Term, ...]],
    seed: int = 1,
    draws: int = STEP_DRAWS,
) -> tuple[Problem, Floats | None]:
    """The problem with its model corrected by what absence and whole people take away, and the last mode's scores.

    `terms` are those beside measured single years: what absence does to one year is no news of the figures.

    Every step calibrates, runs the engine with its chance at the calibrated figures, and corrects by what it measured,
    with draws and random numbers of its own. The first step's figures are those of a model that is not corrected yet:
    two short steps find where to measure, the last one measures. Nothing is done to a model that has no chance.
    """
    if not isinstance(problem.forward, EngineForward):
        return problem, None
    forward, near, first = problem.forward, None, 0
    for step, (times, lots) in enumerate(STEPS):
        answer = solved(problem, times * draws, seed + step * BETWEEN_SEEDS, near)
        near = answer.mode.scores
        at = problem.reader(resampled(answer.weighted, times * draws))
        found = measured(forward, at, range(first, first + lots))
        apart, first = change(forward.factors, found.factors, counted), first + lots
        forward = replace(forward, factors=found.factors)
        problem = replace(problem, forward=forward, terms=terms(found.years))
        if apart <= CLOSE and error(found.errors, counted) <= SURE:
            break
    return problem, near


def _starts(problem: Problem, seed: int) -> list[Floats]:
    start = problem.prior(DRAWS // 4, seed, "start")
    off = problem.residuals(start)
    return [np.zeros(len(problem.names)), start[int(np.argmin((off**2).sum(axis=1)))]]


def _spread(draws: int, columns: int, seed: int, number: int) -> Floats:
    return np.stack(
        [scores_of(f"reconcile round {number} direction {place}", draws, seed) for place in range(columns)],
        axis=1,
    )
