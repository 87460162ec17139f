"""Outages to be drilled, as a planner types them: `hfr:8w`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hevesy.errors import BadOutage
from hevesy.plan.simulation.deliveries import Deliveries
from hevesy.plan.simulation.model import Model
from hevesy.supply import Producer
from hevesy.tables import nearest

# an id may hold a colon itself: hypothetical:amman:8w
TYPED = re.compile(r"(?P<plant>\S+):(?P<weeks>\d{1,3})w?")
MOST_WEEKS = 520
Stop = tuple[str, int, int]  # plant, first week, how many


@dataclass(frozen=True, slots=True)
class Outage:
    """A reactor, maker or cyclotron that stands still for so many weeks from a day on."""

    plant: str
    weeks: int
    begins: date


def outage_typed(text: str, begins: date) -> Outage:
    """`hfr:8w` as an outage. Raises BadOutage."""
    found = TYPED.fullmatch(text.strip())
    weeks = int(found["weeks"]) if found else 0
    if found is None or not 1 <= weeks <= MOST_WEEKS:
        raise BadOutage(
            text=text, problem="this is not a plant and a number of weeks", advice="write it as in hfr:8w"
        )
    return Outage(found["plant"], weeks, begins)


def plants_of(model: Model) -> tuple[str, ...]:
    """Every plant that an outage can strike: those that send doses, then those that send or make tracers."""
    found = model.deliveries.plants if model.deliveries is not None else ()
    if model.tracers is not None:
        far = model.tracers.brought.plants if model.tracers.brought is not None else ()
        found = (*found, *far, *model.tracers.cyclotrons)
    return tuple(dict.fromkeys(found))


def struck(model: Model, stops: Sequence[Stop]) -> Model:
    """The model in which these plants stand still, for doses and for tracers."""
    deliveries, tracers = model.deliveries, model.tracers
    if tracers is not None:
        own = (*tracers.stops, *_numbered(stops, tracers.cyclotrons))
        tracers = replace(tracers, brought=tracers.brought and _stopped(tracers.brought, stops), stops=own)
    return replace(model, deliveries=deliveries and _stopped(deliveries, stops), tracers=tracers)


def _stopped(found: Deliveries, stops: Sequence[Stop]) -> Deliveries:
    return replace(found, stops=(*found.stops, *_numbered(stops, found.plants)))


def _numbered(stops: Sequence[Stop], plants: Sequence[str]) -> tuple[tuple[int, int, int], ...]:
    return tuple((plants.index(plant), first, many) for plant, first, many in stops if plant in plants)


def stops_of(
    outages: Sequence[Outage], plants: Sequence[str], start: date, weeks: int, known: dict[str, Producer]
) -> tuple[Stop, ...]:
    """The same as (plant, first week, how many) of a run of so many weeks from `start` on. Raises BadOutage."""
    return tuple((_plant(each, plants, known), _first_week(each, start, weeks), each.weeks) for each in outages)


def _plant(each: Outage, plants: Sequence[str], known: dict[str, Producer]) -> str:
    if each.plant in plants:
        return each.plant
    text, here = f"{each.plant}:{each.weeks}w", ", ".join(plants)
    if each.plant in known:
        problem = f"{known[each.plant].name} sends nothing to this scenario"
        raise BadOutage(text=text, problem=problem, advice=f"its doses and tracers come from {here}")
    guess = nearest(each.plant, list(plants))
    advice = f"did you mean {guess!r}?" if guess else f"choose among {here}"
    raise BadOutage(text=text, problem=f"there is no plant {each.plant!r}", advice=advice)


def _first_week(each: Outage, start: date, weeks: int) -> int:
    first = (each.begins - start).days // 7
    if not 0 <= first < weeks:
        raise BadOutage(
            text=f"{each.plant}:{each.weeks}w", problem=f"{each.begins} is outside the years of the scenario",
            advice="give a day in them with --from",
        )  # fmt: skip
    return first
