"""Whose cycles are given: by tariff, year and fifth of means, as people start and go on in the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hevesy.plan.members import FIFTHS
from hevesy.plan.results.households import middle_era
from hevesy.plan.results.measures import shares_of
from hevesy.plan.results.who_starts import People
from hevesy.plan.scenario.check_tariffs import UNDER_NONE
from hevesy.plan.simulation.build.households import Faced, Households
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

PAID_FOR, ALONE = UNDER_NONE


@dataclass(frozen=True)
class Cycles:
    """A therapy's cycles: how many by year (Y, D), and the share of each year's under each tariff, (Y, 5, D).

    Over tariffs and fifths the shares of a year sum to one, also where none is given: there they are those of all
    years, and where nobody ever starts those of people.
    """

    given: Floats
    shares: Mapping[str, Floats]

    def by_year(self, id: str) -> Floats:
        """The share of each year's cycles under a tariff, (Y, D)."""
        return np.asarray(self.shares[id].sum(axis=1))

    def of_all(self, id: str) -> Floats:
        """The share of all cycles, (D,)."""
        weights = shares_of(self.given, np.broadcast_to(self.given.sum(axis=0), self.given.shape))
        some = np.where(weights.sum(axis=0) > 0.0, weights, 1.0 / len(weights))
        return np.asarray((self.by_year(id) * some).sum(axis=0))

    def of_fifths(self, id: str) -> Floats:
        """The share of a tariff's cycles in each fifth, (5, D); alike where it has none."""
        weights = np.where(self.given.sum(axis=0) > 0.0, self.given, 1.0)
        by_fifth = (self.shares[id] * weights[:, None]).sum(axis=0)
        whole = np.broadcast_to(by_fifth.sum(axis=0), by_fifth.shape)
        return np.where(whole > 0.0, shares_of(by_fifth, whole), 1.0 / len(by_fifth))


def cycles_of(result: Result, homes: Households, h: int, people: People) -> Cycles:
    """The cycles of one therapy under each tariff and under none."""
    model = result.model
    started = people.started.sum(axis=3)  # (Y, 2, 5, D)
    found: dict[str, Floats] = {}
    persons: dict[str, Floats] = {}
    for year in range(model.years):
        for payer, covered in enumerate((False, True)):
            faced = homes.faced(middle_era(model, year), h, covered)
            of_people = _people(faced, covered, model.draws)
            for id, share in _of_group(faced, covered, model.draws).items():
                held = found.setdefault(id, np.zeros((model.years, len(FIFTHS), model.draws)))
                held[year] += started[year, payer] * share
                persons.setdefault(id, np.zeros_like(held))[year] += of_people[id]
    return Cycles(result.outcome.at_centres["given"][:, :, h].sum(axis=1), _as_shares(found, persons))


def _of_group(faced: Faced, covered: bool, draws: int) -> dict[str, Floats]:
    """Cycles under each tariff for one who starts in a fifth, (5, D): fewer where households can't pay for later ones.

    Of those who go on as the disease lets them; only the parts beside each other count.
    """
    cycles, starts = {}, np.zeros((len(FIFTHS), draws))
    for part in faced.parts:
        able = [np.asarray(part.share * faced.bill.able_to(part, FIFTHS, n)) for n in range(1, faced.course.cycles + 1)]
        each = sum(share * faced.course.goes_on**n for n, share in enumerate(able))
        cycles[_name(part.tariff, covered)] = np.broadcast_to(each, starts.shape)
        starts = starts + able[0]
    return {id: shares_of(each, starts) for id, each in cycles.items()}


def _people(faced: Faced, covered: bool, draws: int) -> dict[str, Floats]:
    """The share of people under each tariff, (5, D)."""
    group = faced.covered if covered else 1.0 - np.asarray(faced.covered)
    shape = len(FIFTHS), draws
    return {
        _name(part.tariff, covered): np.broadcast_to(group * part.share / len(FIFTHS), shape) for part in faced.parts
    }


def _name(tariff: str, covered: bool) -> str:
    return tariff or (PAID_FOR if covered else ALONE)


def _as_shares(found: Mapping[str, Floats], persons: Mapping[str, Floats]) -> dict[str, Floats]:
    """Shares of each year: of what was found, else of all years, else of people."""
    whole = sum(found.values())
    here = np.asarray(whole).sum(axis=1, keepdims=True)  # (Y, 1, D)
    ever = here.sum(axis=0, keepdims=True)
    shares = {}
    for id, each in found.items():
        of_all = shares_of(each.sum(axis=0, keepdims=True), np.broadcast_to(ever, (1, *each.shape[1:])))
        other = np.where(ever > 0.0, np.broadcast_to(of_all, each.shape), persons[id])
        shares[id] = np.where(here > 0.0, shares_of(each, np.broadcast_to(here, each.shape)), other)
    return shares
