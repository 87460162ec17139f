"""How one centre's weeks are handed to another kernel, while the flow kernel keeps the rest of the country.

`flow.run(model, centres={number: kernel})` computes need, gates and imaging for a block of draws, then asks
`kernel(Arrivals) -> CentreWeeks` for each centre of the mapping, and goes on with what came back: people sent on
reach their next centre, those who stopped or failed live on in the country, and everything is counted.

A kernel is called once for each block of draws and each of its centres, in an order in which every centre comes after
those that send patients to it. Several threads may call it at once; it keeps nothing between calls.

The kernel owns at its centre: steps 4 to 8 of a week and, of step 9, the stable (of whom some need a repeated course
there the week after). It hands over whoever leaves: to the untreated, to the progressed, onward, or dead. A week's
departures are those of that week's steps; the country adds them to its pools at the end of the same week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from hevesy.plan.simulation.deliveries import CAUSES
from hevesy.plan.simulation.model import LATER, Floats, Model
from hevesy.plan.simulation.outcome import AT_CENTRES


@dataclass(frozen=True)
class Arrivals:
    """Who comes to a centre, week by week: shapes (W, H, K, d) with K the most classes any therapy has.

    `model` holds exactly the d draws of this block (`model.first_draw` names the first in the whole run; rows are
    float64). `joins` come from imaging, `sent_here` from other centres; both enter the first bin of waiting in that
    week, in step 4, and both count as joined. They are expected numbers of people, not whole ones; what a kernel of
    whole people has more or fewer in `counts["joined"]` is added to those who entered. Class numbers are those of
    `model.classes(h)`; a repeated course (its last class) comes only from the centre's own stable, or with people
    sent here while they waited for one.
    `lanes`, (L, 3, W, d) from `undelivered.missing`, is what lanes lack; None: work it out.
    """

    model: Model
    centre: int
    joins: Floats
    sent_here: Floats
    lanes: Floats | None = None


@dataclass(frozen=True)
class CentreWeeks:
    """What became of them: counts by year (Y, H, d), departures by week (W, H, d), who is there at the end (H, d).

    `missing` is (Y, H, CAUSES, d).
    `lost` is (Y, H, len(LATER), d) and leaves DIED_IMAGING zero; `used` and `had` are (Y, R, d). `onward` is
    (W, H, K, d): people sent in that week to the centre that `model.onward` names for it; they arrive a week later,
    and those of the last week are on their way at the end: the flow kernel counts them, not the sender. People sent
    abroad are in `lost[ABROAD]` and `at_end["abroad"]`, not in `onward`; both kinds are in `counts["sent_on"]`.
    """

    counts: dict[str, Floats]  # every name of AT_CENTRES
    lost: Floats
    used: Floats
    had: Floats
    missing: Floats
    in_country: dict[
        str, Floats
    ]  # "weeks_in_course", "weeks_stable", "dead_untreated" (waiting), "dead_treated"
    to_untreated: Floats  # waited too long; first cycle cancelled
    to_progressed: Floats  # stopped, interrupted; stable who progressed and get no repeated course
    onward: Floats
    at_end: dict[
        str, Floats
    ]  # "waiting" (with those whose repeated course begins to be needed), "in_course",
    #                            "stable", "abroad", "dead" (waiting or stable)


CentreKernel = Callable[[Arrivals], CentreWeeks]
CentreKernels = Mapping[int, CentreKernel]

COUNTRY_COUNTS = ("weeks_in_course", "weeks_stable", "dead_untreated", "dead_treated")
END_COUNTS = ("waiting", "in_course", "stable", "abroad", "dead")


def most_classes(model: Model) -> int:
    """K: the classes of the therapy that has most."""
    return max((len(model.classes(h)) for h in range(len(model.therapies))), default=1)


def empty_weeks(model: Model) -> CentreWeeks:
    """A centre's answer of zeros, with the shapes of the model, to be filled."""
    years, weeks, draws = model.years, model.weeks, model.draws
    therapies, resources = len(model.therapies), len(model.resources)
    return CentreWeeks(
        counts={name: np.zeros((years, therapies, draws)) for name in AT_CENTRES},
        lost=np.zeros((years, therapies, len(LATER), draws)),
        used=np.zeros((years, resources, draws)),
        had=np.zeros((years, resources, draws)),
        missing=np.zeros((years, therapies, len(CAUSES), draws)),
        in_country={name: np.zeros((years, therapies, draws)) for name in COUNTRY_COUNTS},
        to_untreated=np.zeros((weeks, therapies, draws)),
        to_progressed=np.zeros((weeks, therapies, draws)),
        onward=np.zeros((weeks, therapies, most_classes(model), draws)),
        at_end={name: np.zeros((therapies, draws)) for name in END_COUNTS},
    )
