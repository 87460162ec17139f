"""Cases of release: the country's rule, dose to others, keeping apart, tanks, and the label of a package."""

from __future__ import annotations

from dataclasses import replace

from hevesy.policy import release_rule
from hevesy.policy.leaving import Leaving, may_leave
from hevesy.quantities import DoseRate
from hevesy.safety import transport_index
from hevesy.safety.delay import days_held
from hevesy.safety.exposure import Apart, Source, days_apart, dose_msv, travel_hours
from hevesy.safety.fading import Fading, Phase
from hevesy.safety.neighbour import Contact, Neighbour, kinds, neighbour
from hevesy.validation.asked import Ask, Inputs, known, shipped

HOURS_SINCE = 6.0  # from administration to release; with one half-life it changes nothing


def dose(inputs: Inputs) -> float:
    """mSv for ever, after so many days of keeping apart."""
    apart = float(inputs["apart"])
    return dose_msv(_source(inputs), _near(inputs), Apart(apart, apart))


def days(inputs: Inputs) -> float | str:
    """Days of keeping apart."""
    found = days_apart(_source(inputs), _near(inputs), float(inputs["allowed"]))
    return "never enough" if found is None else float(found)


def fading(inputs: Inputs) -> float:
    """The share of the first dose rate that is left, in two phases."""
    share = float(inputs["share"])
    phases = (Phase(share, float(inputs["early"])), Phase(1.0 - share, float(inputs["late"])))
    return Fading(phases).at(float(inputs["hours"]))


def travel(inputs: Inputs) -> float:
    """Hours on the way home."""
    source = Source(float(inputs["rate"]), HOURS_SINCE, Fading((Phase(1.0, 60.0),)), 0.0)
    return travel_hours(source, float(inputs["metres"]), float(inputs["allowed"]))


def tank(inputs: Inputs) -> float:
    """Days that a tank must stand."""
    return float(days_held(*(float(inputs[name]) for name in ("before", "limit", "half_life"))))


def index(inputs: Inputs) -> float:
    """The transport index."""
    return transport_index(DoseRate.usv_per_h(float(inputs["rate"])), shipped().reader("world"))


def leave(inputs: Inputs) -> str:
    """The answer of a country's rule."""
    rule = release_rule(inputs["country"], shipped())
    return str(may_leave(rule, inputs["nuclide"], Leaving(rate_usv_h=known(inputs["rate"]))).answer.value)


def _source(inputs: Inputs) -> Source:
    """A point with one half-life."""
    return Source(float(inputs["rate"]), HOURS_SINCE, Fading((Phase(1.0, float(inputs["half_life"])),)), 0.0)


def _near(inputs: Inputs) -> Neighbour:
    """Somebody with one contact that an instruction can end."""
    reader = shipped().reader("world")
    contact = Contact("close", float(inputs["metres"]), float(inputs["hours"]))
    return replace(neighbour("case", kinds(shipped())["adult"], reader), contacts=(contact,))


ASKS: dict[str, Ask] = {
    "dose": dose, "days": days, "fading": fading, "travel": travel, "tank": tank, "transport_index": index,
    "leave": leave,
}  # fmt: skip
