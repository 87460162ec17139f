"""A micro-insurance that pays for the therapies of its members: premium, reserve, and for whom it is affordable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.money import Means, means_of
from hevesy.money.premium import Claims, compound, premium, reserve
from hevesy.plan.bundle import Bundle
from hevesy.plan.centre.figure import Value
from hevesy.plan.payers.tariffs import Priced
from hevesy.plan.results.households import middle_era
from hevesy.plan.results.who_starts import People, known_share
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

PEOPLE = "country.population"
MICRO = "micro_insurance"
FIFTHS = 5


@dataclass(frozen=True)
class Pool:
    """By year (Y, D): claims, reserve and premium a head and year in USD; by fifth (5, D): its share of means.

    `as_covered` is the same premium if members started as often as those for whom somebody pays the cycles, which is
    what a pool is for. `able` (D,) are the people whose household can give that premium for all its members, and
    `share_of_means` is of it; both of the mean year.
    """

    members: Floats
    claims: list[Claims]
    reserve: Floats
    premium: Floats
    as_covered: Floats
    share_of_means: Floats
    able: Floats
    ruin: float


def pool(
    result: Result, bundles: list[Bundle], people: Sequence[People | None], priced: Sequence[Sequence[Priced]] = ()
) -> Pool:
    """The pool of a run: of all who start a course, the enrolled share are members, who fall ill as others do.

    Where the scenario states a tariff of a micro-insurance, it is that pool: its members, as often as they start in
    the run, and what it pays for each cycle.
    """
    reader, model = result.built.reader, result.model
    rows = [next((row for row in of if row.kind == MICRO), None) for of in priced]
    own = [row for row in rows if row is not None]
    enrolled = _enrolled(own, reader)
    members = np.ones(model.draws) * enrolled * reader.number(PEOPLE)
    started = result.outcome.at_centres["started"].sum(axis=1)  # (Y, H, D)
    each_cycle = [_a_cycle(bundle, row, bool(own), reader) for bundle, row in zip(bundles, rows, strict=True)]
    moments = [_course(result, h, bundle, each_cycle[h], reader) for h, bundle in enumerate(bundles)]
    first, second, third = (np.stack([each[n] for each in moments]) for n in range(3))
    theirs = [row.by_year if row is not None else 0.0 if own else enrolled for row in rows]
    rates = np.stack([started[:, h] * share for h, share in enumerate(theirs)], axis=1)
    claims = [compound(rates[year], first, second, third) for year in range(model.years)]
    ruin = reader.number("payers.ruin")
    loading = reader.value("payers.loading")
    oftener = np.stack([more_often(None if own else each, model.draws) for each in people])  # (H, D)
    paid_for = [compound(rates[year] * oftener, first, second, third) for year in range(model.years)]
    each_year, covered = (
        np.stack([premium(each, members, loading, ruin) for each in found]) for found in (claims, paid_for)
    )
    means = means_of(reader)
    return Pool(
        members, claims, np.stack([reserve(each, ruin) for each in claims]), each_year, covered,
        *_affordable(covered.mean(axis=0), means, reader), ruin,
    )  # fmt: skip


def more_often(people: People | None, draws: int) -> Floats:
    """How much oftener than all considered those start for whom somebody pays (D,); one where that can't be told."""
    if people is None:
        return np.ones(draws)
    considered, started = (each.sum(axis=(0, 2, 3)) for each in (people.considered, people.started))  # (2, D)
    covered = known_share(started[1], considered[1])
    everybody = known_share(started.sum(axis=0), considered.sum(axis=0))
    ratio = np.divide(covered, everybody, out=np.ones(draws), where=everybody > 0.0)
    return np.where(np.isfinite(ratio), ratio, 1.0)


def _enrolled(own: Sequence[Priced], reader: Reader) -> Value:
    """The share of people who are members: as the first tariff of a micro-insurance states it, else the shelf's."""
    stated = next((row.tariff for row in own if row.tariff.members is not None), None)
    return reader.value("payers.enrolled_share" if stated is None else own_name(stated, "members"))


def _a_cycle(bundle: Bundle, row: Priced | None, stated: bool, reader: Reader) -> Value:
    """What the pool pays for a cycle, USD: by its tariff, nothing of a therapy for which a stated pool has none."""
    if row is not None:
        return np.asarray(row.drawn.borne.scheme) / 100.0
    return 0.0 if stated else bundle.total() * (1.0 - np.asarray(reader.value("payers.copayment")))


def _course(
    result: Result, h: int, bundle: Bundle, each_cycle: Value, reader: Reader
) -> tuple[Floats, Floats, Floats]:
    """E[X], E[X^2], E[X^3] of what a member's course costs the pool; courses end after 1 ... N cycles."""
    draws = result.model.draws
    each = np.ones(draws) * each_cycle
    homes = result.built.households
    planned = max(1, round(reader.number(bundle.therapy.posology.cycles_planned)))
    ends = np.zeros((planned, draws))
    ends[-1] = 1.0
    if homes is not None:
        ends = homes.faced(middle_era(result.model, 0), h, covered=True).course.ends_after(draws)
    cycles = np.arange(1, len(ends) + 1)[:, None]
    found = [(ends * (cycles * each) ** power).sum(axis=0) for power in (1, 2, 3)]
    return found[0], found[1], found[2]


def _affordable(premium_usd: Floats, means: Means, reader: Reader) -> tuple[Floats, Floats]:
    """The premium as a share of each fifth's yearly means (5, D), and the share of people who can give it (D,)."""
    level = np.asarray(reader.value("money.price_level"))
    fifths = np.array(means.group_means(FIFTHS))[:, None]
    days = means.mean_per_year / means.mean_per_day
    share = premium_usd / (fifths * days * level)
    needed = np.asarray(premium_usd / level / reader.value("payers.affordable_share"))
    able = np.array([means.share_with_yearly_means_above(float(each)) for each in np.atleast_1d(needed)])
    return np.broadcast_to(share, (FIFTHS, len(premium_usd))), np.broadcast_to(able, premium_usd.shape)
