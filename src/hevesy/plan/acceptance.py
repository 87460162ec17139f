"""Who accepts a treatment, group by group, and who can leave work for it.

The share of all who accept is one figure; the groups of people lie around it by odds ratios: women beside men, and the
poorest fifth of means beside the richest. The odds of everybody else are such that the mean over the groups is that
figure, so that what is not known of groups moves nobody on the whole. What lifts a group lifts it alone: the others
stay where they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.plan.household import UNPAID, WORKS, days_away
from hevesy.plan.pay import QUINTILES
from hevesy.products import Stage, Therapy

ODDS_WOMEN, ODDS_POOREST = "acceptance.odds.women", "acceptance.odds.poorest"
DECLINE = "access.work.decline_per_day"
STEPS = 12  # of Newton's way to the odds; it is there after four or five
NEARLY = 1e-9
Floats = NDArray[np.float64]


def accepting(
    stage: Stage, sexes: Mapping[str, float], reader: Reader, kept: dict[Any, Floats] | None = None
) -> dict[tuple[int, str], Any]:
    """The share that accepts, by fifth of means and sex; `sexes` are the shares of people who need the treatment.

    `kept` holds the odds of the richest men, which nothing moves, by what they were worked out from.
    """
    from scipy.special import expit

    (name,) = stage.facts
    mean = np.asarray(_plain(name, reader), dtype=float)
    groups = [(fifth, sex) for fifth in QUINTILES for sex, share in sexes.items() if share > 0.0]
    key, kept = (name, *sexes.items()), {} if kept is None else kept
    if key not in kept:
        before = _odds(groups, _plain(ODDS_WOMEN, reader), _plain(ODDS_POOREST, reader))
        kept[key] = base_odds(mean, before, np.array([sexes[sex] / len(QUINTILES) for _, sex in groups]))
    women, poorest = (
        np.maximum(_plain(each, reader), reader.value(each)) for each in (ODDS_WOMEN, ODDS_POOREST)
    )
    shares = expit(kept[key] + _odds(groups, women, poorest))
    return {
        group: reader.moved(name, np.where(mean < 1.0, shares[place], mean)) for place, group in enumerate(groups)
    }


def base_odds(mean: Floats, apart: Floats, weights: Floats) -> Floats:
    """The logarithm of the odds to which those of the groups are added, so that their weighted mean is `mean`.

    `apart` are logarithms of odds ratios, shape (groups, ...); `mean` shares between 0 and 1.
    """
    from scipy.special import expit, logit

    middle = np.clip(mean, NEARLY, 1.0 - NEARLY)
    low, high = logit(middle) - apart.max(axis=0), logit(middle) - apart.min(axis=0)
    found = logit(middle)
    for _ in range(STEPS):
        shares = expit(found + apart)
        missing = middle - np.tensordot(weights, shares, axes=1)
        slope = np.tensordot(weights, shares * (1.0 - shares), axes=1)
        found = np.clip(found + missing / np.maximum(slope, NEARLY), low, high)
    return np.asarray(found)


def _odds(groups: list[tuple[int, str]], women: Any, poorest: Any) -> Floats:
    """Logarithms of the odds ratio of each group beside the richest men, shape (groups, ...)."""
    richest = len(QUINTILES)
    found = [
        (richest - fifth) / (richest - 1) * np.log(poorest) + (np.log(women) if sex == "female" else 0.0)
        for fifth, sex in groups
    ]
    return np.stack(np.broadcast_arrays(*found))


def _plain(name: str, reader: Reader) -> Any:
    """A figure as it is before anything moves it."""
    return reader.draw(name) if reader.draws else reader.number(name)


def can_leave_work(therapy: Therapy, cycles: int, sex: str, reader: Reader) -> Any:
    """The share of a sex whom the working days of a course do not keep away.

    Those who work and earn nothing on a day away give up the more, the more such days a course takes of them.
    """
    works = reader.value(WORKS[sex]) * reader.value("household.patient_works") * reader.value(UNPAID)
    days = days_away(therapy, cycles, reader)
    return 1.0 - works * (1.0 - np.exp(-reader.value(DECLINE) * days))
