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
from hevesy.plan.reconcile.presence import CLOSE, MOST, blended, change, measured
from hevesy.plan.reconcile.problem import Problem
from hevesy.plan.reconcile.terms import Term
from hevesy.plan.reconcile.weights import Proposal, Weighted, resampled, sampled

DRAWS = 1024  # kept
ROUNDS = 4, 12  # of importance sampling, at least and at most: more where few effective draws were found
FIRST_ROUNDS = 2, 2  # the same while the model is being corrected
PROPOSED = 2  # proposed in each round for each draw kept
STEP_DRAWS = 256  # of the engine with its chance, in each correction


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
    rounds: tuple[int, int] = ROUNDS,
) -> Answer:
    """The mode from the middle of the prior and from its likeliest draw, and importance sampling around it.

    The search for the mode begins at the scores `near` instead where they are given.
    """
    mode = find_mode(problem.residuals, _starts(problem, seed) if near is None else [near])
    directions = Proposal.around(mode).count
    many = PROPOSED * draws
    drawn = (
        (problem.prior(many, seed, f"round {number}"), _spread(many, directions + 1, seed, number))
        for number in range(rounds[1])
    )
    return Answer(mode, sampled(mode, drawn, problem.log_likelihood, rounds[0], 0.5 * draws))


def with_chance(
    problem: Problem,
    counted: Collection[Key],
    terms: Callable[[Years], tuple[Term, ...]],
    seed: int = 1,
    draws: int = STEP_DRAWS,
) -> tuple[Problem, Floats | None]:
    """The problem with its model corrected by what absence and whole people take away, and the last mode's scores.

    `terms` are those beside measured single years: what absence does to one year is no news of the figures.

    Every step calibrates, runs the engine with its chance at the calibrated figures, and corrects; the random numbers
    are the same in all steps, so that only the figures move. Nothing is done to a model that has no chance.
    """
    if not isinstance(problem.forward, EngineForward):
        return problem, None
    forward, near = problem.forward, None
    for _step in range(MOST):
        answer = solved(problem, draws, seed, near, FIRST_ROUNDS)
        near = answer.mode.scores
        found = measured(forward, problem.reader(resampled(answer.weighted, draws)))
        apart = change(forward.factors, found.factors, counted)
        forward = replace(forward, factors=blended(forward.factors, found.factors))
        problem = replace(problem, forward=forward, terms=terms(found.years))
        if apart <= CLOSE:
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
