"""What each centre did: how full each resource was, which one binds, how long people wait, when it was closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.facts.spread import by_year, spread
from hevesy.plan.open_to import open_to_said
from hevesy.plan.results.measures import shares_of
from hevesy.plan.simulation.model import NO_LIMIT, ZERO, Floats, Model
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.simulation.small import given_at

COUNTED = ("joined", "started", "restarted", "given", "completed", "sent_on")
FULL = 0.9  # a resource used to so much of what there is of it is called binding
DOSES = "doses"


def centres_said(result: Result, shelf: Shelf) -> list[dict[str, Any]]:
    """A row for each centre at which anything is given or waits."""
    return [
        _centre(result, c, shelf) for c in range(len(result.model.centres)) if len(given_at(result.model, c))
    ]


def _centre(result: Result, c: int, shelf: Shelf) -> dict[str, Any]:
    model, outcome = result.model, result.outcome
    here = {name: array[:, c].sum(axis=1) for name, array in outcome.at_centres.items()}  # (Y, D)
    first = result.first_year
    begun = here["started"] + here["restarted"]
    used = _used_shares(model, result, c)
    weeks = np.bincount(model.year_of_week, minlength=model.years)[:, None]
    return {
        "centre": model.centres[c],
        "name": result.built.centres[c].name,
        "open_to": open_to_said(result.built.centres[c].door, shelf),
        "kernel": "queue" if c in result.small else result.kernel,
        "therapies": [model.therapies[h] for h in given_at(model, c)],
        "by_year": {name: by_year(here[name], first) for name in COUNTED},
        "waiting": by_year(here["waiting_weeks"] / weeks, first),
        "weeks_waited": spread(shares_of(here["waiting_weeks"].sum(axis=0), begun.sum(axis=0))),
        "late_share": spread(_late(result, c, here)),
        "overdue_weeks": by_year(here["overdue_weeks"], first),
        "resources": [
            {
                "resource": name,
                "used": spread(whole),
                "by_year": by_year(years, first),
            }
            for name, (whole, years) in used.items()
        ],
        "binding": _binding(used),
        "closed_month": _closed(result, c),
    }


def _used_shares(model: Model, result: Result, c: int) -> dict[str, tuple[Floats, Floats]]:
    """Of each resource with a limit, used/had over the whole span (D,) and by year (Y, D); doses are one of them."""
    found = {}
    for place, name in enumerate(model.resources):
        used, had = result.outcome.used[:, c, place], result.outcome.had[:, c, place]
        if had.max(initial=0.0) < NO_LIMIT / 2 and (had.any() or used.any()):
            found[name] = (shares_of(used.sum(axis=0), had.sum(axis=0)), shares_of(used, had))
    found.update(_doses(model, result, c))
    return found


def _doses(model: Model, result: Result, c: int) -> Iterator[tuple[str, tuple[Floats, Floats]]]:
    """The same of each therapy's doses, where the deliveries have a limit."""
    given = result.outcome.at_centres["given"][:, c]
    for h in given_at(model, c):
        weekly = model.rows[model.dose_row[c, h, model.era_of_week]]
        if weekly.max(initial=0.0) >= NO_LIMIT / 2 or not weekly.any():
            continue
        had = np.stack([weekly[model.year_of_week == year].sum(axis=0) for year in range(model.years)])
        name = f"{DOSES} {model.therapies[h]}"
        yield name, (shares_of(given[:, h].sum(axis=0), had.sum(axis=0)), shares_of(given[:, h], had))


def _binding(used: dict[str, tuple[Floats, Floats]]) -> dict[str, Any]:
    """The resource that is fullest in most draws, how full it is, and in what share of draws it is the fullest.

    `binds` says whether its median use reaches FULL: below that nothing holds the centre back but its patients.
    """
    if not used:
        return {"resource": None, "used": spread(np.asarray([np.nan])), "share_of_draws": None, "binds": None}
    names = list(used)
    shares = np.stack([used[name][0] for name in names])
    fullest = shares.argmax(axis=0)
    counts = np.bincount(fullest, minlength=len(names))
    top = int(counts.argmax())
    full = spread(shares[top])
    return {
        "resource": names[top],
        "used": full,
        "share_of_draws": float(counts[top] / counts.sum()),
        "binds": (full["value"] or 0.0) >= FULL,
    }


def _closed(result: Result, c: int) -> dict[str, Any]:
    """How likely a centre stands still a month for want of one person or machine, in a year; and for how much of it."""
    waits = result.waits.get(c)
    if not _absences_followed(result.model, c):
        return {"in_a_year": None, "share_of_weeks": None}
    if waits is not None:
        share, years = waits.months_closed, waits.years_with_closure
    else:
        share, years = _closings(result.model, c)
    return {"in_a_year": _mean(years), "share_of_weeks": _mean(share)}


def _absences_followed(model: Model, c: int) -> bool:
    """Whether anybody counted something at this centre that can be absent; of an imputed team nobody knows."""
    return bool(((model.units[c] > 0) & (model.fails_row[c] != ZERO)).any())


def _closings(model: Model, c: int) -> tuple[Floats, Floats]:
    from hevesy.plan.simulation.clinic_rules import presence
    from hevesy.plan.simulation.queue_waits import closings

    return closings(model, c, presence(model, c), given_at(model, c).tolist())


def _mean(drawn: Floats) -> float:
    return float(np.mean(drawn))


def _late(result: Result, c: int, here: dict[str, Floats]) -> Floats:
    """Of the waits that ended, the share over twelve weeks (D,); in a fluid, of those who began a course."""
    waits = result.waits.get(c)
    if waits is not None:
        return shares_of(waits.late.sum(axis=0), waits.ended.sum(axis=0))
    begun = here["started"] + here["restarted"]
    return shares_of(here["started_late"].sum(axis=0), begun.sum(axis=0))
