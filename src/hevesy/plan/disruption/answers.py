"""What a drill says, as plain values: for JSON, the screen and the page."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy import __version__
from hevesy.facts import Shelf
from hevesy.facts.spread import spread
from hevesy.plan.disruption.drill import TAKE_OVER, Drilled, Remedy, with_outages
from hevesy.plan.disruption.imaging import FROM as TRACERS_FROM
from hevesy.plan.disruption.imaging import imaging_said
from hevesy.plan.reconcile.country import checked_by
from hevesy.plan.results.dependence import Dependence, dependence
from hevesy.plan.results.measures import died_waiting
from hevesy.plan.results.shortages import shortages_said
from hevesy.plan.scenario.catalogue import find_entry
from hevesy.plan.simulation.build.delivery_rows import FROM
from hevesy.plan.simulation.build.shortage_rows import planned
from hevesy.plan.simulation.deliveries import CAUSES, NOBODY
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.products import find_therapy
from hevesy.supply import producers

ASSUMED = (
    "How often plants stop, how much others can send instead, and who irradiates for whom are assumptions until a "
    "country or a maker says more: `hevesy facts show supply.outage.reactor.per_year` and its neighbours."
)
SCHEMA = "hevesy.plan.drill/1"


def drill_said(found: Drilled, shelf: Shelf) -> dict[str, Any]:
    """Everything a drill says. Differences are with the outage less without it, on the same draws."""
    names = names_of(found, shelf)
    after, before = found.after, found.before
    followed = range(len(found.model.therapies)) if found.model.deliveries is not None else ()
    therapies = [_therapy(found, h, shelf, names) for h in followed]
    depends = dependence(found.model, before)
    return {
        "schema": SCHEMA,
        "scenario": found.scenario.name,
        "country": found.scenario.country,
        "draws": found.model.draws,
        "seed": found.scenario.seed,
        "hevesy_version": __version__,
        "exploratory": found.calibration is None,
        "last_year": found.scenario.start.year + found.model.years - 1,
        "outages": [
            {"plant": each.plant, "name": names[each.plant], "begins": each.begins.isoformat(), "weeks": each.weeks}
            for each in found.outages
        ],
        "says_first": [*checked_by(found.calibration), ASSUMED],
        "missing": spread(_missing(after) - _missing(before)),
        "missing_without": spread(_missing(before)),
        "causes": {
            cause: spread(_of_cause(after, number) - _of_cause(before, number))
            for number, cause in enumerate(CAUSES)
        },
        "fewer_started": spread(_all(before, "started") - _all(after, "started")),
        "fewer_given": spread(_all(before, "given") - _all(after, "given")),
        "more_died_waiting": spread(_died(found, after) - _died(found, before)),
        "weeks_waited_more": spread(_all(after, "waiting_weeks") - _all(before, "waiting_weeks")),
        "therapies": [each for each in therapies if each["makers"]],
        "centres": [_centre(found, c) for c in range(len(found.model.centres))],
        "two_makers": _two_makers(found),
        "plans": shortages_said(
            found.scenario, _hit(found), found.made.reader, shelf, found.calibration is not None
        ),
        "without_plans": _without_plans(found, shelf),
        "remedies": [_remedy(each, found, shelf) for each in found.remedies],
        "imaging": imaging_said(found, shelf),
        "dependence": None if depends is None else _depends(depends, names),
        "facts": sorted(name for name in found.made.reader.used if name.startswith("supply.")),
        "notes": [note for note in found.made.notes if note.startswith((FROM, TRACERS_FROM))],
    }  # fmt: skip


def names_of(found: Drilled, shelf: Shelf) -> dict[str, str]:
    """How every plant is called: makers and reactors by their names, a cyclotron after the house that runs it."""
    names = {each.id: each.name for each in producers(shelf)}
    tracers, houses = found.model.tracers, {each.id: each.name for each in found.made.houses}
    own = () if tracers is None else tracers.cyclotrons
    return {**{each: f"the cyclotron of {houses.get(each, each)}" for each in own}, **names}


def _died(found: Drilled, outcome: Outcome) -> Floats:
    return _plain(died_waiting(found.model, outcome).sum(axis=(0, 1)))


def _plain(counted: Any) -> Floats:
    """Counts without the dust of rounding: what an outage does not touch differs by nothing."""
    return np.round(np.asarray(counted, float), 4)


def _all(outcome: Outcome, name: str) -> Floats:
    return _plain(outcome.at_centres[name].sum(axis=(0, 1, 2)))


def _missing(outcome: Outcome) -> Floats:
    return _plain(outcome.missing.sum(axis=(0, 1, 2, 3)))


def _of_cause(outcome: Outcome, cause: int) -> Floats:
    return _plain(outcome.missing[:, :, :, cause].sum(axis=(0, 1, 2)))


def _therapy(found: Drilled, h: int, shelf: Shelf, names: dict[str, str]) -> dict[str, Any]:
    after, before, deliveries = found.after, found.before, found.model.deliveries
    assert deliveries is not None
    id = found.model.therapies[h]
    lane = deliveries.lane[h]
    makers = (
        []
        if lane == NOBODY
        else [m for m in (deliveries.first[lane], deliveries.second[lane]) if m != NOBODY]
    )
    fewer = {
        name: _plain((before.at_centres[name] - after.at_centres[name])[:, :, h].sum(axis=(0, 1)))
        for name in ("started", "given")
    }
    return {
        "id": id,
        "name": find_therapy(id, shelf).name,
        "makers": [_maker(found, int(m), names) for m in makers],
        "missing": spread(_plain((after.missing - before.missing)[:, :, h].sum(axis=(0, 1, 2)))),
        "fewer_started": spread(fewer["started"]),
        "fewer_given": spread(fewer["given"]),
        "given": spread(before.at_centres["given"][:, :, h].sum(axis=(0, 1))),
    }


def _maker(found: Drilled, m: int, names: dict[str, str]) -> dict[str, Any]:
    """A maker by the reactors behind it; a reactor that sells itself stands for both."""
    deliveries = found.model.deliveries
    assert deliveries is not None
    behind = [
        (deliveries.plants[p], float(share)) for p, share in enumerate(deliveries.feeds[m]) if share > 0.0
    ]
    plant = behind[0][0] if deliveries.maker[m] == NOBODY else deliveries.plants[deliveries.maker[m]]
    return {
        "id": plant,
        "name": names[plant],
        "reactors": [{"id": id, "name": names[id], "share": share} for id, share in behind],
    }


def _centre(found: Drilled, c: int) -> dict[str, Any]:
    after, before = found.after, found.before
    return {
        "id": found.model.centres[c],
        "name": found.made.centres[c].name,
        "missing": spread(_plain((after.missing - before.missing)[:, c].sum(axis=(0, 1, 2)))),
        "fewer_given": spread(
            _plain((before.at_centres["given"] - after.at_centres["given"])[:, c].sum(axis=(0, 1)))
        ),
    }


def _two_makers(found: Drilled) -> dict[str, Any] | None:
    if found.helped is None:
        return None
    return {
        "missing_fewer": spread(_missing(found.after) - _missing(found.helped)),
        "given_more": spread(_all(found.helped, "given") - _all(found.after, "given")),
        "take_over": float(np.median(found.made.reader.value(TAKE_OVER))),
    }


def _hit(found: Drilled) -> Model:
    """The model with its outages."""
    return with_outages(found.model, found.outages, found.made.reader.shelf)


def _without_plans(found: Drilled, shelf: Shelf) -> list[dict[str, Any]]:
    """What the scenario's plans for a shortage change, by therapy: with the outage, with the plans less without."""
    if found.unplanned is None:
        return []
    with_plans, without = (each.at_centres["given"].sum(axis=(0, 1)) for each in (found.after, found.unplanned))
    return [
        {"id": id, "name": find_therapy(id, shelf).name, "given_more": spread(with_plans[h] - without[h])}
        for h, id in enumerate(found.model.therapies)
        if planned(found.scenario, id)
    ]


def _remedy(remedy: Remedy, found: Drilled, shelf: Shelf) -> dict[str, Any]:
    """What a remedy gives in the same years, outage and all, and how many cycles the outage costs with it."""
    return {
        "kind": remedy.kind,
        "name": find_entry(remedy.kind, shelf).name,
        "given_more": spread(_all(remedy.after, "given") - _all(found.after, "given")),
        "lost_to_the_outage": spread(_all(remedy.before, "given") - _all(remedy.after, "given")),
        "missing_fewer": spread(_missing(found.after) - _missing(remedy.after)),
    }


def _depends(found: Dependence, names: dict[str, str]) -> dict[str, Any]:
    return {
        "index": found.index,
        "left_without_the_worst": spread(found.left),
        "unknown": found.unknown,
        "plants": [
            {
                "id": each.id,
                "name": names[each.id],
                "role": "reactor" if each.reactor else "maker",
                "share": each.share,
                "missing_while_it_stands_still": spread(each.missing),
                "doses_a_week": spread(each.per_week),
                "therapies": list(each.therapies),
            }
            for each in found.plants
        ],
    }
