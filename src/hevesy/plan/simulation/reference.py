"""The reference kernel: a country's service week by week, one draw and one group of people at a time.

Slow and obvious on purpose; the fast kernels are compared with it for ever. Its functions follow the steps of
`docs/explanation/engine.md`. People of different strata, and people whose need arose in different eras, are never
pooled; the gates between cycles are met when a cycle falls due, as they stood when the need arose.
"""

from __future__ import annotations

from hevesy.plan.simulation import reference_centre as centre_steps
from hevesy.plan.simulation import tracers
from hevesy.plan.simulation.deliveries import NOBODY
from hevesy.plan.simulation.model import DIED_IMAGING, NOT_IMAGED, NOWHERE, Model
from hevesy.plan.simulation.outcome import Outcome, empty
from hevesy.plan.simulation.reference_people import (
    Group,
    InCountry,
    People,
    World,
    add,
    in_course,
    on_lists,
    total,
)


def run(model: Model) -> Outcome:
    """Simulate every draw of the model."""
    outcome = empty(model)
    for draw in range(model.draws):
        world = World.at_start(model, draw, outcome)
        for week in range(model.weeks):
            one_week(world, week)
        world.count_end()
    return outcome


def one_week(world: World, week: int) -> None:
    """The ten steps of a week, in their order."""
    therapies = range(len(world.model.therapies))
    for therapy in therapies:
        add(world.country[therapy].imaging, meets_first_gates(world, week, therapy))
    joining = imaged(world, week)
    centres = [centre_steps.at_centre(world, week, centre) for centre in range(len(world.model.centres))]
    for desks in centres:
        for desk in desks:
            centre_steps.arrive(desk, joining.get((desk.centre, desk.therapy), {}))
    for desks in centres:
        centre_steps.one_week(desks)
    for therapy in therapies:
        after(world, week, therapy)
        count_person_weeks(world, week, therapy)


# --- 1 and 2: need, and the gates before imaging ---------------------------------------------------------------


def need(world: World, week: int, therapy: int) -> float:
    """People who reach the point where the therapy is considered in this week."""
    model = world.model
    people = world.figure(model.need_row[therapy]) * float(model.growth[therapy, week])
    if week < model.backlog_weeks:
        people += world.figure(model.backlog_row[therapy]) / model.backlog_weeks
    return people


def meets_first_gates(world: World, week: int, therapy: int) -> People:
    """This week's people who come to imaging, by stratum."""
    people, era = need(world, week, therapy), world.era(week)
    world.count("entered", week, therapy, people)
    return {
        group: passing(world, week, therapy, group, people * share, 0, world.model.gates_before[therapy])
        for stratum in range(len(world.model.strata))
        for group in [Group(stratum, era)]
        for share in [world.figure(world.model.share_row[therapy, stratum, era])]
    }


def passing(
    world: World, week: int, therapy: int, group: Group, people: float, first: int, past: int
) -> float:
    """Those of a group who pass its gates first..past-1; the others are lost there."""
    for gate in range(first, past):
        share = world.figure(world.model.gate_row[therapy, gate, group.stratum, group.era])
        pass_it = people * share
        world.lose(week, therapy, gate, people - pass_it)
        world.country[therapy].new_untreated += people - pass_it
        people = pass_it
    return people


# --- 3: imaging ------------------------------------------------------------------------------------------------


def imaged(world: World, week: int) -> dict[tuple[int, int], People]:
    """Who joins the list of each centre for each therapy this week, out of those on the imaging lists."""
    served = shares_imaged(world, week)
    joining: dict[tuple[int, int], People] = {}
    for therapy, country in enumerate(world.country):
        waiting, country.imaging = country.imaging, {}
        for group, people in waiting.items():
            slot = imaging_of(world, therapy, group)
            here = people * served.get(slot, 1.0)
            if slot[1] != NOT_IMAGED:
                count_untraced(world, week, therapy, slot[0], here)
                here *= share_traced(world, week, therapy, slot[0])
                world.count("imaged", week, therapy, here)
            not_imaged(world, week, therapy, group, people - here)
            come_to_centre(world, week, therapy, group, here, joining)
    return joining


def imaging_of(world: World, therapy: int, group: Group) -> tuple[int, int]:
    """The place and modality by which a group is imaged; NOT_IMAGED where it passes at once."""
    model = world.model
    route = model.route[therapy, group.stratum, group.era]
    place = NOWHERE if route == NOWHERE else int(model.route_imaging[therapy, route])
    return place, NOT_IMAGED if place == NOWHERE else int(model.modality[therapy, place])


