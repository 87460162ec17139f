"""What a run costs by line and year, in USD at the prices of its first year, and on which price facts that rests.

Care is priced by unit costs, as in the simulation, and split: goods that are bought (medicines, of which freight), and
what a centre does (administration, follow-up). Of the latter the share that is staff and rooms is left out
(`budget.standing_share`), because posts and upkeep are lines of their own. Persons whom an intervention hires are paid
by it (running), not a second time as staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from hevesy.capacity.minutes import CADRES
from hevesy.competence.pipeline import STAFF
from hevesy.facts import Reader
from hevesy.plan.centre.figure import Figure, Value, figure
from hevesy.plan.centre.staff import PAID_AS
from hevesy.plan.price import price, price_of_goods
from hevesy.plan.scenario.check_funders import LINES
from hevesy.plan.simulation.build.disease import facts_of
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.simulate import Result

STANDING = "budget.standing_share"
FREIGHT, PER_SHIPMENT = "economics.freight.price.per_shipment_type_A_air", "budget.doses_per_shipment"
SUITE = "economics.lu_therapy_suite_upgrade.capital.purchase"
CONTRACT = "economics.all_equipment.capital.service_contract"
WEEKS = 52.0


@dataclass(frozen=True)
class Real:
    """By line (LINES): USD of each year at the prices of the first, shape (Y, D), and the facts that price it."""

    amounts: Mapping[str, Floats]
    facts: Mapping[str, frozenset[str]]


def real_costs(result: Result) -> Real:
    """Every line of a run."""
    made, model = result.built, result.model
    reader = made.reader
    shape = (model.years, model.draws)
    cycles = result.outcome.at_centres["given"].sum(axis=1)  # (Y, H, D)
    found = {
        "capital": (made.values.capital, frozenset[str]()),
        "running": (made.values.running, frozenset[str]()),
        "staff": _staff(result),
        "upkeep": _upkeep(result),
        **_care(result, cycles, reader),
    }
    amounts = {line: np.broadcast_to(np.asarray(found[line][0], dtype=float), shape) for line in LINES}
    facts = {line: found[line][1] for line in LINES}
    facts["capital"], facts["running"] = _of_interventions(result)
    return Real(amounts, facts)


def _of_interventions(result: Result) -> tuple[frozenset[str], frozenset[str]]:
    """The facts that price what is built and what runs, of all interventions."""
    capital, running = set(), set()
    for row in result.built.timeline.rows:
        adds = row.entry.adds.values()
        capital |= {row.entry.capital, *(add.capital for add in adds)}
        running |= {row.entry.running, row.entry.upkeep, *(add.running for add in adds)}
    return frozenset(capital - {""}), frozenset(running - {""})


def _care(result: Result, cycles: Floats, reader: Reader) -> dict[str, tuple[Floats, frozenset[str]]]:
    """Medicines with their freight apart, administration, imaging and follow-up."""
    model, values = result.model, result.built.values
    goods = [_goods(name, reader) for name in model.therapies]
    whole = [_whole(name, reader) for name in model.therapies]
    parts = [each.value / np.maximum(of.value, 1e-12) for each, of in zip(goods, whole, strict=True)]
    share = np.stack([_full(part, model.draws) for part in parts])
    spent = cycles * values.cycle_cost  # (Y, H, D), access prices included
    bought = spent * share
    freight = figure(reader, lambda asking: asking.value(FREIGHT) / asking.value(PER_SHIPMENT))
    carried = np.minimum(cycles * freight.value, bought)
    standing = figure(reader, lambda asking: 1.0 - asking.value(STANDING))
    lived = result.outcome.in_country
    seen = (lived["weeks_stable"] + lived["weeks_progressed"]) / WEEKS * values.follow_up_cost
    priced, work = _facts(goods), _facts(whole) | standing.facts
    return {
        "medicines": ((bought - carried).sum(axis=1), priced),
        "freight": (carried.sum(axis=1), freight.facts),
        "administration": ((spent - bought).sum(axis=1) * standing.value, work - priced),
        "imaging": ((lived["imaged"] * values.imaging_cost).sum(axis=1), _imaging_facts(model.therapies, reader)),
        "follow_up": (seen.sum(axis=1) * standing.value, standing.facts | _followed(model.therapies, reader)),
    }


def _goods(therapy: str, reader: Reader) -> Figure:
    return figure(reader, lambda asking: price_of_goods(therapy, "cycle", asking))


def _whole(therapy: str, reader: Reader) -> Figure:
    def rule(asking: Reader) -> Value:
        found: Value | None = price(therapy, "cycle", asking)
        return 0.0 if found is None else found

    return figure(reader, rule)


def _imaging_facts(therapies: tuple[str, ...], reader: Reader) -> frozenset[str]:
    rows = reader.shelf.table("prices")
    return frozenset(
        row["fact"] for row in rows if row["therapy"] in therapies and row["part"].startswith("imaging")
    )


def _followed(therapies: tuple[str, ...], reader: Reader) -> frozenset[str]:
    return frozenset(facts_of(name, reader)["follow_up_cost"] for name in therapies) | {"money.local_cost_ratio"}


def _facts(figures: list[Figure]) -> frozenset[str]:
    return frozenset().union(*(each.facts for each in figures))


def _full(value: Value, draws: int) -> Floats:
    return np.broadcast_to(np.asarray(value, dtype=float), (draws,))


def _staff(result: Result) -> tuple[Floats, frozenset[str]]:
    """Salaries of the posts of every centre that treats, their share of therapy, without those whom an act hires."""
    made = result.built
    pay = {cadre: figure(made.reader, partial(_of_a_post, cadre)) for cadre in STAFF}
    whole = np.zeros((result.model.years, result.model.draws))
    for place, weights in enumerate(_open_weeks(result)):  # (Y, E): weeks of each era in each year in which it treats
        for k, cadre in enumerate(STAFF):
            posts = np.stack([_posts(result, place, k, era) for era in range(weights.shape[1])])  # (E, D)
            whole += weights @ posts / WEEKS * _full(pay[cadre].value, result.model.draws)
    return whole, _facts(list(pay.values()))


def _of_a_post(cadre: str, reader: Reader) -> Value:
    salary = reader.value(f"economics.salary.{PAID_AS.get(cadre, cadre)}")
    if cadre not in CADRES:
        return salary
    return salary * (1.0 - reader.value(f"capacity.staff.share_of_diagnostics.{cadre}"))


def _posts(result: Result, place: int, k: int, era: int) -> Floats:
    """Posts of one cadre at a centre in an era, (D,): none where nobody counted engineers."""
    made = result.built
    number = float(np.nan_to_num(made.posts.number[place, k, era]))
    hired = made.acts.adds(era, made.centres[place].ids).get(STAFF[k], 0.0) if number else 0.0
    return np.maximum(0.0, number - _full(hired, result.model.draws))


def _open_weeks(result: Result) -> list[Floats]:
    """By centre, the weeks of each era (E) in each year (Y) in which it treats: an opened one from its day on."""
    model, made = result.model, result.built
    ready = {row.intervention.centre: row.ready for row in made.timeline.rows if row.entry.opens}
    eras = made.posts.number.shape[2]
    found = []
    for house in made.centres[: made.posts.number.shape[0]]:
        begins = 0 if house.treats else min((ready[id] for id in house.ids if id in ready), default=model.weeks)
        weights = np.zeros((model.years, eras))
        for week in range(max(begins, 0), model.weeks):
            weights[model.year_of_week[week], model.era_of_week[week]] += 1.0
        found.append(weights)
    return found


def _upkeep(result: Result) -> tuple[Floats, frozenset[str]]:
    """Upkeep of the therapy rooms of the centres that treat at the start; those that acts open pay their own."""
    made = result.built
    each = figure(made.reader, lambda asking: asking.value(SUITE) * asking.value(CONTRACT) / 100.0)
    here = zip(made.centres, made.posts.alike, strict=False)
    number = sum(int(alike) for house, alike in here if house.treats)
    shape = (result.model.years, result.model.draws)
    return np.broadcast_to(number * _full(each.value, result.model.draws), shape), each.facts
