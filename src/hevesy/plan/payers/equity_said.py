"""How fairly it is spread, as plain values: hardship by fifth, concentration, net health benefit."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.plan.centre.figure import spread
from hevesy.plan.payers.equity import Distributional, Fair
from hevesy.plan.payers.payers import Payers
from hevesy.plan.results.households import households_said
from hevesy.plan.simulation.model import Floats


def equity_said(found: Payers, shelf: Shelf) -> dict[str, Any] | None:
    """None where the model knows of no households."""
    homes = households_said(found.result, shelf)
    if homes is None:
        return None
    return {
        "indicators": homes["indicators"],
        "counted": homes["counted"],
        "fifths": [_fifth(found.fair, row) for row in homes["total"]["fifths"]],
        "concentration_of_starting": _of(found.fair.of_starting),
        "concentration_of_payments": _of(found.fair.of_payments),
        "kakwani": _of(found.fair.kakwani),
        "distributional": None if found.distributional is None else _distributional(found.distributional),
    }


def _fifth(of: Fair, row: dict[str, Any]) -> dict[str, Any]:
    place = row["fifth"] - 1
    return {
        "fifth": row["fifth"], "started": _of(of.started[place]), "payments": _of(of.payments[place]),
        "hardship": row["hardship"],
    }  # fmt: skip


def _distributional(of: Distributional) -> dict[str, Any]:
    limit = of.threshold
    return {
        "threshold": {"id": limit.id, "name": limit.name, "per": limit.per, "usd": limit.value},
        "fifths": [
            {"fifth": f + 1, "qalys": _of(of.qalys[f]), "dearer": _of(of.dearer[f]), "net": _of(of.net[f])}
            for f in range(len(of.net))
        ],
        "net": _of(of.plain),
        "equivalent_before": _of(of.before),
        "equivalent_after": _of(of.after),
        "equivalent_gain": _of(of.gain),
        "share_of_draws_that_gain": float(np.mean(of.gain > 0.0)),
        "not_valued": list(of.missing),
    }


def _of(drawn: Floats) -> dict[str, float | None]:
    known = drawn[np.isfinite(drawn)]
    return spread(float(known.mean()) if known.size else float("nan"), known)
