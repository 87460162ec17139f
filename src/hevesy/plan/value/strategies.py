"""All strategies of a disease side by side, on the same draws: tables value_leagues, value_strategies, value_checks.

One strategy is the reference, with curves of its own; every other has a hazard ratio against one that stands before it,
inverted where the trial had it the other way (`turned`). Ratios along a chain are multiplied: hazards are taken as
proportional throughout, and patients of different trials as alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader, Shelf
from hevesy.money.value import Curve, Sample, WithHazardRatio
from hevesy.plan.value.arms import DISCOUNT, PERCENT, Arm, Here, curve
from hevesy.plan.value.comparison import Comparison
from hevesy.products import find_therapy

Array = NDArray[np.float64]
WHICH = ("free", "alive")


@dataclass(frozen=True, slots=True)
class Strategy:
    """A row of value_strategies.csv; `therapy` is empty for a medicine, `against` for the reference."""

    league: str
    id: str
    name: str
    therapy: str
    alive: str
    free: str
    against: str
    ratio_alive: str
    ratio_free: str
    turned: str
    price_month: str
    price_times: str
    most_months: str
    background_month: str
    adverse: str
    decrement: str
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    """What another trial found between two strategies of a league, beside what the chain of ratios says."""

    first: str
    second: str
    measure: str
    trial: str
    why: str
    fact: str
    chain: float
    found: float
    low: float
    high: float

    @property
    def within(self) -> bool:
        """Whether the chain's ratio lies within the trial's 90 % interval."""
        return self.low <= self.chain <= self.high


@dataclass(frozen=True, slots=True)
class League:
    """The strategies of a disease worked out; `units` are discounted cycles of its therapy and `price` that of one."""

    id: str
    name: str
    therapy: str
    group: str
    says: str
    strategies: tuple[Strategy, ...]
    arms: tuple[Arm, ...]
    units: Array
    price: Array
    drawn: Mapping[str, Array]
    checks: tuple[Check, ...]

    def sample(self, per: str = "QALY") -> Sample:
        """Costs and QALYs of every strategy, or healthy years where `per` is DALY averted."""
        effects = [arm.qalys if per == "QALY" else arm.healthy_years for arm in self.arms]
        return Sample.of([arm.cost for arm in self.arms], effects, [each.id for each in self.strategies])


def leagues(wanted: Sequence[str], reader: Reader) -> tuple[League, ...]:
    """The league of every disease whose therapy is wanted (all where none is named)."""
    shelf = reader.shelf
    return tuple(
        league_of(row, reader) for row in shelf.table("value_leagues") if not wanted or row["therapy"] in wanted
    )


def league_of(row: Mapping[str, str], reader: Reader) -> League:
    """One disease: every strategy on the draws of `reader`."""
    own = reader.changed({})
    strategies = strategies_of(row["id"], own.shelf)
    group = _group(row["therapy"], own.shelf)
    rate = own.number(DISCOUNT) / PERCENT
    ratios = chain(strategies, own)
    reference = [curve(getattr(strategies[0], which), "weibull", 1.0, own) for which in WHICH]
    arms, units, price = [], np.zeros(1), np.zeros(1)
    for each in strategies:
        here = Here(_costs(each, row["therapy"], group), find_therapy(row["therapy"], own.shelf), own,
                    own.number(f"value.horizon.{group}"), rate)  # fmt: skip
        free, alive = (_moved(of, ratios[each.id][which]) for of, which in zip(reference, WHICH, strict=True))
        if each.therapy:
            arm, units = here.treated(free, alive)
            price = here.price()
        else:
            arm = here.compared(free, alive)
        arms.append(arm)
    drawn = {name: own.drawn[name] for name in sorted(own.asked) if name in own.drawn}
    return League(
        row["id"], row["name"], row["therapy"], group, row["says"], strategies, _alike(arms), units, price, drawn,
        _checks(row["id"], strategies, own),
    )  # fmt: skip


def strategies_of(league: str, shelf: Shelf) -> tuple[Strategy, ...]:
    """The strategies of a league, the reference first."""
    return tuple(Strategy(**row) for row in shelf.table("value_strategies") if row["league"] == league)


def chain(strategies: Sequence[Strategy], reader: Reader) -> dict[str, dict[str, Array]]:
    """For each strategy its hazard ratio against the reference, of survival (`alive`) and progression (`free`)."""
    found: dict[str, dict[str, Array]] = {}
    for each in strategies:
        if not each.against:
            found[each.id] = {which: np.ones(1) for which in WHICH}
            continue
        step = {which: np.atleast_1d(reader.value(getattr(each, f"ratio_{which}"))) for which in WHICH}
        before = found[each.against]
        found[each.id] = {
            which: before[which] / step[which] if each.turned else before[which] * step[which] for which in WHICH
        }
    return found


def _moved(reference: Curve, ratio: Array) -> Curve:
    return WithHazardRatio(reference, ratio)


def _group(therapy: str, shelf: Shelf) -> str:
    return next(row["group"] for row in shelf.table("value") if row["therapy"] == therapy)


def _costs(each: Strategy, therapy: str, group: str) -> Comparison:
    """What the strategy costs, in the words of a comparison: its own side effects stand in both places."""
    return Comparison(
        therapy=therapy, id=each.id, comparator=each.name, trial=each.evidence, alive="", free="", ratio_alive="",
        ratio_alive_no_crossover="", ratio_free="", price_month=each.price_month, price_times=each.price_times,
        most_months=each.most_months, background_month=each.background_month, adverse=each.adverse,
        adverse_other=each.adverse, decrement=each.decrement, group=group, note=each.note,
    )  # fmt: skip


def _alike(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """Every arm with the same number of draws: one that rests on nothing drawn stands for each of them."""
    draws = max(arm.cost.shape[0] for arm in arms)

    def full(values: Array) -> Array:
        return np.broadcast_to(values, (draws,)) if values.shape == (1,) else values

    return tuple(Arm(arm.years, full(arm.qalys), full(arm.healthy_years), full(arm.cost)) for arm in arms)


def _checks(league: str, strategies: Sequence[Strategy], reader: Reader) -> tuple[Check, ...]:
    middle = reader.shelf.reader(reader.place)
    middle.stated = reader.stated
    ratios = chain(strategies, middle)
    return tuple(_check(row, ratios, reader) for row in reader.shelf.table("value_checks") if row["league"] == league)


def _check(row: Mapping[str, str], ratios: Mapping[str, Mapping[str, Array]], reader: Reader) -> Check:
    fact = reader.fact(row["ratio"])
    found = reader.number(row["ratio"])
    chained = float((ratios[row["first"]][row["measure"]] / ratios[row["second"]][row["measure"]])[0])
    low, high = (found if end is None else end for end in (fact.low, fact.high))
    return Check(
        row["first"], row["second"], row["measure"], row["trial"], row["why"], fact.id, chained, found, low, high
    )  # fmt: skip
