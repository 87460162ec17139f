"""The mode and the weights, where the posterior is known: linear-Gaussian by algebra, a count by quadrature."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import integrate, stats

from hevesy.plan.reconcile.likelihood import Counted
from hevesy.plan.reconcile.mode import find_mode
from hevesy.plan.reconcile.weights import Proposal, Weighted, effective, resampled, sampled, softened

Floats = NDArray[np.float64]


class Linear:
    """Observations y = A·scores + noise of standard deviation one: the posterior is normal."""

    def __init__(self, slopes: list[list[float]], seen: list[float]) -> None:
        self.slopes, self.seen = np.array(slopes), np.array(seen)

    def residuals(self, scores: Floats) -> Floats:
        return np.asarray(scores @ self.slopes.T - self.seen)

    def log_likelihood(self, scores: Floats) -> Floats:
        return np.asarray(-0.5 * (self.residuals(scores) ** 2).sum(axis=1))

    def posterior(self) -> tuple[Floats, Floats]:
        covariance = np.linalg.inv(np.eye(self.slopes.shape[1]) + self.slopes.T @ self.slopes)
        return covariance @ self.slopes.T @ self.seen, covariance


def normal(draws: int, columns: int, seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal((draws, columns))


def weighed(problem: Linear, facts: int, draws: int = 4000, rounds: int = 2) -> Weighted:
    mode = find_mode(problem.residuals, [np.zeros(facts)])
    many = [
        (normal(draws, facts, number), normal(draws, facts + 1, 100 + number)) for number in range(rounds)
    ]
    return sampled(mode, many, problem.log_likelihood)


def test_one_fact_seen_once_by_hand() -> None:
    """Prior N(0, 1), seen 2 with standard deviation 1: posterior N(1, 1/2)."""
    problem = Linear([[1.0]], [2.0])
    mode = find_mode(problem.residuals, [np.zeros(1)])
    assert mode.settled and mode.scores[0] == pytest.approx(1.0, abs=1e-6)
    assert mode.misfit == pytest.approx(1.0)  # 1/2 of (1 squared + 1 squared)
    found = weighed(problem, 1, draws=20_000)
    assert found.weights @ found.scores[:, 0] == pytest.approx(1.0, abs=0.02)
    assert found.weights @ (found.scores[:, 0] - 1.0) ** 2 == pytest.approx(0.5, abs=0.02)


def test_a_linear_problem_has_the_posterior_of_the_algebra() -> None:
    problem = Linear([[3.0, 1.0, 0.0, 0.0], [0.5, -2.0, 1.0, 0.0]], [4.0, -1.0])
    mean, covariance = problem.posterior()
    mode = find_mode(problem.residuals, [np.zeros(4), np.ones(4)])
    assert mode.scores == pytest.approx(mean, abs=1e-5)
    found = weighed(problem, 4, draws=20_000)
    apart = found.scores - found.weights @ found.scores
    assert found.weights @ found.scores == pytest.approx(mean, abs=0.03)
    assert (apart * found.weights[:, None]).T @ apart == pytest.approx(covariance, abs=0.03)
    assert found.effective > 0.7 * len(found.weights)


def test_weights_do_not_degenerate_with_the_number_of_facts_that_say_nothing() -> None:
    few, many = Linear([[3.0]], [4.0]), Linear([[3.0] + [0.0] * 299], [4.0])
    alone, crowd = weighed(few, 1, 1500), weighed(many, 300, 1500)
    assert crowd.effective == pytest.approx(alone.effective, rel=0.1)
    silent = crowd.scores[:, 1:]
    assert (crowd.weights @ silent**2).mean() == pytest.approx(1.0, abs=0.02)


def test_a_count_has_the_posterior_that_quadrature_gives() -> None:
    """Five were counted, exp(1.5·score) were expected: prior, law and posterior along one line."""
    law = Counted(5, 0.3)
    mode = find_mode(lambda scores: law.residual(np.exp(1.5 * scores)), [np.zeros(1)])
    many = [(normal(20_000, 1, number), normal(20_000, 2, 9 + number)) for number in range(2)]
    found = sampled(mode, many, lambda scores: law.log_likelihood(np.exp(1.5 * scores[:, 0])))

    def density(score: float) -> float:
        return float(stats.norm.pdf(score) * np.exp(law.log_likelihood(np.array([np.exp(1.5 * score)]))[0]))

    whole = integrate.quad(density, -8, 8)[0]
    mean = integrate.quad(lambda score: score * density(score), -8, 8)[0] / whole
    square = integrate.quad(lambda score: score**2 * density(score), -8, 8)[0] / whole
    assert found.weights @ found.scores[:, 0] == pytest.approx(mean, abs=0.01)
    assert found.weights @ found.scores[:, 0] ** 2 == pytest.approx(square, abs=0.01)


def test_rounds_end_once_the_draws_are_worth_enough() -> None:
    problem = Linear([[1.0]], [2.0])
    mode = find_mode(problem.residuals, [np.zeros(1)])
    many = [(normal(500, 1, number), normal(500, 2, 50 + number)) for number in range(6)]
    assert len(sampled(mode, many, problem.log_likelihood, least=2, enough=400).weights) == 1000
    assert len(sampled(mode, many, problem.log_likelihood, least=2, enough=1e9).weights) == 3000


def test_directions_of_which_the_counts_say_nothing_are_not_proposed() -> None:
    mode = find_mode(Linear([[2.0, 0.0], [0.001, 0.0]], [1.0, 0.0]).residuals, [np.zeros(2)])
    assert Proposal.around(mode).count == 1


def test_resampling_keeps_each_draw_as_often_as_it_weighs() -> None:
    weighted = Weighted(np.arange(4.0)[:, None], np.array([0.5, 0.25, 0.25, 0.0]))
    assert resampled(weighted, 8)[:, 0].tolist() == [0, 0, 0, 0, 1, 1, 2, 2]
    assert weighted.effective == pytest.approx(1 / (0.25 + 0.0625 * 2))


def test_softened_weights_are_worth_what_was_asked() -> None:
    weights = np.array([0.97, 0.01, 0.01, 0.01])
    assert effective(softened(weights, 3.0)) == pytest.approx(3.0, rel=1e-3)
    assert softened(weights, 1.0) is weights
