"""Which centres are too small for a fluid: it has no queue below capacity, and a one-chair centre always has one."""

from __future__ import annotations

import numpy as np

from hevesy.capacity.minutes import CADRES
from hevesy.plan.simulation.model import NOWHERE, ZERO, Floats, Model, Whole

FEWEST_SLOTS = 10  # a week
FEWEST_PERSONS = 5  # in a cadre
SLOTS = ("chair", "bed")


def small_centres(model: Model) -> tuple[int, ...]:
    """The centres that run patient by patient: fewer than 10 slots a week, or a cadre under 5 persons.

    Only what the therapies given there need counts, in the era in which there is least of it; a centre where
    nothing is given in any week is not small but empty.
    """
    return tuple(c for c in range(len(model.centres)) if _is_small(model, c))


def _is_small(model: Model, centre: int) -> bool:
    given = given_at(model, centre)
    if not len(given):
        return False
    few_slots = any(
        _slots(model, centre, name, given) < FEWEST_SLOTS for name in SLOTS if name in model.resources
    )
    return few_slots or any(
        0 < persons < FEWEST_PERSONS for name in CADRES for persons in _persons(model, centre, name, given)
    )


def given_at(model: Model, centre: int) -> Whole:
    """The therapies for which a stratum's route ends here, or patients are sent here, in some week."""
    here = []
    for therapy in range(len(model.therapies)):
        routes = model.route[therapy][model.route[therapy] != NOWHERE]
        arrive = (
            bool((model.route_centre[therapy][np.unique(routes)] == centre).any()) if len(routes) else False
        )
        if arrive or bool((model.onward[:, therapy] == centre).any()):
            here.append(therapy)
    return np.asarray(here, dtype=np.int64)


def _slots(model: Model, centre: int, name: str, given: Whole) -> float:
    """Turns a week, of the therapy that takes most; infinite where no therapy here takes any."""
    place = model.resources.index(name)
    users = [h for h in given if model.use_first_row[h, place] != ZERO]
    if not users:
        return float("inf")
    turn = max(_middle(model.rows[model.use_first_row[h, place]]) for h in users)
    have = min(_middle(model.rows[row]) for row in np.unique(model.have_row[centre, place]))
    return have / turn if turn > 0 else float("inf")


def _persons(model: Model, centre: int, name: str, given: Whole) -> list[int]:
    """How many persons there are in each era, of a cadre that some therapy here needs."""
    if name not in model.resources:
        return []
    place = model.resources.index(name)
    needed = any(model.use_first_row[h, place] != ZERO for h in given)
    return [int(persons) for persons in np.unique(model.units[centre, place])] if needed else []


def _middle(draws: Floats) -> float:
    return float(np.median(draws))
