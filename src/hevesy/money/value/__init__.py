"""What care is worth: cohort models, survival curves, and what a sample of costs and effects says of a decision."""

from hevesy.money.value.burden import dalys_averted, years_of_life_lost, years_with_disability
from hevesy.money.value.chances import Curves, Sample, curves, evpi
from hevesy.money.value.impact import Return, budget_impact, returns
from hevesy.money.value.league import (
    Place,
    Standing,
    dominators,
    icer,
    league,
    net_benefit,
    price_at_threshold,
)
from hevesy.money.value.markov import (
    Trace,
    expected,
    illness_death,
    probability,
    time_in_states,
    trace,
    trace_in_time,
)
from hevesy.money.value.pareto import dominated_by, front
from hevesy.money.value.partial import evppi
from hevesy.money.value.partitioned import Years, area_under, exponential_years, mean_years, partitioned
from hevesy.money.value.survival import (
    Curve,
    Exponential,
    Faster,
    GeneralisedGamma,
    Gompertz,
    LogLogistic,
    LogNormal,
    Weibull,
    WithHazardRatio,
    weibull_shape,
)
from hevesy.money.value.tail import worst_mean
from hevesy.money.value.within_cycle import Correction, cycle_weights, discount_factors

__all__ = [
    "Correction",
    "Curve",
    "Curves",
    "Exponential",
    "Faster",
    "GeneralisedGamma",
    "Gompertz",
    "LogLogistic",
    "LogNormal",
    "Place",
    "Return",
    "Sample",
    "Standing",
    "Trace",
    "Weibull",
    "WithHazardRatio",
    "Years",
    "area_under",
    "budget_impact",
    "curves",
    "cycle_weights",
    "dalys_averted",
    "discount_factors",
    "dominated_by",
    "dominators",
    "evpi",
    "evppi",
    "expected",
    "exponential_years",
    "front",
    "icer",
    "illness_death",
    "league",
    "mean_years",
    "net_benefit",
    "partitioned",
    "price_at_threshold",
    "probability",
    "returns",
    "time_in_states",
    "trace",
    "trace_in_time",
    "weibull_shape",
    "worst_mean",
    "years_of_life_lost",
    "years_with_disability",
]
