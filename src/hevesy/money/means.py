"""Household means: a lognormal from mean consumption per head and the Gini index."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

from hevesy.errors import BadMeans
from hevesy.facts import Reader, State

_NORMAL = NormalDist()
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Means:
    """How means (income or consumption, PPP dollars per person and day) are spread over a country's people.

    A lognormal with this mean and Gini index: sigma = √2 · Φ⁻¹((G + 1) / 2) (Aitchison and Brown 1957).
    GDP per head is not household means.
    """

    mean_per_day: float
    gini: float
    state: State = State.REPORTED

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean_per_day) and self.mean_per_day > 0):
            raise BadMeans(name="mean_per_day", value=self.mean_per_day, advice="it must be above zero")
        if not 0 < self.gini < 1:
            raise BadMeans(
                name="gini",
                value=self.gini,
                advice="it must lie between 0 and 1; a percentage is divided by 100",
            )

    @property
    def sigma(self) -> float:
        """The standard deviation of the logarithm."""
        return math.sqrt(2) * _NORMAL.inv_cdf((self.gini + 1) / 2)

    @property
    def median_per_day(self) -> float:
        return self.mean_per_day * math.exp(-(self.sigma**2) / 2)

    @property
    def mean_per_year(self) -> float:
        return self.mean_per_day * DAYS_PER_YEAR

    def share_above(self, per_day: float) -> float:
        """The share of people with more than `per_day` PPP dollars a day."""
        if per_day <= 0:
            return 1.0
        return 1 - _NORMAL.cdf(math.log(per_day / self.median_per_day) / self.sigma)

    def share_with_yearly_means_above(self, per_year: float) -> float:
        """The share of people with more than `per_year` PPP dollars a year."""
        return self.share_above(per_year / DAYS_PER_YEAR)

    def at(self, share: float) -> float:
        """Means per day below which this share of people lives."""
        return self.median_per_day * math.exp(self.sigma * _NORMAL.inv_cdf(share))

    def group_means(self, groups: int = 5) -> tuple[float, ...]:
        """The mean per day of each of so many equal groups, the poorest first; five give quintiles."""
        edges = [
            0.0,
            *(_NORMAL.cdf(_NORMAL.inv_cdf(step / groups) - self.sigma) for step in range(1, groups)),
            1.0,
        ]
        return tuple(self.mean_per_day * groups * (high - low) for low, high in pairwise(edges))


def means_of(reader: Reader) -> Means:
    """The means of the reader's country; imputed where the mean or the Gini is that of its income group."""
    mean, spread = reader.fact("country.mean_consumption"), reader.fact("country.gini")
    imputed = State.IMPUTED in (mean.state, spread.state)
    return Means(
        reader.number(mean.id), reader.number(spread.id), State.IMPUTED if imputed else State.REPORTED
    )


def share_able_to_pay(
    means: Means,
    cost_usd: float,
    affordable_share: float,
    household_size: float = 1.0,
    price_level: float = 1.0,
) -> float:
    """The share of people whose household can bear a yearly cost with at most this share of its means.

    `price_level` is what one PPP dollar costs in dollars at the market rate: prices are at the market rate,
    means in PPP dollars. A household pools the means of `household_size` people of equal means.
    """
    for name, value in (
        ("affordable_share", affordable_share),
        ("household_size", household_size),
        ("price_level", price_level),
    ):
        if not value > 0:
            raise BadMeans(name=name, value=value, advice="it must be above zero")
    return means.share_with_yearly_means_above(cost_usd / price_level / household_size / affordable_share)
