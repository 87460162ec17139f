"""Each therapy's cycle under each scheme that pays for it: who bears what, to the cent, as expected and in every draw.

Members are those of the run: the cycles that are given to people under each tariff. Cycles for which somebody pays
without a tariff are paid at cost; whoever pays alone is charged the price of a cycle and of imaging, and what that
leaves open is the centre's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hevesy.facts import Reader
from hevesy.money.funding import Cents, cents
from hevesy.money.scheme import MAKER, OWN, Kind, kind
from hevesy.money.tariffs import Borne, borne, break_even_tariff, paid_in_expectation, spread_on_response
from hevesy.plan.bundle import Bundle
from hevesy.plan.centre.figure import Figure, Value, known
from hevesy.plan.members import promised, scale_of
from hevesy.plan.payers.cycles import ALONE, PAID_FOR, Cycles
from hevesy.plan.payers.response import response_of
from hevesy.plan.scenario.check_tariffs import BUNDLE, kind_of
from hevesy.plan.scenario.scenario import Scenario, Tariff
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.model import Floats

AT_COST = Tariff(PAID_FOR, "whoever_pays")
NOBODY = Tariff(ALONE, "out_of_pocket")


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

    `members` is the share of all its cycles, `by_year` that of each year's (Y, D), `fifths` where they lie by fifth of
    means (5, D); `own` (D,) the part of the tariff that households pay themselves. `k` is the share of the tariff that
    is paid on average, `spread` the standard deviation (USD) of what one cycle brings because some patients respond and
    others do not; both (D,).
    """

    therapy: str
    tariff: Tariff
    kind: str
    members: Figure
    by_year: Floats
    fifths: Floats
    own: Floats
    at_once: Figure
    responds: Figure
    what: str
    expected: Amounts
    drawn: Amounts
    k: Floats
    spread: Floats
    break_even: Floats
    by_line: bool

    @property
    def rule(self) -> Kind:
        return kind(self.kind)


def priced_of(bundle: Bundle, scenario: Scenario, reader: Reader, cycles: Cycles) -> list[Priced]:
    """A therapy under every tariff that names it, and under none; those with cycles of their own alone."""
    therapy = bundle.therapy.id
    stated = [each for each in scenario.tariffs if therapy in (each.therapies or (therapy,))]
    found = [
        _priced(bundle, each, scenario, reader, cycles)
        for each in (*stated, AT_COST, NOBODY) if each.id in cycles.shares
    ]  # fmt: skip
    return [each for each in found if np.any(each.by_year > 0.0)]


def _priced(bundle: Bundle, tariff: Tariff, scenario: Scenario, reader: Reader, cycles: Cycles) -> Priced:
    members = _members(bundle, tariff, reader, cycles)
    ones = np.ones(len(np.asarray(members.value)))
    cost = np.stack([ones * bundle.lines[line].value for line in BUNDLE])
    pays = _pays(bundle, tariff, cost, reader)
    once = Figure(1.0) if tariff.at_once is None else known(reader, own_name(tariff, "at_once"))
    responds, what = response_of(tariff, bundle.therapy.id, reader)
    called, fifths = kind_of(tariff, scenario), cycles.of_fifths(tariff.id)
    own = _own(tariff, called, fifths)
    of_cost = 1.0 if tariff.share is None else reader.value(own_name(tariff, "share"))
    shares = once.value, responds.value, own, of_cost
    drawn = _amounts(tariff, called, cost, pays, _Shares(*shares))
    middle = _Shares(*(float(np.mean(np.asarray(each))) for each in shares))
    expected = _amounts(tariff, called, cost.mean(axis=1), pays.mean(axis=1), middle)
    share = np.broadcast_to(paid_in_expectation(once.value, responds.value), ones.shape)
    kept = ones if tariff.risk == "maker" else own + (1.0 - own) * share
    of_scheme = pays.sum(axis=0) * (1.0 - own)
    return Priced(
        bundle.therapy.id, tariff, called, members, cycles.by_year(tariff.id), fifths, own, once, responds, what,
        expected, drawn, share, np.broadcast_to(spread_on_response(of_scheme, once.value, responds.value), ones.shape),
        break_even_tariff(cost.sum(axis=0), kept), bool(tariff.by_line),
    )  # fmt: skip


def _members(bundle: Bundle, tariff: Tariff, reader: Reader, cycles: Cycles) -> Figure:
    shelf = known(reader, bundle.therapy.coverage)
    said = Figure(0.0) if tariff.members is None else known(reader, own_name(tariff, "members"))
    return Figure(cycles.of_all(tariff.id), shelf.facts | said.facts)


def _own(tariff: Tariff, called: str, fifths: Floats) -> Floats:
    """The part of a tariff that its households pay themselves, the mean over their cycles, (D,)."""
    scale = scale_of(tariff)
    if scale is not None:
        return np.asarray((scale * fifths).sum(axis=0))
    return np.full(fifths.shape[1], float(kind(called).raised == OWN))


def _pays(bundle: Bundle, tariff: Tariff, cost: Floats, reader: Reader) -> Floats:
    """What a tariff promises in USD: by line (lines, D) or whole (1, D)."""
    whole = cost.sum(axis=0, keepdims=True)
    if tariff is NOBODY:
        return np.asarray(0.0 * whole + bundle.charged())
    if tariff is AT_COST:
        return np.asarray(whole)
    by_line = dict(zip(BUNDLE, cost, strict=True))
    return np.stack([np.asarray(each) for each in promised(tariff, by_line, reader).values()])


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of a tariff what is paid at once, who respond, what households pay themselves, and which part of cost it is."""

    at_once: Value
    responds: Value
    own: Value
    of_cost: Value


def _amounts(tariff: Tariff, called: str, cost: Floats, pays: Floats, shares: _Shares) -> Amounts:
    in_cents = cents(cost)
    whole = in_cents.sum(axis=0)
    said = cents(pays)
    if tariff is AT_COST or tariff.share is not None:  # of what it costs in whole cents: all of it is all of it
        said = cents(whole[None] / 100.0 * shares.of_cost)
    found = borne(
        whole, said.sum(axis=0), tariff.household, shares.at_once, shares.responds, tariff.risk == "maker",
        shares.own, kind(called).raised == MAKER,
    )  # fmt: skip
    return Amounts(in_cents, said, found)
