"""The doses of a run: how many were ordered, which did not come and why, and on which plants they depend."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.facts.spread import by_year, spread
from hevesy.plan.results.dependence import dependence
from hevesy.plan.results.measures import shares_of
from hevesy.plan.simulation.deliveries import CAUSES, NOBODY, makers_of
from hevesy.plan.simulation.simulate import Result


def doses_said(result: Result, shelf: Shelf) -> dict[str, Any] | None:
    """None where no deliveries are followed. A dose that is ordered again and does not come is counted again."""
    from hevesy.supply import producers

    found = result.model.deliveries
    if found is None:
        return None
    names = {each.id: each.name for each in producers(shelf)}
    ordered, missing = result.outcome.at_centres["ordered"], result.outcome.missing
    whole = ordered.sum(axis=(1, 2))
    depends = dependence(result.model, result.outcome)
    return {
        "ordered": by_year(whole, result.first_year),
        "missing": by_year(missing.sum(axis=(1, 2, 3)), result.first_year),
        "missing_share": spread(shares_of(missing.sum(axis=(0, 1, 2, 3)), whole.sum(axis=0))),
        "given_lower": spread(result.outcome.at_centres["given_lower"].sum(axis=(0, 1, 2))),
        "causes": {
            cause: spread(shares_of(missing[:, :, :, number].sum(axis=(0, 1, 2)), whole.sum(axis=0)))
            for number, cause in enumerate(CAUSES)
        },
        "therapies": [_therapy(result, h, names) for h in np.flatnonzero(found.lane != NOBODY).tolist()],
        "dependence": None
        if depends is None or not depends.plants
        else {
            "index": depends.index,
            "worst": depends.plants[0].id,
            "worst_name": names[depends.plants[0].id],
            "left_without_the_worst": spread(depends.left),
        },
    }


def _therapy(result: Result, h: int, names: dict[str, str]) -> dict[str, Any]:
    found = result.model.deliveries
    assert found is not None
    ordered = result.outcome.at_centres["ordered"][:, :, h].sum(axis=(0, 1))
    missing = result.outcome.missing[:, :, h].sum(axis=(0, 1, 2))
    makers = makers_of(found, h)
    return {
        "therapy": result.model.therapies[h],
        "makers": [names[each] for each in makers],
        "ordered": spread(ordered),
        "missing_share": spread(shares_of(missing, ordered)),
    }
