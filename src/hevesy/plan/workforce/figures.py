"""What the pipeline of a cadre rests on, read from the shelf as a scenario's interventions leave it, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from hevesy.capacity.leaving import leaving_by_reason
from hevesy.facts import Reader
from hevesy.plan.scenario.catalogue import Entry
from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.build.posts import STAFF
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.workforce.pipeline import Figures

TRAINED = "workforce.trained_per_year"
Change = Callable[[Any], Any]


def figures_of(made: Built, cadre: str, share_of_posts: float, lever: Entry | None = None) -> Figures:
    """The figures of a cadre in each year; with a `lever`, as if it were in full use from the first year on."""
    readers = [_with(reader, lever) for reader in _readers(made)]
    each = [_of(cadre, reader, share_of_posts) for reader in readers]
    draws, named = made.model.draws, Figures.__dataclass_fields__

    def stacked(values: Sequence[Any]) -> Floats:
        return np.stack([np.broadcast_to(np.asarray(value, dtype=float), (draws,)) for value in values])

    leaving = {reason: stacked([one["leaving"][reason] for one in each]) for reason in each[0]["leaving"]}
    others = {name: stacked([one[name] for one in each]) for name in named if name != "leaving"}
    return Figures(leaving=leaving, **others)


def first_eras(model: Model) -> list[int]:
    """The era in which each year begins."""
    starts = np.searchsorted(model.year_of_week, np.arange(model.years))
    return [int(model.era_of_week[week]) for week in starts]


def posts_by_year(made: Built) -> Floats:
    """The posts of the country by cadre (STAFF) and year; engineers whom nobody counted as the usual of a centre."""
    number = made.posts.number.copy()
    usual = made.reader.number("capacity.team.engineer") * made.posts.alike[:, None]
    staffed = np.nansum(number[:, :-1], axis=1) > 0.0
    number[:, -1] = np.where(np.isnan(number[:, -1]), usual * staffed, number[:, -1])
    return np.asarray(number.sum(axis=0)[:, first_eras(made.model)])


def _readers(made: Built) -> list[Reader]:
    return [made.acts.acting(era).reader() for era in first_eras(made.model)]


def _with(reader: Reader, lever: Entry | None) -> Reader:
    if lever is None:
        return reader
    changes: dict[str, Change] = {}
    for move in lever.moves:
        for name in move.facts:
            changes[name] = _moving(move.toward, reader.value(move.effect), reader.changes.get(name))
    return reader.changed(changes)


def _moving(toward: float, effect: Any, before: Change | None) -> Change:
    def change(value: Any) -> Any:
        here = value if before is None else before(value)
        return here + (toward - here) * effect

    return change


def _of(cadre: str, reader: Reader, share_of_posts: float) -> dict[str, Any]:
    asked = reader.find(TRAINED)
    stated = np.inf if asked is None or asked.value is None else reader.value(TRAINED) * share_of_posts
    here = 1.0 - reader.value("workforce.procedures_elsewhere")
    trainers = reader.value("workforce.share_that_trains") * reader.value("workforce.trainees_per_trainer")
    return {
        "leaving": leaving_by_reason(cadre, reader),
        "recruit_weeks": reader.value(f"workforce.recruit_weeks.{cadre}"),
        "training_months": reader.value(f"workforce.training_months.{cadre}"),
        "on_the_market": reader.value(f"workforce.on_the_market.{cadre}"),
        "trains": trainers,
        "supervised": reader.value("workforce.share_supervised"),
        "procedures": reader.value(f"workforce.procedures.{cadre}") * here,
        "stated": stated,
    }


def shares_of_posts(posts: Floats) -> list[float]:
    """Each cadre's share of all posts of the first year."""
    whole = float(posts[:, 0].sum())
    return [float(posts[k, 0]) / whole if whole else 0.0 for k in range(len(STAFF))]