def shares_imaged(world: World, week: int) -> dict[tuple[int, int], float]:
    """The share of the candidates with a tracer that can be imaged this week, by place and modality."""
    demand: dict[tuple[int, int], float] = {}
    for therapy, country in enumerate(world.country):
        scans = world.figure(world.model.scans_row[therapy])
        for group, people in country.imaging.items():
            slot = imaging_of(world, therapy, group)
            if slot[1] != NOT_IMAGED:
                traced = people * share_traced(world, week, therapy, slot[0])
                demand[slot] = demand.get(slot, 0.0) + traced * scans
    era = world.era(week)
    return {
        slot: min(
            1.0,
            world.figure(world.model.slots_row[(*slot, era)]) * float(world.scanners_up[slot][week]) / asked,
        )
        for slot, asked in demand.items()
        if asked > 0.0
    }


def share_traced(world: World, week: int, therapy: int, place: int) -> float:
    """The share of a therapy's candidates at a place who find a tracer this week."""
    line = NOBODY if world.model.tracers is None else int(world.model.tracers.line[therapy, place])
    return 1.0 if line == NOBODY else float(world.traced[line, week])


def count_untraced(world: World, week: int, therapy: int, place: int, people: float) -> None:
    """Count by cause who finds none, of those whose turn it is."""
    found = world.model.tracers
    line = NOBODY if found is None else int(found.line[therapy, place])
    if found is None or line == NOBODY:
        return
    for cause, row in zip(tracers.CAUSES, found.row[line, 1:], strict=True):
        if row != NOBODY:
            world.count(f"untraced_{cause}", week, therapy, people * float(world.traced[row, week]))


def not_imaged(world: World, week: int, therapy: int, group: Group, people: float) -> None:
    """Who found no slot dies like the untreated, or is on the list again next week."""
    country = world.country[therapy]
    die = people * world.figure(world.model.die_untreated_row[therapy])
    country.dead += die
    world.count("dead_untreated", week, therapy, die)
    world.lose_later(week, therapy, DIED_IMAGING, die)
    country.imaging[group] = people - die


def come_to_centre(
    world: World,
    week: int,
    therapy: int,
    group: Group,
    people: float,
    joining: dict[tuple[int, int], People],
) -> None:
    """Who has been imaged meets the other gates; who passes them all joins the list of the route's centre."""
    model = world.model
    gates = len(model.gates[therapy])
    passed = passing(world, week, therapy, group, people, model.gates_before[therapy], gates)
    if passed > 0.0:
        centre = int(model.route_centre[therapy, model.route[therapy, group.stratum, group.era]])
        add(joining.setdefault((centre, therapy), {}), {group: passed})


# --- 9 and 10: afterwards, and counting ------------------------------------------------------------------------


def after(world: World, week: int, therapy: int) -> None:
    """Step 9 for those who were there before this week's arrivals, who then join them."""
    country, model = world.country[therapy], world.model
    for centre in world.centres:
        centre_steps.after(world, week, therapy, centre[therapy])
    died = country.progressed * world.figure(model.die_progressed_row[therapy])
    country.progressed += country.new_progressed - died
    died_untreated = country.untreated * world.figure(model.die_untreated_row[therapy])
    country.untreated += country.new_untreated - died_untreated
    country.new_progressed = country.new_untreated = 0.0
    country.dead += died + died_untreated
    world.count("dead_treated", week, therapy, died)
    world.count("dead_untreated", week, therapy, died_untreated)


def count_person_weeks(world: World, week: int, therapy: int) -> None:
    country = world.country[therapy]
    at = [centre[therapy] for centre in world.centres]
    world.count("weeks_untreated", week, therapy, without_treatment(country) + sum(map(on_lists, at)))
    world.count("weeks_in_course", week, therapy, sum(map(in_course, at)))
    world.count("weeks_stable", week, therapy, sum(total(each.stable) for each in at))
    world.count("weeks_progressed", week, therapy, country.progressed)
    for centre, each in enumerate(at):
        waiting = sum(map(total, each.waiting))
        overdue = sum(map(total, each.overdue.values()))
        world.count_at("waiting_weeks", week, centre, therapy, waiting)
        world.count_at("overdue_weeks", week, centre, therapy, overdue)


def without_treatment(country: InCountry) -> float:
    return country.untreated + total(country.imaging)
