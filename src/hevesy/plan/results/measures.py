"""What is counted in a run and what it is worth, draw by draw: the figures that every answer is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hevesy.plan.simulation.model import DIED_IMAGING, DIED_WAITING, Floats, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.values import Values

YEARS_OF_A_WEEK = 1 / 52  # a year of the engine has 52 weeks: yearly need comes in 52 parts


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a run: its name, what it is called, and whether more of it is better (1), worse (-1) or neither."""

    name: str
    title: str
    better: int = 0
    unit: str = "persons"


YEARLY = (
    Measure("entered", "Come to be considered"),
    Measure("imaged", "Imaged"),
    Measure("started", "Start their first course", 1),
    Measure("restarted", "Start a repeated course"),
    Measure("cycles", "Cycles given", 1, "administrations"),
    Measure("completed", "Courses come to their right end, repeats included", 1, "courses"),
    Measure("lost", "Lost on the way", -1),
    Measure("waiting", "Waiting for a first cycle, on average", -1),
    Measure("died_waiting", "Die while they wait", -1),
    Measure("deaths", "Deaths, of any cause", -1),
    Measure("life_years", "Life-years", 1, "years"),
    Measure("qalys", "QALYs", 1, "QALYs"),
    Measure("costs", "Costs", -1, "USD"),
)
HEADLINES = (
    Measure("started", "Start their first course", 1),
    Measure("completed", "Courses come to their right end, repeats included", 1, "courses"),
    Measure("cycles", "Cycles given", 1, "administrations"),
    Measure("late", "Share who start after more than twelve weeks", -1, "share"),
    Measure("died_waiting", "Die while they wait", -1),
    Measure("deaths", "Deaths, of any cause", -1),
    Measure("life_years", "Life-years, discounted", 1, "years"),
    Measure("qalys", "QALYs, discounted", 1, "QALYs"),
    Measure("costs", "Costs, discounted", -1, "USD"),
)


def yearly(model: Model, values: Values, outcome: Outcome) -> dict[str, Floats]:
    """Every yearly measure by therapy, shape (Y, H, D); what belongs to no therapy is in `overhead`.

    Life-years and QALYs count the person-weeks of everybody who entered, treated or not.
    """
    centres = {name: array.sum(axis=1) for name, array in outcome.at_centres.items()}
    country = outcome.in_country
    weeks = np.bincount(model.year_of_week, minlength=model.years).astype(float)
    lived = {state: country[f"weeks_{state}"] * YEARS_OF_A_WEEK for state in _UTILITY}
    care = (
        country["imaged"] * values.imaging_cost
        + centres["given"] * values.cycle_cost
        + (lived["stable"] + lived["progressed"]) * values.follow_up_cost
    )
    return {
        "entered": country["entered"],
        "imaged": country["imaged"],
        "started": centres["started"],
        "restarted": centres["restarted"],
        "cycles": centres["given"],
        "completed": centres["completed"],
        "lost": outcome.lost.sum(axis=2),
        "waiting": centres["waiting_weeks"] / weeks[:, None, None],
        "died_waiting": died_waiting(model, outcome),
        "deaths": country["dead_untreated"] + country["dead_treated"],
        "life_years": _sum(lived),
        "qalys": _sum({state: lived[state] * getattr(values, f"utility_{state}") for state in _UTILITY}),
        "costs": care,
    }


_UTILITY = ("untreated", "in_course", "stable", "progressed")


def _sum(parts: Mapping[str, Floats]) -> Floats:
    return np.asarray(np.sum(list(parts.values()), axis=0))


def died_waiting(model: Model, outcome: Outcome) -> Floats:
    """Deaths on a list for imaging or for the first cycle, shape (Y, H, D)."""
    lists = [model.most_gates + DIED_IMAGING, model.most_gates + DIED_WAITING]
    return np.asarray(outcome.lost[:, :, lists].sum(axis=2))


def totals(values: Values, by_therapy: Mapping[str, Floats]) -> dict[str, Floats]:
    """The yearly measures over all therapies, shape (Y, D), with what centres and interventions cost."""
    whole = {name: array.sum(axis=1) for name, array in by_therapy.items()}
    whole["costs"] = whole["costs"] + values.running + values.capital
    return whole


def discounted(values: Values, yearly_total: Floats) -> Floats:
    """The sum over the years, shape (D,), a year further on counting less; the first year counts in full."""
    years = np.arange(len(yearly_total))[:, None]
    weights = (1.0 + np.asarray(values.discount)[None, :]) ** -years
    return np.asarray((yearly_total * weights).sum(axis=0))


def headlines(model: Model, values: Values, outcome: Outcome) -> dict[str, Floats]:
    """Each headline over the whole span of years, shape (D,)."""
    whole = totals(values, yearly(model, values, outcome))
    found = {
        name: whole[name].sum(axis=0) for name in ("started", "completed", "cycles", "died_waiting", "deaths")
    }
    found["late"] = late_share(outcome).copy()
    for name in ("life_years", "qalys", "costs"):
        found[name] = discounted(values, whole[name])
    return {measure.name: found[measure.name] for measure in HEADLINES}


def late_share(outcome: Outcome) -> Floats:
    """Of all who start a course anywhere, the share that waited more than twelve weeks, shape (D,)."""
    begun = outcome.at_centres["started"] + outcome.at_centres["restarted"]
    return shares_of(outcome.at_centres["started_late"].sum(axis=(0, 1, 2)), begun.sum(axis=(0, 1, 2)))


def shares_of(part: Floats, whole: Floats) -> Floats:
    """Part of whole, element by element; 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
