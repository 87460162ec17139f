"""One country's plan in one line, for the table of all countries."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.plan.answers.interval import interval, mean
from hevesy.plan.country import Picture, picture
from hevesy.plan.key_inputs import confirmation
from hevesy.plan.sites import share_within
from hevesy.products.therapy import FIVE_A
from hevesy.words import say, say_reason

DRAWS = 128


def summary(iso3: str, shelf: Shelf, made_on: date, choice: str | None = None) -> dict[str, Any]:
    """The line of a country; what cannot be worked out is None and `note` says why."""
    found = picture(iso3, shelf, made_on, choice, draws=DRAWS, first_choices_only=True)
    counted = shelf.find("country.population", iso3)
    people = counted.value if counted else None
    line: dict[str, Any] = {
        "iso3": iso3,
        "name": found.country.name,
        "income_group": found.country.income_group,
        "region": found.country.region or None,
        "population": people,
        "burden_source": found.choice,
        "confirmed": confirmation(shelf, iso3).confirmed,
    }
    if found.sites is None:
        return {**line, "note": "nobody is counted here: enter country.population in a pack"}
    return {
        **line,
        **_people(found, people or 0.0),
        **_losses(found),
        "within_2h": share_within(found.sites.hours_therapy, found.sites.people, 2),
        "note": found.sites.basis(),
    }


def _people(found: Picture, people: float) -> dict[str, Any]:
    nobody = np.zeros(found.reader.draws)
    needed = interval(sum((course.courses for course in found.apart()), start=nobody))
    completed = interval(
        sum((np.asarray(course.cascade.completed) for course in found.apart()), start=nobody)
    )
    assert needed["value"] is not None and completed["value"] is not None
    return {
        "needed": needed["value"],
        "needed_low": needed["low"],
        "needed_high": needed["high"],
        "needed_per_million": needed["value"] / people * 1e6 if people else None,
        "completed": completed["value"],
        "completed_low": completed["low"],
        "completed_high": completed["high"],
        "completed_share": completed["value"] / needed["value"] if needed["value"] else None,
    }


def _losses(found: Picture) -> dict[str, Any]:
    sums: dict[tuple[str, str], float] = {}
    for course in found.apart():
        for loss in course.cascade.losses:
            if loss.a in FIVE_A:
                sums[loss.reason, loss.a] = sums.get((loss.reason, loss.a), 0.0) + mean(loss.people)
    if not sums:
        return {}
    reason, a = max(sums, key=lambda key: sums[key])
    return {"largest_loss": say_reason(reason), "largest_loss_a": say(f"a.{a}")}
