"""What the pipeline of a cadre rests on, read from the shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hevesy.capacity.leaving import leaving_by_reason
from hevesy.competence.pipeline import Figures
from hevesy.facts import Reader
from hevesy.facts.spread import Floats

TRAINED = "workforce.trained_per_year"


def figures_of(cadre: str, readers: Sequence[Reader], share_of_posts: float, draws: int) -> Figures:
    """The figures of a cadre, with a reader for each year; of all whom a country trains it has its `share_of_posts`."""
    each = [_of(cadre, reader, share_of_posts) for reader in readers]
    named = Figures.__dataclass_fields__

    def stacked(values: Sequence[Any]) -> Floats:
        return np.stack([np.broadcast_to(np.asarray(value, dtype=float), (draws,)) for value in values])

    leaving = {reason: stacked([one["leaving"][reason] for one in each]) for reason in each[0]["leaving"]}
    others = {name: stacked([one[name] for one in each]) for name in named if name != "leaving"}
    return Figures(leaving=leaving, **others)


def _of(cadre: str, reader: Reader, share_of_posts: float) -> Mapping[str, Any]:
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
    """Each cadre's share of all posts (cadre of STAFF, Y) of the first year."""
    whole = float(posts[:, 0].sum())
    return [float(row[0]) / whole if whole else 0.0 for row in posts]
