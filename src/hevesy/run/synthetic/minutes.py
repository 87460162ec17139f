"""What synthetic people write down of their minutes: the plan's own table, made longer or shorter by what is true."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from hevesy.capacity.minutes import administration, event_in
from hevesy.facts import Reader, Shelf
from hevesy.products import find_therapy
from hevesy.record.spent import IMAGED, TREATED, parts
from hevesy.run.minutes import expected
from hevesy.run.synthetic.truth import Truth


def true_minutes(event: str, who: str, truth: Truth, reader: Reader) -> float:
    """The mean minutes of a step that hold at the synthetic centre; 0 where the plan's table gives no part in it."""
    row = expected(event, who, reader)
    return 0.0 if row is None else row.value * truth.minutes[who]


def minutes_at(act: str, therapy: str, agent: str, truth: Truth, rng: np.random.Generator, reader: Reader
               ) -> dict[str, float]:  # fmt: skip
    """What an act tells of minutes, in whole ones; those of a treatment are parted evenly among its acts."""
    setting = administration(find_therapy(therapy, reader.shelf), reader.shelf).setting
    told = {}
    for (event, who), name in parts(reader.shelf).get(act, {}).items():
        held = setting if event == TREATED else event_in(event, setting, reader.shelf)
        if event == IMAGED:
            held = f"imaging_{'pet' if agent.startswith(('Ga-68', 'F-18')) else 'spect'}"
        mean = true_minutes(held, who, truth, reader) / (_acts(who, reader.shelf) if event == TREATED else 1)
        log = rng.normal(-(truth.minutes_spread**2) / 2, truth.minutes_spread)
        if mean > 0:
            told[name] = float(round(mean * math.exp(log)))
    return told


@lru_cache(maxsize=32)
def _acts(who: str, shelf: Shelf) -> int:
    """How many acts of a treatment tell the minutes of a cadre."""
    return sum((TREATED, who) in told for told in parts(shelf).values())
