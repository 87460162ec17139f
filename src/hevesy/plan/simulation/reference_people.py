"""Small groups of people, carried one by one: what the reference kernel keeps on its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from hevesy.capacity import upkeep
from hevesy.plan.simulation.deliveries import OF_LANES
from hevesy.plan.simulation.model import Floats, Model, Whole
from hevesy.plan.simulation.outcome import AT_END, Outcome
from hevesy.plan.simulation.tracers_found import tracers_there
from hevesy.plan.simulation.undelivered import missing


class Group(NamedTuple):
    """People of one stratum whose need arose in one era; `repeated`: they are in need of, or in, a later course."""

    stratum: int
    era: int
    repeated: bool = False


People = dict[Group, float]


def total(people: Mapping[Group, float]) -> float:
    return sum(people.values())


def add(into: People, people: Mapping[Group, float]) -> None:
    for group, number in people.items():
        into[group] = into.get(group, 0.0) + number


def split(people: Mapping[Group, float], share: float) -> tuple[People, People]:
    """Those of whom the share speaks, and the others.

    >>> split({Group(0, 0): 8.0}, 0.25)[1]
    {Group(stratum=0, era=0, repeated=False): 6.0}
    """
    chosen = {group: number * share for group, number in people.items()}
    return chosen, {group: number - chosen[group] for group, number in people.items()}


@dataclass
class AtCentre:
    """One therapy's patients at one centre."""

    waiting: list[People]  # by bin
    sent_here: People = field(default_factory=dict)  # they join next week
    needs_again: People = field(default_factory=dict)  # their repeated course begins to be needed next week
    returning: dict[tuple[int, int], People] = field(default_factory=dict)  # by (week, cycles given)
    overdue: dict[int, People] = field(default_factory=dict)  # by cycles given
    stable: People = field(default_factory=dict)
    newly_stable: People = field(default_factory=dict)


@dataclass
class InCountry:
    """One therapy's people who are on no centre's list; `new_` are this week's arrivals."""

    imaging: People = field(default_factory=dict)
    untreated: float = 0.0
    new_untreated: float = 0.0
    progressed: float = 0.0
    new_progressed: float = 0.0
    dead: float = 0.0
    abroad: float = 0.0


@dataclass
class World:
    """One draw: its figures, who is where in it, and what has been counted."""

    model: Model
    draw: int
    outcome: Outcome
    country: list[InCountry]  # by therapy
    centres: list[list[AtCentre]]  # by centre and therapy
    scanners_up: dict[tuple[int, int], Floats]  # by place and modality: each week's share
    units_up: dict[tuple[int, int], Floats]  # by centre and resource
    missing: Floats  # (L, 3, W) of the doses ordered from each lane, the share that leaves no maker
    traced: Floats  # (U, W) shares of candidates who find a tracer, and who do not

    @classmethod
    def at_start(cls, model: Model, draw: int, outcome: Outcome) -> World:
        therapies, bins = range(len(model.therapies)), range(len(model.bin_weeks))
        return cls(
            model,
            draw,
            outcome,
            [InCountry() for _ in therapies],
            [[AtCentre([{} for _ in bins]) for _ in therapies] for _ in model.centres],
            _scanners_up(model, draw),
            _units_up(model, draw),
            _missing(model, draw),
            _traced(model, draw),
        )

    def figure(self, row: np.int64) -> float:
        return float(self.model.rows[row, self.draw])

    def era(self, week: int) -> int:
        return int(self.model.era_of_week[week])

    def count(self, name: str, week: int, therapy: int, people: float) -> None:
        self.outcome.in_country[name][self.model.year_of_week[week], therapy, self.draw] += people

    def count_at(self, name: str, week: int, centre: int, therapy: int, people: float) -> None:
        self.outcome.at_centres[name][self.model.year_of_week[week], centre, therapy, self.draw] += people

    def lose(self, week: int, therapy: int, gate: int, people: float) -> None:
        """Count people as lost at one of the therapy's own gates."""
        self.outcome.lost[self.model.year_of_week[week], therapy, gate, self.draw] += people

    def lose_later(self, week: int, therapy: int, reason: int, people: float) -> None:
        """Count people as lost for one of the reasons in LATER."""
        self.lose(week, therapy, self.model.most_gates + reason, people)

    def count_end(self) -> None:
        for therapy, people in enumerate(self.country):
            at = [centre[therapy] for centre in self.centres]
            here = {
                "imaging": total(people.imaging),
                "waiting": sum(on_lists(each) for each in at),
                "in_course": sum(in_course(each) for each in at),
                "stable": sum(total(each.stable) for each in at),
                "progressed": people.progressed,
                "untreated": people.untreated,
                "dead": people.dead,
                "abroad": people.abroad,
            }
            for name in AT_END:
                self.outcome.end[name][therapy, self.draw] = here[name]


def on_lists(at: AtCentre) -> float:
    """Those who wait, and those who will join the list next week."""
    return sum(total(people) for people in (*at.waiting, at.sent_here, at.needs_again))


def in_course(at: AtCentre) -> float:
    return sum(total(people) for people in (*at.returning.values(), *at.overdue.values()))


def _scanners_up(model: Model, draw: int) -> dict[tuple[int, int], Floats]:
    return {
        (place, modality): _up(
            model,
            draw,
            model.scanners[place, modality],
            model.scanner_fails_row[place, modality],
            model.scanner_back_row[place, modality],
            upkeep.SCANNER + modality,
            int(model.imaging_key[place]),
        )
        for place in range(len(model.imaging_places))
        for modality in range(2)
    }


def _units_up(model: Model, draw: int) -> dict[tuple[int, int], Floats]:
    return {
        (centre, resource): _up(
            model,
            draw,
            model.units[centre, resource],
            model.fails_row[centre, resource],
            model.back_row[centre, resource],
            upkeep.RESOURCE + resource,
            int(model.centre_key[centre]),
        )
        for centre in range(len(model.centres))
        for resource in range(len(model.resources))
    }


def _up(model: Model, draw: int, units: Whole, fails: Whole, back: Whole, stream: int, place: int) -> Floats:
    """Each week's share of units present in one draw."""
    fails_here, back_here = model.rows[fails, draw : draw + 1], model.rows[back, draw : draw + 1]
    eras = model.era_of_week
    draws_before = model.first_draw + draw
    return upkeep.shares_up(
        units[eras], eras, fails_here, back_here, model.seed, stream, place, draws_before
    )[:, 0]


def _missing(model: Model, draw: int) -> Floats:
    if model.deliveries is None:
        return np.zeros((0, OF_LANES, model.weeks))
    return missing(model, model.rows[:, draw : draw + 1], draw)[..., 0]


def _traced(model: Model, draw: int) -> Floats:
    if model.tracers is None:
        return np.zeros((0, model.weeks))
    return tracers_there(model, model.rows[:, draw : draw + 1], draw)[..., 0]
