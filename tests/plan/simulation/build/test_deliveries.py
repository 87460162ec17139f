"""What a model is told of orders, borders and payment, against figures by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Range, Scenario
from hevesy.plan.simulation.build import built
from hevesy.plan.simulation.model import Floats

BASE = Scenario("base", "JOR", date(2027, 1, 4), years=1, draws=8, seed=3, therapies=("lu177_psma617",))


@cache
def shelf() -> Shelf:
    return Shelf.load()


def exact(value: float) -> Range:
    return Range(value, value, value)


def rows(scenario: Scenario, name: str) -> Floats:
    """The values behind rows of the deliveries, (C, H, E, draws)."""
    model = built(scenario, shelf()).model
    assert model.deliveries is not None
    return np.asarray(model.rows[getattr(model.deliveries, name)])


def test_an_order_of_so_many_doses_waits_until_they_are_asked_for() -> None:
    """Where three weeks' patients make an order, they wait (3 - 1) / 2 weeks: as with a chance of one half a week."""
    assert (rows(BASE, "order_row") == 1.0).all()
    usual = 1.0 / _asked(BASE)  # weeks from one patient to the next, by draw
    for least in (2.0, 40.0):
        facts = {f"supply.minimum_order.{form}": exact(least) for form in ("ready_to_use", "chloride_and_kit")}
        every = np.maximum(1.0, least * usual)
        assert rows(replace(BASE, facts=facts), "order_row")[0, 0, 0] == pytest.approx(2.0 / (every + 1.0))


def _asked(scenario: Scenario) -> Floats:
    """Doses asked for in a week of the first era: those who pass every gate, cycle after cycle."""
    model = built(scenario, shelf()).model
    left, doses = model.rows[model.share_row[0, :, 0]], 0.0
    for gate in range(len(model.gates[0])):
        left = left * model.rows[model.gate_row[0, gate, :, 0]]
    left = np.where((model.route[0, :, 0] != -1)[:, None], left, 0.0)
    for cycle in range(int(model.cycles[0])):
        if cycle:
            left = left * model.rows[model.again_row[0, cycle, :, :, 0]].prod(axis=0) * model.rows[model.end_row[0]]
        doses = doses + left.sum(axis=0)
    weeks = np.flatnonzero(model.era_of_week == 0)
    early = (weeks < model.backlog_weeks).mean() / model.backlog_weeks
    need = model.rows[model.need_row[0]] * model.growth[0, weeks].mean()
    use, have = model.rows[model.use_again_row[0]], model.rows[model.have_row[0, :, 0]]
    most = np.divide(have, use, out=np.full_like(have, np.inf), where=use > 0).min(axis=0)
    return np.asarray(np.minimum((need + model.rows[model.backlog_row[0]] * early) * doses, most))


def test_what_a_country_has_seen_at_borders_and_of_open_bills_is_a_figure_of_its_own() -> None:
    facts = {"supply.let_in": exact(0.9), "supply.paid_in_time": exact(0.7)}
    stated = replace(BASE, facts=facts)
    assert (rows(stated, "open_row") == 0.9).all() and (rows(stated, "paid_row") == 0.7).all()
    assert (rows(BASE, "open_row") == 1.0).all() and (rows(BASE, "paid_row") == 1.0).all()
