"""Deliveries made by hand for a toy: two reactors, their maker, and a second maker who has a reactor of his own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from hevesy.plan.simulation.deliveries import NOBODY, Deliveries
from hevesy.plan.simulation.model import Model
from hevesy.supply.running import idle, key_of

PLANTS = ("one", "other", "maker", "second", "its_reactor")
ONE, OTHER, MAKER, SECOND, ITS = range(len(PLANTS))
CALM = {
    "reactor_per_year": 0.0, "maker_per_year": 0.0, "weeks": 4.0, "spread": 0.4, "long": 0.0, "long_weeks": 52.0,
    "together": 0.0, "members": 0.5, "reserve": 0.0, "replaced_after": 0.0,
}  # fmt: skip
STORMY = {**CALM, "reactor_per_year": 1.0, "maker_per_year": 0.5, "together": 0.01, "reserve": 0.3}


def brought(
    model: Model,
    figures: dict[str, float] | None = None,
    ordered: float = 1.0,
    opened: float = 1.0,
    paid: float = 1.0,
    in_time: float = 1.0,
    lower: float = 0.0,
    second: bool = False,
    to_second: float = 0.0,
    over: float = 0.0,
    weeks: float | None = None,
    stops: tuple[tuple[int, int, int], ...] = (),
    feeds: tuple[float, float] = (0.75, 0.25),
) -> Model:
    """The model with one lane for all its therapies; `weeks` a year that the two reactors run."""
    given: dict[str, float] = {**CALM, **(figures or {})}
    values = [*given.values(), ordered, opened, paid, in_time, lower, to_second, over]
    first, eras = len(model.rows), model.route.shape[2]
    rows = np.concatenate([model.rows, np.repeat(np.array(values)[:, None], model.draws, axis=1)])
    at = {
        name: first + number
        for number, name in enumerate([*given, "order", "open", "paid", "time", "lower", "to", "over"])
    }
    therapies = len(model.therapies)

    def everywhere(name: str, *of: int) -> Any:
        return np.full((*of, eras), at[name], np.int64)

    stopping = [idle(weeks, place, 2, model.weeks, 4) for place in range(2)]
    never = np.zeros(model.weeks, np.bool_)
    found = Deliveries(
        plants=PLANTS,
        key=np.array([key_of(name) for name in PLANTS], np.int64),
        reactor=np.array([True, True, False, False, True]),
        idle=np.stack([*stopping, never, never, never]),
        calendar=np.array([0, 0, NOBODY, NOBODY, NOBODY], np.int64),
        calendar_key=np.array([key_of("calendar")], np.int64),
        ends=np.full((len(PLANTS), 2), np.nan),
        first_year=2026.0,
        figure=np.array([at[name] for name in given], np.int64),
        maker=np.array([MAKER, SECOND], np.int64),
        feeds=np.array([[*feeds, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 1.0]]),
        first=np.array([0], np.int64),
        second=np.array([1 if second else NOBODY], np.int64),
        second_row=everywhere("to", 1),
        over_row=everywhere("over", 1),
        lane=np.zeros(therapies, np.int64),
        order_row=everywhere("order", len(model.centres), therapies),
        open_row=everywhere("open", len(model.centres), therapies),
        paid_row=everywhere("paid", len(model.centres), therapies),
        in_time_row=everywhere("time", therapies),
        lower_row=everywhere("lower", therapies),
        stops=stops,
    )
    return replace(model, rows=rows, deliveries=found)
