"""Each therapy's cycle under each scheme that pays for it: who bears what, to the cent, as expected and in every draw.

A tariff that says nothing of its members has those for whom somebody pays in the run, as far as others leave them.
Cycles of nobody's members are paid by households, at cost. Where no tariff is stated for a therapy, whoever pays in the
run pays what a cycle costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.money.funding import Cents, cents
from hevesy.money.tariffs import Borne, borne, break_even_tariff, paid_in_expectation, spread_on_response
from hevesy.plan.centre.figure import Figure, known
from hevesy.plan.payers.bundle import Bundle
from hevesy.plan.payers.response import response_of
from hevesy.plan.scenario.check_tariffs import BUNDLE
from hevesy.plan.scenario.scenario import Scenario, Tariff
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.model import Floats

AT_COST = Tariff("at_cost", "whoever_pays")
NOBODY = Tariff("households", "out_of_pocket")
DONOR = "donor"


@dataclass(frozen=True)
class Amounts:
    """Cents of a cycle: cost and promised tariff by line (lines, ...), and who bears the cost, (...)."""

    cost: Cents
    pays: Cents  # by line where the tariff says so; a single row otherwise
    borne: Borne

    @property
    def total(self) -> Cents:
        return np.asarray(self.cost.sum(axis=0))

    @property
    def tariff(self) -> Cents:
        return np.asarray(self.pays.sum(axis=0))


@dataclass(frozen=True)
class Priced:
    """A therapy under one tariff: `expected` with the mean of every input, `drawn` with draws as a last axis.

    `k` is the share of the tariff that is paid on average, `spread` the standard deviation (USD) of what one cycle
    brings because some patients respond and others do not; both (D,).
    """

    therapy: str
    tariff: Tariff
    kind: str
    members: Figure
    at_once: Figure
    responds: Figure
    what: str
    expected: Amounts
    drawn: Amounts
    k: Floats
    spread: Floats
    break_even: Floats
    by_line: bool


def priced_of(bundle: Bundle, scenario: Scenario, reader: Reader, covered: Figure) -> list[Priced]:
    """A therapy under every tariff that names it, and under none; `covered` (D,) are those for whom somebody pays."""
    draws = len(np.asarray(covered.value))
    therapy = bundle.therapy.id
    stated = [each for each in scenario.tariffs if therapy in (each.therapies or (therapy,))]
    shares = _members(stated or [AT_COST], covered, reader)
    found = [_priced(bundle, each, share, scenario, reader, draws) for each, share in shares]
    return [each for each in found if np.any(np.asarray(each.members.value) > 0.0)]


def _members(tariffs: Sequence[Tariff], covered: Figure, reader: Reader) -> list[tuple[Tariff, Figure]]:
    """Each tariff with its share of cycles, and nobody with the rest; stated ones beyond one shrink alike."""
    ones = np.ones_like(np.asarray(covered.value))
    said = {t.id: known(reader, own_name(t, "members")) for t in tariffs if t.members is not None}
    together = ones * sum((each.value for each in said.values()), start=0.0)
    over = np.maximum(together, 1.0)
    left = np.maximum(np.minimum(ones * covered.value, 1.0) - together / over, 0.0) / max(1, len(tariffs) - len(said))
    shares = [
        (t, Figure(ones * said[t.id].value / over, said[t.id].facts) if t.id in said else Figure(left, covered.facts))
        for t in tariffs
    ]
    rest = np.maximum(1.0 - sum(np.asarray(share.value) for _, share in shares), 0.0)
    rest = np.where(rest < 1e-9, 0.0, rest)
    return [*shares, (NOBODY, Figure(rest, covered.facts.union(*(share.facts for _, share in shares))))]


def _priced(
    bundle: Bundle, tariff: Tariff, members: Figure, scenario: Scenario, reader: Reader, draws: int
) -> Priced:
    ones = np.ones(draws)
    cost = np.stack([ones * bundle.lines[line].value for line in BUNDLE])
    pays = _pays(tariff, cost, reader)
    once = Figure(1.0) if tariff.at_once is None else known(reader, own_name(tariff, "at_once"))
    responds, what = response_of(tariff, bundle.therapy.id, reader)
    drawn = _amounts(tariff, cost, pays, once.value, responds.value)
    middle = [np.mean(np.asarray(each)) for each in (once.value, responds.value)]
    expected = _amounts(tariff, cost.mean(axis=1), pays.mean(axis=1), *middle)
    share = np.broadcast_to(paid_in_expectation(once.value, responds.value), (draws,))
    kept = ones if tariff.risk == "maker" else share
    return Priced(
        bundle.therapy.id, tariff, _kind(tariff, scenario), members, once, responds, what, expected, drawn, share,
        np.broadcast_to(spread_on_response(pays.sum(axis=0), once.value, responds.value), (draws,)),
        break_even_tariff(cost.sum(axis=0), kept), bool(tariff.by_line),
    )  # fmt: skip


def _pays(tariff: Tariff, cost: Floats, reader: Reader) -> Floats:
    """What a tariff promises in USD: by line (lines, D) or whole (1, D)."""
    whole = cost.sum(axis=0, keepdims=True)
    if tariff is NOBODY:
        return np.zeros_like(whole)
    if tariff is AT_COST:
        return np.asarray(whole)
    if tariff.share is not None:
        return np.asarray(whole * reader.value(own_name(tariff, "share")))
    if tariff.per_cycle is not None:
        return np.asarray(0.0 * whole + reader.value(own_name(tariff, "per_cycle")))
    named = [reader.value(own_name(tariff, f"by_line.{x}")) if x in tariff.by_line else 0.0 for x in BUNDLE]
    return np.stack([0.0 * whole[0] + each for each in named])


def _amounts(tariff: Tariff, cost: Floats, pays: Floats, once: object, responds: object) -> Amounts:
    in_cents = cents(cost)
    whole = in_cents.sum(axis=0)
    promised = in_cents.sum(axis=0, keepdims=True) if tariff is AT_COST else cents(pays)
    asked = 1.0 if tariff is NOBODY else tariff.household
    found = borne(whole, promised.sum(axis=0), asked, once, responds, tariff.risk == "maker")  # type: ignore[arg-type]
    return Amounts(in_cents, promised, found)


def _kind(tariff: Tariff, scenario: Scenario) -> str:
    """The kind of scheme behind a tariff."""
    return next((funder.kind for funder in scenario.funders if funder.id == tariff.payer), tariff.payer)
