"""How many people a model starts in a year if nothing limits it: what is compared with the first plan."""

from __future__ import annotations

import numpy as np

from hevesy.plan.simulation.build import Built
from hevesy.plan.simulation.model import Floats


def started_per_year(made: Built, therapy: int, era: int = 0) -> Floats:
    """People who start in a year if no list ever grew: need x shares that pass x first cycles that are given."""
    model = made.model
    left = model.rows[model.share_row[therapy, :, era]]
    for gate in range(len(model.gates[therapy])):
        left = left * model.rows[model.gate_row[therapy, gate, :, era]]
    return np.asarray(
        model.rows[model.need_row[therapy]] * 52 * left.sum(axis=0) * model.rows[model.first_row[therapy]]
    )
