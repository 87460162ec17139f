"""What a workforce run says, as plain values: for JSON, the screen and the page."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy import __version__
from hevesy.capacity.minutes import CADRES, ENGINEER
from hevesy.capacity.week import staff_upkeep
from hevesy.competence.national import National, cadres_said
from hevesy.competence.pipeline import STAFF, Flows
from hevesy.facts import Shelf
from hevesy.facts.spread import spread
from hevesy.plan.reconcile.country import checked_by
from hevesy.plan.simulation.model import Floats
from hevesy.plan.simulation.small import given_at
from hevesy.plan.workforce.closing import Closed
from hevesy.plan.workforce.staffing import Lever, Staffed
from hevesy.products import find_therapy

SCHEMA = "hevesy.plan.workforce/1"
ASSUMED = (
    "How many leave and why, how long training lasts and what an intervention keeps are assumptions with wide ranges "
    "until a country says more: `hevesy facts show capacity.staff.emigrates.physicist` and its neighbours."
)
IMPUTED = (
    "Nobody has counted the persons of {names}: the usual small team of the income group stands in, and how often it "
    "stands still says what such a team risks, not what happens there."
)


def workforce_said(found: Staffed, shelf: Shelf) -> dict[str, Any]:
    """Everything a workforce run says. Null means unknown, never zero."""
    first = found.scenario.start.year
    return {
        "schema": SCHEMA,
        "scenario": found.scenario.name,
        "country": found.scenario.country,
        "first_year": first,
        "years": found.model.years,
        "draws": found.model.draws,
        "seed": found.scenario.seed,
        "hevesy_version": __version__,
        "exploratory": found.calibration is None,
        "says_first": [*checked_by(found.calibration), ASSUMED, *_imputed(found)],
        "cadres": cadres_said(National(found.flows, found.needed), first),
        "centres": [_centre(found, c) for c in _centres(found)],
        "presence": _presence(found, shelf),
        "levers": [_lever(found, lever) for lever in found.levers],
        "service": {
            "given": _all(found.outcome.at_centres["given"]),
            "given_as_stated": _all(found.stated.at_centres["given"]),
            "more_as_stated": _all(found.stated.at_centres["given"] - found.outcome.at_centres["given"]),
        },
        "facts": sorted(name for name in found.made.reader.used if name.startswith(("workforce.", "capacity.staff."))),
        "notes": list(found.made.notes),
    }  # fmt: skip


def _all(counted: Floats) -> dict[str, float | None]:
    return spread(counted.sum(axis=(0, 1, 2)))


def _imputed(found: Staffed) -> list[str]:
    names = [_name(found, c) for c in _centres(found) if not all(x.counted for x in found.closed if x.centre == c)]
    return [IMPUTED.format(names=", ".join(names))] if names else []


def _centres(found: Staffed) -> list[int]:
    return list(dict.fromkeys(each.centre for each in found.closed))


def _name(found: Staffed, centre: int) -> str:
    return found.made.centres[centre].name


def _centre(found: Staffed, c: int) -> dict[str, Any]:
    stated = {each.cadre: each for each in found.closed_as_stated if each.centre == c}
    here = [each for each in found.closed if each.centre == c]
    return {
        "id": found.model.centres[c],
        "name": _name(found, c),
        "alike": int(found.made.posts.alike[c]),
        "closed_month": [_closed(each, stated[each.cadre]) for each in here],
        "engineers": _engineers(found, c),
    }


def _closed(each: Closed, stated: Closed) -> dict[str, Any]:
    return {
        "cadre": each.cadre or None,
        "persons_first": each.persons[0],
        "persons_last": each.persons[1],
        "counted": each.counted,
        "in_a_year": each.in_a_year,
        "in_the_run": each.in_the_run,
        "in_the_run_as_stated": stated.in_the_run,
    }


def _engineers(found: Staffed, c: int) -> dict[str, Any]:
    """Counted engineers, and the share of the time without any, in which repairs take longer; null: not counted."""
    number = found.made.posts.number[c, STAFF.index(ENGINEER), 0]
    if np.isnan(number):
        return {"counted": None, "share_of_time_without": None}
    chain = staff_upkeep(ENGINEER, int(number), found.made.reader)
    without = np.asarray((chain.fails / (chain.fails + chain.back)) ** int(number))
    return {"counted": int(number), "share_of_time_without": float(np.mean(without))}


def _presence(found: Staffed, shelf: Shelf) -> list[dict[str, Any]]:
    """Of each therapy that is given somewhere, the cadres without which it stops."""
    model = found.model
    given = sorted({int(h) for c in range(len(model.centres)) for h in given_at(model, c)})
    uses = np.maximum(model.rows[model.use_first_row], model.rows[model.use_again_row]).max(axis=2)
    return [
        {
            "therapy": model.therapies[h],
            "name": find_therapy(model.therapies[h], shelf).name,
            "must_be_present": [cadre for cadre in CADRES if uses[h, model.resources.index(cadre)] > 0.0],
        }
        for h in given
    ]


def _lever(found: Staffed, lever: Lever) -> dict[str, Any]:
    before, after = found.flows, lever.flows
    fewer = sum(_left(old) - _left(new) for old, new in zip(before, after, strict=True))
    more = sum(new.competent[-1] - old.competent[-1] for old, new in zip(before, after, strict=True))
    return {
        "id": lever.entry.id,
        "name": lever.entry.name,
        "fewer_leave": spread(np.asarray(fewer)),
        "more_competent_at_the_end": spread(np.asarray(more)),
        "weeks_to_replace_fewer": {
            cadre: spread((old.weeks - new.weeks).mean(axis=0))
            for cadre, old, new in zip(STAFF, before, after, strict=True)
        },
        "closed_month": [
            {"centre": found.model.centres[new.centre], "in_a_year": new.in_a_year, "in_a_year_before": old.in_a_year,
             "in_the_run": new.in_the_run, "in_the_run_before": old.in_the_run}
            for old, new in zip(found.closed, lever.closed, strict=True)
            if not new.cadre
        ],
    }  # fmt: skip


def _left(flows: Flows) -> Floats:
    return np.asarray(np.sum(list(flows.left.values()), axis=(0, 1)))
