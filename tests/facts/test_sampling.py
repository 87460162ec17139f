"""Draws: named streams, matched means and intervals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import spearmanr

from hevesy.facts import Dist, Fact, Kind, Shelf, State, draw, stream
from hevesy.facts.sampling import scores

FACT = Fact(
    "f",
    "JOR",
    0.3,
    0.2,
    0.42,
    "fraction",
    "",
    Dist.BETA,
    "",
    State.REPORTED,
    "asm",
    Kind.ASSUMPTION,
    "",
    "",
    "",
    "p",
    "t",
    2,
)


def test_the_same_seed_and_name_give_the_same_numbers_and_another_name_does_not_disturb_them() -> None:
    first = draw(FACT, 5, seed=3)
    draw(replace(FACT, id="another"), 1000, seed=3)
    assert np.array_equal(first, draw(FACT, 5, seed=3))
    assert not np.array_equal(first, draw(replace(FACT, id="another"), 5, seed=3))


def test_a_stream_is_pinned_across_machines_and_hash_seeds() -> None:
    assert stream(1, "f@JOR").integers(0, 10**6, 3).tolist() == [788375, 586689, 397451]
    assert stream(1, "a").random() != stream(2, "a").random()


@pytest.mark.parametrize(
    ("dist", "value", "low", "high", "unit"),
    [
        (Dist.BETA, 0.3, 0.2, 0.42, "fraction"),
        (Dist.BETA, 80, 65, 92, "percent"),
        (Dist.GAMMA, 600, 300, 900, "USD"),
        (Dist.LOGNORMAL, 4.5, 3.0, 6.75, "per 100k"),
        (Dist.UNIFORM, 2, 1, 3, "h"),
        (Dist.TRIANGULAR, 4.5, 4, 5, "cycles"),
    ],
)
def test_draws_have_the_middle_and_the_interval_that_the_fact_states(
    dist: Dist, value: float, low: float, high: float, unit: str
) -> None:
    draws = draw(replace(FACT, dist=dist, value=value, low=low, high=high, unit=unit), 40_000, seed=1)
    middle = np.median(draws) if dist is Dist.LOGNORMAL else draws.mean()
    assert middle == pytest.approx(value, rel=0.02)
    inside = np.mean((draws >= low) & (draws <= high))
    assert inside == pytest.approx(1.0 if dist in (Dist.UNIFORM, Dist.TRIANGULAR) else 0.90, abs=0.02)


def test_a_figure_without_a_range_is_a_constant() -> None:
    assert draw(replace(FACT, low=None), 3, seed=1).tolist() == [0.3, 0.3, 0.3]


def test_facts_that_share_a_cause_are_drawn_together_until_they_are_confirmed() -> None:
    shelf = Shelf.load()
    reader = shelf.reader("KEN", draws=4000)
    imaged, dose, lost = (
        reader.draw(name)
        for name in (
            "products.imaged.receptor_imaging",
            "products.dose.lu177",
            "epidemiology.cascade.access.lost_to_follow_up_per_year",
        )
    )
    assert spearmanr(imaged, dose).statistic == pytest.approx(
        6 / np.pi * np.arcsin(0.8 / 2), abs=0.04
    )  # Gaussian copula
    assert spearmanr(imaged, lost).statistic == pytest.approx(-6 / np.pi * np.arcsin(0.8 / 2), abs=0.04)
    assert abs(spearmanr(imaged, reader.draw("epidemiology.hyperthyroid.incidence.overt")).statistic) < 0.05
    assert {"plan.system_strength", "products.dose.lu177"} <= set(reader.scores)


def test_scores_fall_one_into_each_stratum_and_two_facts_stay_independent() -> None:
    """A Latin hypercube: of 200 scores one lies in each two-hundredth of the normal distribution."""
    first, second = scores("a", 200, seed=4), scores("b", 200, seed=4)
    assert np.floor(np.sort(ndtr(first)) * 200).astype(int).tolist() == list(range(200))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.2
    assert np.isfinite(scores("a", 1, seed=1)).all() and scores("a", 0, seed=1).shape == (0,)


def test_the_mean_of_few_draws_is_much_nearer_than_chance_would_have_it() -> None:
    """The mean of 64 plain scores has a standard deviation of 1/8; of stratified ones less than a fifth of it."""
    means = np.array([scores("a", 64, seed).mean() for seed in range(40)])
    assert np.sqrt(np.mean(means**2)) < 1 / 8 / 5


def test_scores_given_beforehand_are_the_ones_that_are_used() -> None:
    """At a score of 0 a lognormal gives its middle, at Φ⁻¹(0.95) the end of its 90 % interval."""
    shelf = Shelf.load()
    name = "access.travel.decline_per_hour"
    reader = shelf.reader("KEN", draws=2)
    reader.scores.update({name: np.array([0.0, 1.6448536269514722])})
    low, high = 0.02, 0.15
    assert reader.value(name) == pytest.approx([0.06, 0.06 * (high / low) ** 0.5])


def test_a_changed_reader_alters_one_value_and_shares_what_was_drawn() -> None:
    reader = Shelf.load().reader("KEN", draws=3)
    name, other = "access.travel.decline_per_hour", "access.travel.time_uncertainty"
    later = reader.changed({name: lambda rate: rate * 0.5})
    assert np.array_equal(later.value(name), 0.5 * np.asarray(reader.value(name)))
    assert later.value(other) is reader.value(other)
    assert reader.used is later.used and set(reader.scores) == {name, other}


def test_a_stated_figure_wins_over_the_shelf_and_is_remembered_as_used() -> None:
    reader = Shelf.load().reader("KEN", draws=3)
    name = "access.travel.decline_per_hour"
    reader.stated = {name: replace(FACT, id=name, place="scenario", value=0.01, low=None)}
    assert np.asarray(reader.value(name)).tolist() == [0.01] * 3
    assert reader.used[name].place == "scenario"


def test_scores_are_the_same_whether_they_are_kept_or_worked_out_anew() -> None:
    """A base and its package ask for the same scores; whoever has them cannot write into them."""
    from hevesy.facts.sampling import MOST_KEPT, _worked_out

    assert scores("a.figure", 64, 5) is scores("a.figure", 64, 5)
    assert np.array_equal(scores("a.figure", 64, 5), _worked_out("a.figure", 64, 5))
    with pytest.raises(ValueError, match="read-only"):
        scores("a.figure", 64, 5)[0] = 0.0
    assert scores("a.figure", MOST_KEPT + 1, 5) is not scores("a.figure", MOST_KEPT + 1, 5)
