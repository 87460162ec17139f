"""Courses and the disease behind them, as rows of a model."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.simulation.build.disease import (
    BIN_WEEKS,
    LATE_FROM,
    RATES,
    facts_of,
    repeat_cycles,
    waiting_rows,
    weekly,
)
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.path_rows import between
from hevesy.plan.simulation.build.rows import Rows


def courses(here: Ground, reader: Reader, rows: Rows) -> dict[str, Any]:
    """The fields of `Model` about courses, waiting and what follows."""
    named = [facts_of(therapy.id, reader) for therapy in here.therapies]
    around = [between(*each, reader) for each in zip(here.therapies, here.wanted, here.setting, strict=True)]
    waiting = [waiting_rows(each, reader, rows) for each in named]
    found: dict[str, Any] = {
        "cycles": _whole(here.cycles(therapy) for therapy in here.therapies),
        "interval": _whole(max(1, round(reader.number(t.posology.interval))) for t in here.therapies),
        "repeat_cycles": _whole(repeat_cycles(each, reader) for each in named),
        "first_row": _whole(rows.share(each.first) for each in around),
        "drop_row": _whole(rows.share(each.drop) for each in around),
        "end_row": _whole(rows.share(each.end) for each in around),
        "followed_row": _whole(rows.share(each.followed) for each in around),
        "bin_weeks": np.array(BIN_WEEKS),
        "die_waiting_row": np.array([die for die, _ in waiting], np.int64),
        "worsen_row": np.array([worsen for _, worsen in waiting], np.int64),
        "late_from_bin": LATE_FROM,
        "lapse_row": _whole(rows.share(reader.value(each["lapse"])) for each in named),
        "repeat_row": _whole(rows.share(reader.value(each["repeat"])) for each in named),
        "scans_row": here.scans(rows),
    }
    for field, name in RATES.items():
        found[field] = _whole(rows.share(weekly(reader.value(each[name]))) for each in named)
    return found


def _whole(numbers: Any) -> Any:
    return np.array(list(numbers), np.int64)
