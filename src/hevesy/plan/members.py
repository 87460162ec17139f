"""Members of tariffs in the cascade: which part of a payer group each tariff pays for, and what it asks of households.

A payer group, those for whom others pay or those who pay alone, is cut into parts by the tariffs in force; each part
has a payment curve of its own, and that of the group is their mean. A tariff is for a whole bundle, imaging before the
course in it, so that its members pay for imaging by what the tariff asks of them and not at the gate of imaging.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.money import Means
from hevesy.plan.bundle import cost_of_cycle
from hevesy.plan.pay import COVERED, QUINTILES, Bill, Part, Payments, bill_of
from hevesy.plan.scenario.check_tariffs import ALONE, BUNDLE, FIFTHS_OF_MEANS, kind_of
from hevesy.plan.scenario.scenario import Scenario, Tariff
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.scenario.timeline import STEP
from hevesy.products import Therapy

WEEKS = 52  # of a year of the run
FIFTHS = np.array(QUINTILES)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """One tariff with its kind and the weeks of the run in which it holds, the second one out."""

    tariff: Tariff
    kind: str
    first_week: int
    end_week: float

    @property
    def alone(self) -> bool:
        """Whether it is a fee of those for whom nobody pays."""
        return self.kind == ALONE

    def holds_for(self, therapy: str, week: int) -> bool:
        named = not self.tariff.therapies or therapy in self.tariff.therapies
        return named and self.first_week <= week < self.end_week


def agreed(scenario: Scenario) -> tuple[Agreed, ...]:
    """The tariffs of a scenario: each from its day on, and in the years of its payer."""
    monday = scenario.start - timedelta(days=scenario.start.weekday())
    first_year = (monday + timedelta(days=6)).year
    found = []
    for tariff in scenario.tariffs:
        payer = next((funder for funder in scenario.funders if funder.id == tariff.payer), None)
        begins = 0 if tariff.begins is None else _week(tariff.begins, monday)
        ends = math.inf
        if payer is not None and payer.first_year:
            begins = max(begins, (payer.first_year - first_year) * WEEKS)
        if payer is not None and payer.last_year:
            ends = (payer.last_year + 1 - first_year) * WEEKS
        found.append(Agreed(tariff, kind_of(tariff, scenario), begins, ends))
    return tuple(found)


def weeks_of_change(found: Sequence[Agreed]) -> tuple[int, ...]:
    """The weeks, after the first, in which a tariff begins or ends."""
    ends = [each.end_week for each in found] + [each.first_week for each in found]
    return tuple(sorted({int(week) for week in ends if 0 < week < math.inf}))


def _week(day: date, monday: date) -> int:
    """The week of a day on the grid of four weeks: never before the day, but for those before the start."""
    return max(0, -(-(day - monday).days // (7 * STEP)) * STEP)


def in_force(found: Sequence[Agreed], therapy: str, week: int) -> tuple[Agreed, ...]:
    """The tariffs that hold for a therapy in a week."""
    return tuple(each for each in found if each.holds_for(therapy, week))


def covered_with(bill: Bill, tariffs: Sequence[Agreed], reader: Reader) -> Any:
    """The share of people for whom somebody pays: at least all who are members of a tariff."""
    members = [_stated(each, reader) for each in tariffs if not each.alone and each.tariff.members is not None]
    return np.maximum(bill.covered, np.minimum(1.0, sum(members))) if members else bill.covered


def parts(
    bill: Bill, covered: bool, tariffs: Sequence[Agreed], therapy: Therapy, by_pet: bool, reader: Reader
) -> tuple[Part, ...]:
    """A payer group by tariff; last, where there may be any, those under none."""
    here = [each for each in tariffs if each.alone != covered]
    if not here:
        return (bill.plain(covered),)
    all_covered = covered_with(bill, tariffs, reader)
    shares = _shares(here, all_covered if covered else 1.0 - np.asarray(all_covered), reader)
    cost = cost_of_cycle(therapy, by_pet, reader)
    found = [
        Part(share, asked_of_household(each, cost, reader), True, each.tariff.id)
        for each, share in zip(here, shares, strict=True)
    ]
    rest = np.maximum(1.0 - np.asarray(sum(shares)), 0.0)
    rest = np.where(rest < 1e-12, 0.0, rest)
    plain = bill.plain(covered)
    return (*found, Part(rest, plain.fee, plain.imaging_paid, plain.tariff)) if np.any(rest > 0.0) else tuple(found)


def _shares(tariffs: Sequence[Agreed], group: Any, reader: Reader) -> list[Any]:
    """Of a group with this share of all people, the part that is in each tariff; more members than people shrink."""
    said = {each.tariff.id: _stated(each, reader) for each in tariffs if each.tariff.members is not None}
    group = np.asarray(group, dtype=float)
    together = np.asarray(sum(said.values(), start=np.zeros_like(group)))
    whole = np.maximum(np.maximum(group, together), 1e-300)
    left = np.maximum(group - together, 0.0) / max(1, len(tariffs) - len(said))
    shares = [np.asarray(said.get(each.tariff.id, left) / whole) for each in tariffs]
    nobody = np.broadcast_to(group, np.broadcast(group, together).shape) <= 0.0
    return [np.where(nobody, 1.0 / len(tariffs), share) for share in shares]  # of nobody any part is none


def _stated(each: Agreed, reader: Reader) -> Any:
    return reader.value(own_name(each.tariff, "members"))


def promised(tariff: Tariff, cost: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """What a tariff promises for a cycle in USD, by line of the bundle; under '' where it is for the whole."""
    whole = sum(cost.values())
    if tariff.share is not None:
        return {"": whole * reader.value(own_name(tariff, "share"))}
    if tariff.per_cycle is not None:
        return {"": 0.0 * whole + reader.value(own_name(tariff, "per_cycle"))}
    named = tariff.by_line
    return {x: 0.0 * whole + (reader.value(own_name(tariff, f"by_line.{x}")) if x in named else 0.0) for x in BUNDLE}


def scale_of(tariff: Tariff) -> Any:
    """The shares of a sliding scale, the poorest first (5, 1); None where a tariff has none."""
    return np.array([[tariff.sliding[name]] for name in FIFTHS_OF_MEANS]) if tariff.sliding else None


def asked_of_household(each: Agreed, cost: Mapping[str, Any], reader: Reader) -> Any:
    """What a household pays for a cycle, USD: one figure for all, or by fifth of means on a sliding scale (5, ...)."""
    whole, pays = sum(cost.values()), sum(promised(each.tariff, cost, reader).values())
    scale = scale_of(each.tariff)
    if scale is not None:
        return scale * np.asarray(pays)
    own = pays if each.alone else 0.0 * np.asarray(pays)
    return own + each.tariff.household * np.maximum(np.asarray(whole) - pays, 0.0)


def payments_by_fifth(
    therapy: Therapy, covered: bool, cycles: int, means: Means, pet: bool, known: Mapping[str, bool], reader: Reader,
    tariffs: Sequence[Agreed] = (),
) -> Payments:  # fmt: skip
    """The payment curves of all quintiles at once, shares of shape (5, draws); of those for whom somebody pays, or not.

    `share` is that of one quintile.
    """
    bill = bill_of(therapy, means, pet, known, reader)
    found = parts(bill, covered, tariffs, therapy, pet, reader)
    shares = tuple(sum(part.share * bill.able_to(part, FIFTHS, n) for part in found) for n in range(cycles + 1))
    people = covered_with(bill, tariffs, reader)
    return Payments(COVERED, (people if covered else 1.0 - people) / len(QUINTILES), shares)
