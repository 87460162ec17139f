"""Outages to be drilled, as a planner types them: `hfr:8w`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hevesy.errors import BadOutage
from hevesy.plan.simulation.deliveries import Deliveries
from hevesy.supply import Producer
from hevesy.tables import nearest

TYPED = re.compile(r"(?P<plant>[^\s:]+):(?P<weeks>\d{1,3})w?")
MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Outage:
    """A reactor or maker that stands still for so many weeks from a day on."""

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


def stops_of(
    outages: Sequence[Outage], found: Deliveries, start: date, weeks: int, known: dict[str, Producer]
) -> tuple[tuple[int, int, int], ...]:
    """The same as (plant, first week, how many) of a run of so many weeks from `start` on. Raises BadOutage."""
    return tuple(
        (_plant(each, found, known), _first_week(each, start, weeks), each.weeks) for each in outages
    )


def _plant(each: Outage, found: Deliveries, known: dict[str, Producer]) -> int:
    if each.plant in found.plants:
        return found.plants.index(each.plant)
    text, here = f"{each.plant}:{each.weeks}w", ", ".join(found.plants)
    if each.plant in known:
        problem = f"{known[each.plant].name} sends nothing to this scenario"
        raise BadOutage(text=text, problem=problem, advice=f"its doses come from {here}")
    guess = nearest(each.plant, list(found.plants))
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
