"""A small country whose gates belong to the five A's, for the tests of lifting and of the runs."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from tests.plan.simulation.toys import Toy

from hevesy.facts import Shelf
from hevesy.plan.fives.sorting import Sorting, sorting
from hevesy.plan.results.groups import Grouped, grouped
from hevesy.plan.simulation.build.path_rows import NO_CENTRE
from hevesy.plan.simulation.model import Model, Reason

GATES = (
    NO_CENTRE,
    Reason("imaged", "imaging_not_completed", "accommodation", "resource"),
    Reason("referred", "not_referred", "accessibility", "resource"),
    Reason("pays_therapy", "therapy_not_affordable", "affordability", "financial"),
    Reason("accepts", "treatment_not_accepted", "acceptability", "resource"),
    Reason("eligible", "target_not_expressed", "clinical", "clinical"),
)


@lru_cache
def shelf() -> Shelf:
    return Shelf.load()


@lru_cache
def table() -> Sorting:
    return sorting(shelf())


def country(passes: Any, **changed: Any) -> Model:
    """A country with a gate for each A, in their order, and a clinical one; `passes` are their shares."""
    therapies = changed.get("therapies", ("medicine",))
    toy = Toy(gates=[[reason.stage for reason in GATES]] * len(therapies), passes=passes, **changed)
    return replace(toy.model(), gates=(GATES,) * len(therapies))


def everybody(model: Model) -> Grouped:
    return grouped(model.strata, 0, ())
