"""What the pipeline of a cadre rests on, read from the shelf as a scenario's interventions leave it, year by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hevesy.competence.figures import figures_of as of_cadre
from hevesy.competence.pipeline import Figures
from hevesy.facts import Reader
from hevesy.plan.scenario.catalogue import Entry
from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.model import Floats, Model

Change = Callable[[Any], Any]


def figures_of(made: Built, cadre: str, share_of_posts: float, lever: Entry | None = None) -> Figures:
    """The figures of a cadre in each year; with a `lever`, as if it were in full use from the first year on."""
    readers = [_with(reader, lever) for reader in _readers(made)]
    return of_cadre(cadre, readers, share_of_posts, made.model.draws)


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
