"""How fairly starts, payments and health are spread over fifths of means, and what that is worth.

Distributional cost-effectiveness: health gained by those who start falls to their fifth, what households pay is taken
from their own, what others pay from the fifths that raise it, each at the country's threshold; then the equally
distributed equivalent (Atkinson) of healthy years with and without the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from hevesy.facts import Reader, Shelf
from hevesy.money import means_of
from hevesy.money.equity import equally_distributed
from hevesy.money.scheme import raised_from
from hevesy.plan.members import FIFTHS as EACH_FIFTH
from hevesy.plan.payers.accounts import Accounts
from hevesy.plan.payers.tariffs import Priced
from hevesy.plan.results.households import middle_era
from hevesy.plan.results.measures import shares_of
from hevesy.plan.results.who_starts import FIFTHS, People, concentration_of, known_share, people_of
from hevesy.plan.simulation.build.households import Faced, Households
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.value.arms import Worth, worth
from hevesy.plan.value.cohort import worth_without_trial
from hevesy.plan.value.comparison import comparisons, without_trial
from hevesy.plan.value.thresholds import Threshold, per_qaly, thresholds

YEARS_LIVED = ("payers.healthy_years", "payers.healthy_years_gap", "payers.inequality_aversion")


@dataclass(frozen=True)
class Fair:
    """By fifth of means, the poorest first (5, D): starts and what their households pay (USD) over the whole span.

    Indices (D,): concentration of starting among those considered, of payments, and Kakwani's (payments less the Gini
    index of means: above zero where the richer pay more than in proportion).
    """

    started: Floats
    payments: Floats
    of_starting: Floats
    of_payments: Floats
    kakwani: Floats


@dataclass(frozen=True)
class Distributional:
    """By fifth (5, D): QALYs gained, USD more that are spent for it, and net health benefit in QALYs.

    `before` and `after` (D,) are equally distributed equivalents of healthy years a person; `gain` (D,) their
    difference over all people, `plain` (D,) the same without aversion to inequality. `missing` are therapies without a
    valuation.
    """

    qalys: Floats
    dearer: Floats
    net: Floats
    before: Floats
    after: Floats
    gain: Floats
    plain: Floats
    threshold: Threshold
    missing: tuple[str, ...]
    facts: frozenset[str]


def fair(result: Result, homes: Households) -> tuple[Fair, list[People], list[Floats]]:
    """Starts and payments by fifth; payments are those of the cycles for which households pay in the run."""
    people = [people_of(result, homes, h) for h in range(len(result.model.therapies))]
    paid = [_payments(result, homes, h, each) for h, each in enumerate(people)]
    started = np.asarray(sum(each.started.sum(axis=(0, 1, 3)) for each in people))
    payments = np.asarray(sum(paid))
    index = concentration_over_fifths(payments)
    gini = means_of(result.built.reader).gini
    found = Fair(started, payments, concentration_of(people), index, index - gini)
    return found, people, paid


def _payments(result: Result, homes: Households, h: int, people: People) -> Floats:
    """What households of each fifth pay, (5, D), year by year and by whether others pay the cycles."""
    started = people.started.sum(axis=3)  # (Y, 2, 5, D)
    whole = np.zeros(started.shape[2:])
    for year in range(result.model.years):
        for payer, covered in enumerate((False, True)):
            faced = homes.faced(middle_era(result.model, year), h, covered)
            whole += started[year, payer] * paid_by_starters(faced)
    return whole


def paid_by_starters(faced: Faced) -> Floats:
    """What one who starts pays for imaging and cycles, USD, the mean of each fifth (5, D).

    Of those under each tariff and under none as many count as can pay the first cycle, and a later cycle is paid by
    those who still can and whom the disease lets go on: a fee that few can pay weighs little here, however many are
    asked for it.
    """
    bill, course = faced.bill, faced.course
    whole, starts = 0.0, 0.0
    for part in faced.parts:
        for share, imaging in bill.imaging_asked(part):
            able = [
                part.share * share * bill.able.of_quintile(EACH_FIFTH, imaging + n * part.fee)
                for n in range(1, course.cycles + 1)
            ]
            given = sum(each * course.goes_on**n for n, each in enumerate(able))
            whole = whole + able[0] * imaging + given * part.fee
            starts = starts + able[0]
    both = np.broadcast_arrays(np.asarray(whole, dtype=float), np.asarray(starts, dtype=float))
    return np.asarray(shares_of(*both) * bill.able.paid)


def concentration_over_fifths(by_fifth: Floats) -> Floats:
    """The concentration index of an amount by fifth (5, D), fifths of equal size; not known where there is none.

    >>> round(float(concentration_over_fifths(np.array([[0.0], [0.0], [0.0], [0.0], [10.0]]))[0]), 6)
    0.8
    """
    rank = (np.arange(FIFTHS)[:, None] + 0.5) / FIFTHS
    return known_share(2.0 * (rank * by_fifth).mean(axis=0), by_fifth.mean(axis=0)) - 1.0


def raised_by_fifth(found: Accounts, priced: list[list[Priced]], reader: Reader) -> Floats:
    """Of what others than households bear, the part that comes from each fifth (5,); what comes from abroad is none.

    What centres lose falls to all alike, as does what a payer bears of whom nobody has said how it raises its money.
    """
    by_means = np.array(means_of(reader).group_means(FIFTHS))
    whole, parts = 0.0, np.zeros(FIFTHS)
    for rows, accounts in zip(priced, found.expected, strict=True):
        for row, each in zip(rows, accounts, strict=True):
            borne, lost = float((each.scheme + each.maker).sum()), float(np.maximum(each.centre, 0).sum())
            parts += borne * raised_from(row.kind, by_means)[:FIFTHS] + lost / FIFTHS
            whole += borne + lost
    return parts / whole if whole > 0.0 else np.full(FIFTHS, 1.0 / FIFTHS)


def distributional(
    result: Result, people: list[People], paid: list[Floats], raised: Floats, shelf: Shelf
) -> Distributional | None:
    """Health and net health benefit by fifth; None where no threshold or nobody's number is known.

    `raised` (5,) is the part of what others than households pay that comes from each fifth.
    """
    reader = result.built.reader
    limit = per_qaly(thresholds(reader))
    counted = shelf.find("country.population", reader.place)
    if limit is None or counted is None or counted.value is None:
        return None
    values = {name: _worth(name, reader) for name in result.model.therapies}
    known = [(h, found) for h, name in enumerate(result.model.therapies) if (found := values[name]) is not None]
    shape = (FIFTHS, result.model.draws)
    qalys, dearer, payments = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    facts: frozenset[str] = frozenset(YEARS_LIVED) | {limit.fact, "country.population"} - {""}
    for h, (gained, more, of) in known:
        started = people[h].started.sum(axis=(0, 1, 3))
        qalys += started * gained
        dearer += started * more
        payments += paid[h]
        facts |= of
    net = net_benefit(qalys, dearer, payments, limit.value, raised)
    before, after, plain = equivalents(net, float(counted.value), reader)
    gain = (after - before) * float(counted.value)
    missing = tuple(name for name, found in values.items() if found is None)
    return Distributional(qalys, dearer, net, before, after, gain, plain, limit, missing, facts)


def net_benefit(
    qalys: Floats, dearer: Floats, payments: Floats, threshold: float, raised: Floats | None = None
) -> Floats:
    """QALYs of each fifth less what it forgoes: its own payments, and its part of what others pay.

    That part is `raised` (5,), the same for all where it is left out.

    >>> net_benefit(np.full((5, 1), 2.0), np.full((5, 1), 20.0), np.array([[20.0], [0], [0], [0], [0]]), 10.0)[:, 0]
    array([-1.6,  0.4,  0.4,  0.4,  0.4])
    """
    parts = np.full(FIFTHS, 1.0 / FIFTHS) if raised is None else raised
    others = (dearer.sum(axis=0) - payments.sum(axis=0)) * parts[:, None]
    return np.asarray(qalys - (payments + others) / threshold)


def equivalents(net: Floats, population: float, reader: Reader) -> tuple[Floats, Floats, Floats]:
    """Equally distributed healthy years without and with the service, and the plain sum of net benefit."""
    draws = net.shape[1]
    years, gap, aversion = (np.broadcast_to(np.asarray(reader.value(name)), (draws,)) for name in YEARS_LIVED)
    rank = (np.arange(FIFTHS)[:, None] - (FIFTHS - 1) / 2) / (FIFTHS - 1)
    here = years + gap * rank
    there = here + net / (population / FIFTHS)
    both = [[equally_distributed(each[:, d], float(aversion[d])) for d in range(draws)] for each in (here, there)]
    return np.array(both[0]), np.array(both[1]), np.asarray(net.sum(axis=0))


def _worth(therapy: str, reader: Reader) -> tuple[Floats, Floats, frozenset[str]] | None:
    """QALYs gained and USD more for one who starts, with the facts behind it; None where nothing is valued."""
    by_trial = next((row for row in comparisons(reader.shelf) if row.therapy == therapy), None)
    by_course = next((each for each in without_trial(reader.shelf) if each.therapy == therapy), None)
    if by_trial is not None:
        found, facts = _asked(partial(worth, by_trial), reader)
    elif by_course is not None and not by_course.not_valued:
        found, facts = _asked(partial(worth_without_trial, by_course), reader)
    else:
        return None
    return np.asarray(found.qalys), np.asarray(found.dearer), facts


def _asked(rule: object, reader: Reader) -> tuple[Worth, frozenset[str]]:
    own = reader.changed({})
    found: Worth = rule(own)  # type: ignore[operator]
    return found, frozenset(own.asked)
