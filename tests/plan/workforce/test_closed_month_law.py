"""How likely a service of one or two physicists stands still a month in ten years, through the queue kernel.

The law: leaving at 8 % a year with 18 months to replace, two physicists give a closed month in ten years with
probability 0.13, one with 0.56. The ten years begin as in the long run, with 11 % of the posts empty.
"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from tests.plan.simulation.toys import Toy

from hevesy.plan.simulation import queue

WEEKS, DRAWS = 520, 16384  # the standard error is 0.004 at most
LEAVES, BACK = 0.08 / 52, 1 / 78
MONTH = 4
POOR = 4.0  # standard errors


def toy(persons: int, draws: int = DRAWS, in_post: bool = False) -> Toy:
    """A centre of so many physicists; `in_post`: nobody can be away in the first week, else as in the long run."""
    return Toy(
        weeks=WEEKS,
        draws=draws,
        seed=1,
        need=0.2,
        resources=("physicist",),
        have=100.0,
        units=persons,
        era_starts=(0, 1) if in_post else (0,),
        fails=[[[0.0, LEAVES]]] if in_post else LEAVES,
        back=BACK,
    )


def closed_a_month(asked: Toy) -> tuple[float, float]:
    """The share of draws with a closed month in ten years, and its standard error."""
    _outcome, (waits,) = queue.run_with_waits(asked.model())
    share = float((waits.months_closed > 0.0).mean())
    return share, float(np.sqrt(share * (1.0 - share) / asked.draws))


def by_chain(persons: int, in_post: bool = False) -> float:
    """The same by the chain of how many are present and how many weeks nobody has been, week by week."""
    step = np.zeros((persons + 1, persons + 1))
    for present in range(persons + 1):
        for stay in range(present + 1):
            for come in range(persons - present + 1):
                chance = comb(present, stay) * (1 - LEAVES) ** stay * LEAVES ** (present - stay)
                chance *= comb(persons - present, come) * BACK**come * (1 - BACK) ** (persons - present - come)
                step[present, stay + come] += chance
    here = BACK / (BACK + LEAVES)
    start = [comb(persons, n) * here**n * (1 - here) ** (persons - n) for n in range(persons + 1)]
    open_ = np.array([0.0] * persons + [1.0]) if in_post else np.array(start)
    closed = np.zeros(MONTH)  # by weeks closed running; the last: a month, for ever
    closed[1], open_[0] = open_[0], 0.0
    for _ in range(WEEKS - 1):
        after, run = open_ @ step, np.zeros(MONTH)
        run[1] = after[0]
        after += closed[1:].sum() * step[0]
        run[2:] = closed[1:-1] * step[0, 0]
        after[0] = 0.0
        open_, closed = after, run
    return 1.0 - float(open_.sum() + closed.sum())


@pytest.mark.deep
@pytest.mark.parametrize(("persons", "expected", "within"), [(1, 0.56, 0.03), (2, 0.13, 0.02)])
def test_one_and_two_physicists_in_ten_years(persons: int, expected: float, within: float) -> None:
    share, error = closed_a_month(toy(persons))
    assert share == pytest.approx(expected, abs=within)
    assert error < within / 5
    assert share == pytest.approx(by_chain(persons), abs=POOR * error)


def test_the_chain_of_who_is_there() -> None:
    assert by_chain(1) == pytest.approx(0.56, abs=0.03)
    assert by_chain(2) == pytest.approx(0.13, abs=0.02)
    assert by_chain(1, in_post=True) < 1.0 - (1.0 - LEAVES) ** WEEKS  # some are replaced within the month


def test_whoever_is_in_post_at_the_start_is_missed_less() -> None:
    """Few draws, for every day: the kernel follows the chain from either start."""
    for in_post in (False, True):
        share, error = closed_a_month(toy(1, draws=512, in_post=in_post))
        assert share == pytest.approx(by_chain(1, in_post), abs=POOR * error)
    assert by_chain(2, in_post=True) < by_chain(2)
