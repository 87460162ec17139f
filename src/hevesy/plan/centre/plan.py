"""The whole plan of a centre, once with the expected figures and once with draws of them."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Fact, Kind, Reader, Shelf
from hevesy.places import find_country
from hevesy.plan.centre.asked import Asked
from hevesy.plan.centre.break_even import BreakEven, break_even
from hevesy.plan.centre.costs import Costs, Parts, costs
from hevesy.plan.centre.drains import Drains, drains
from hevesy.plan.centre.expected import means_of
from hevesy.plan.centre.figure import Figure, Line
from hevesy.plan.centre.rooms import equipment, power, rooms, sources, water
from hevesy.plan.centre.sizes import Sizes, sizes
from hevesy.plan.centre.staff import Post, staff
from hevesy.plan.centre.steps import Path, steps
from hevesy.plan.centre.walls import Wall, walls
from hevesy.plan.centre.work import Work, added, work


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about one centre; figures are values, or draws of shape (draws,)."""

    done: Work
    sizes: Sizes
    drains: Drains
    rooms: list[Line]
    floor: Figure
    walls: tuple[Wall, ...]
    machines: list[Line]
    sources: list[tuple[Line, dict[str, object]]]
    power: dict[str, Figure]
    water: dict[str, Figure]
    staff: tuple[Post, ...]
    path: Path
    costs: Costs
    money: BreakEven


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with expected figures and the same with draws, line by line alike; `reader` knows the facts used."""

    asked: Asked
    expected: Plan
    drawn: Plan
    reader: Reader
    drawn_facts: dict[str, Fact]

    @property
    def country(self) -> str:
        """Its name."""
        return find_country(self.asked.country, self.reader.shelf).name

    def fact_kind(self, name: str) -> Kind | None:
        """How a fact is known that the plan used; None where it did not use it."""
        fact = self.reader.used.get(name)
        return None if fact is None else fact.kind


def plan_centre(asked: Asked, shelf: Shelf) -> Planned:
    """Plan a centre: what its volume and services take. Raises what the shelf raises where a figure is missing."""
    drawn = shelf.reader(asked.country, asked.draws, asked.seed)
    reader = means_of(drawn)
    sampled = plan(asked, drawn)
    return Planned(asked, plan(asked, reader), sampled, reader, drawn.used)


def plan(asked: Asked, reader: Reader) -> Plan:
    """The plan with the figures of one reader."""
    done = work(asked, reader)
    sized = sizes(asked, done, reader)
    drained = drains(done, reader)
    house = rooms(sized, drained, reader)
    floor = added([Figure(line.total, line.number.facts | line.each.facts) for line in house])
    machines = equipment(sized, reader)
    shielding = walls(done, sized, reader)
    checked = sources(sized, machines, reader)
    current = power(sized, floor, machines, reader)
    team = staff(done, reader)
    years = [(line, float(said["years"])) for line, said in checked]
    parts = Parts(asked, done, sized, house, shielding, machines, years, team, drained.m3, current)
    found = costs(parts, reader)
    return Plan(
        done, sized, drained, house, floor, shielding, machines, checked, current, water(done, sized, reader), team,
        steps(asked, reader), found, break_even(asked, done, found, sized, team, reader),
    )  # fmt: skip
