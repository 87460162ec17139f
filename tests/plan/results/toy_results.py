"""A small country's run by hand, with facts of the shelf behind it, for the tests of what is said about a run."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
from tests.plan.simulation.toys import Drawn, Toy

from hevesy.capacity.admission import Door
from hevesy.facts import Reader, Shelf
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.scenario.timeline import Timeline
from hevesy.plan.simulation import reference
from hevesy.plan.simulation.model import NOWHERE, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.simulation.values import Values

DRAWS = 8
FACTS = (
    "epidemiology.prostate.cascade.fit_for_RLT_of_progressed",
    "epidemiology.prostate.cascade.receive_ARPI",
)


@lru_cache
def shelf() -> Shelf:
    return Shelf.load()


def scenario(name: str = "base", interventions: tuple[Intervention, ...] = ()) -> Scenario:
    return Scenario(name, "JOR", date(2026, 1, 1), 2, DRAWS, 1, interventions=interventions)


def toy(have: Any = 6.0) -> Toy:
    """Two short years of 13 weeks: at `amman` six chair-days a week for some ten people, at `irbid` enough."""
    need = np.linspace(8.0, 15.0, DRAWS)
    return Toy(
        weeks=26,
        year_weeks=13,
        draws=DRAWS,
        therapies=("lu177_psma617", "lu177_dotatate"),
        strata=("near", "far"),
        centres=("amman", "irbid", "nobody"),
        resources=("chair", "physicist", "money"),
        need=Drawn(np.stack([need, np.full(DRAWS, 2.0)])),
        gates=(("recognised", "eligible"), ("recognised",)),
        before=(2, 1),
        passes=np.asarray([0.5, 0.8])[:, None, None, None],
        route=np.asarray([0, 1])[None, :, None],
        route_imaging=((0, 0), (0, 0)),
        route_centre=((0, 1), (0, 1)),
        cycles=(2, 4),
        have=np.asarray([[have, 3000.0, np.inf], [100.0, np.inf, np.inf], [1.0, 1.0, np.inf]])[:, :, None],
        units=np.asarray([[0, 1, 0], [0, 0, 0], [0, 1, 0]])[:, :, None],
        fails=np.asarray([[0, 0.02, 0], [0, 0, 0], [0, 0.02, 0]])[..., None],
        back=np.asarray([[1, 0.1, 1], [1, 1, 1], [1, 0.1, 1]])[..., None],
        use_first=np.asarray([[1.0, 60.0, 0.0], [1.0, 60.0, 0.0]]),
        use_again=np.asarray([[1.0, 30.0, 0.0], [1.0, 30.0, 0.0]]),
        die_waiting=0.01,
        worsen=0.01,
        progress=0.01,
        die_stable=0.001,
        die_progressed=0.02,
        die_untreated=0.02,
        onward=NOWHERE,
    )


def values(model: Model, capital: float = 0.0) -> Values:
    shape, years = (len(model.therapies), model.draws), (model.years, model.draws)
    spent = np.zeros(years)
    spent[0] = capital
    return Values(
        imaging_cost=np.full(shape, 1000.0),
        cycle_cost=np.full(shape, 10_000.0),
        follow_up_cost=np.full(shape, 500.0),
        utility_untreated=np.full(shape, 0.5),
        utility_in_course=np.full(shape, 0.6),
        utility_stable=np.full(shape, 0.75),
        utility_progressed=np.full(shape, 0.5),
        running=np.full(years, 7000.0),
        capital=spent,
        discount=np.full(model.draws, 0.03),
    )


def reader() -> Reader:
    found = shelf().reader("JOR", draws=DRAWS, seed=1)
    for name in FACTS:
        found.value(name)
    return found


def built(model: Model, capital: float = 0.0) -> Any:
    return SimpleNamespace(
        model=model,
        values=values(model, capital),
        reader=reader(),
        timeline=Timeline(date(2026, 1, 1), 104, (), ()),
        regions=("all",),
        residents=len(model.strata),
        households=None,
        centres=tuple(SimpleNamespace(name=id.title(), ids=(id,), door=Door(id)) for id in model.centres),
        notes=("One note.",),
    )


@lru_cache
def counted(have: float) -> tuple[Model, Outcome]:
    model = toy(have).model()
    return model, reference.run(model)


def of_draws(outcome: Outcome, first: int, past: int) -> Outcome:
    """What was counted in some of the draws."""
    cut = (slice(first, past),)
    parts = {
        each.name: {name: array[..., *cut] for name, array in value.items()}
        if isinstance(value := getattr(outcome, each.name), dict)
        else value[..., *cut]
        for each in fields(outcome)
    }
    return Outcome(**parts)


@lru_cache
def result(have: float = 6.0, capital: float = 0.0) -> Result:
    model, outcome = counted(have)
    return Result(scenario(), built(model, capital), outcome, "reference")
