"""The reference kernel's week at one centre: who is due, who is served, who is given it, who waits on."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

from hevesy.capacity.sharing import in_order
from hevesy.plan.simulation.deliveries import NOBODY, NOTHING, Deliveries
from hevesy.plan.simulation.model import (
    ABROAD,
    CANCELLED,
    CLINICAL_STOP,
    DIED_WAITING,
    INTERRUPTED,
    NO_PAY,
    NO_TRAVEL,
    NOT_FOLLOWED,
    NOWHERE,
    PASSES,
    PAY,
    TRAVEL,
    WAITED_TOO_LONG,
)
from hevesy.plan.simulation.reference_people import AtCentre, Group, People, World, add, split, total
from hevesy.supply.sharing import shared


@dataclass(frozen=True)
class Desk:
    """One therapy at one centre in one week."""

    world: World
    week: int
    centre: int
    therapy: int

    @property
    def at(self) -> AtCentre:
        return self.world.centres[self.centre][self.therapy]

    @property
    def era(self) -> int:
        return self.world.era(self.week)

    def count(self, name: str, people: float) -> None:
        self.world.count_at(name, self.week, self.centre, self.therapy, people)

    def lose(self, reason: int, people: float) -> None:
        self.world.lose_later(self.week, self.therapy, reason, people)

    def last_cycle(self, group: Group) -> int:
        model = self.world.model
        return int((model.repeat_cycles if group.repeated else model.cycles)[self.therapy])


def at_centre(world: World, week: int, centre: int) -> list[Desk]:
    return [Desk(world, week, centre, therapy) for therapy in range(len(world.model.therapies))]


def one_week(desks: list[Desk]) -> None:
    """Steps 5 to 8 at one centre."""
    for desk in desks:
        fall_due(desk)
    due, new = allocation(desks)
    for desk, due_served, new_served in zip(desks, due, new, strict=True):
        give_next(desk, due_served)
        give_first(desk, new_served)
    for desk in desks:
        wait(desk)


# --- 4 and 5: arrivals, and cycles that fall due ---------------------------------------------------------------


def arrive(desk: Desk, joining: People) -> None:
    at = desk.at
    desk.count("joined", total(joining) + total(at.sent_here))
    for people in (joining, at.sent_here, at.needs_again):
        add(at.waiting[0], people)
    at.sent_here, at.needs_again = {}, {}


def fall_due(desk: Desk) -> None:
    """Of those who were given a cycle one interval ago, some do not come again; the others are due."""
    for given in range(1, most_cycles(desk)):
        for group, people in desk.at.returning.pop((desk.week, given), {}).items():
            due = comes_again(desk, group, given, people)
            add(desk.at.overdue.setdefault(given, {}), {group: due})


def most_cycles(desk: Desk) -> int:
    return max(desk.last_cycle(Group(0, 0)), desk.last_cycle(Group(0, 0, repeated=True)))


def comes_again(desk: Desk, group: Group, given: int, people: float) -> float:
    """Those of a group, after so many cycles, for whom the next one falls due."""
    world, model, therapy = desk.world, desk.world.model, desk.therapy
    people = stay(desk, people, world.figure(model.drop_row[therapy]), CANCELLED)
    if not group.repeated:
        again = model.again_row[therapy, given, :, group.stratum, group.era]
        people = stay(desk, people, world.figure(again[TRAVEL]), NO_TRAVEL)
        people = stay(desk, people, world.figure(again[PAY]), NO_PAY)
    before = people
    people = stay(desk, people, world.figure(model.end_row[therapy]), CLINICAL_STOP)
    count_completed(desk, before - people)
    return people


def stay(desk: Desk, people: float, share: float, reason: int) -> float:
    """The share stays in course; the others stop for the reason and progress."""
    stays = people * share
    desk.lose(reason, people - stays)
    desk.world.country[desk.therapy].new_progressed += people - stays
    return stays


def count_completed(desk: Desk, people: float) -> None:
    followed = desk.world.figure(desk.world.model.followed_row[desk.therapy])
    desk.count("completed", people)
    desk.lose(NOT_FOLLOWED, people - people * followed)


# --- 6: allocation ---------------------------------------------------------------------------------------------


def allocation(desks: list[Desk]) -> tuple[list[float], list[float]]:
    """How many due and how many new patients of each therapy can be served this week."""
    world, week, centre, era = desks[0].world, desks[0].week, desks[0].centre, desks[0].era
    model = world.model
    resources = range(len(model.resources))
    have = [
        world.figure(model.have_row[centre, r, era]) * float(world.units_up[centre, r][week])
        for r in resources
    ]
    use_first = [[world.figure(row) for row in model.use_first_row[desk.therapy]] for desk in desks]
    use_again = [[world.figure(row) for row in model.use_again_row[desk.therapy]] for desk in desks]
    due = [sum(map(total, desk.at.overdue.values())) for desk in desks]
    new = [sum(map(total, desk.at.waiting)) for desk in desks]
    doses = [world.figure(model.dose_row[centre, desk.therapy, era]) for desk in desks]
    rank = [int(model.rank[desk.therapy, era]) for desk in desks]
    for h, desk in enumerate(desks):
        if known_to_come(desk) < NOTHING:
            alone = in_order(
                [due[h]], [new[h]], rank[h : h + 1], use_again[h : h + 1], use_first[h : h + 1], have,
                doses[h : h + 1], PASSES,
            )  # fmt: skip
            arriving(desk, alone[0][0] + alone[1][0])
            due[h] = new[h] = 0.0
    due, new = in_order(due, new, rank, use_again, use_first, have, doses, PASSES)
    arrived = [delivered(*each) for each in zip(desks, due, new, strict=True)]
    due, new = [list(each) for each in zip(*arrived, strict=True)]
    year = model.year_of_week[week]
    for r in resources:
        used = sum(
            people * uses[r] for people, uses in zip((*due, *new), (*use_again, *use_first), strict=True)
        )
        world.outcome.had[year, centre, r, world.draw] += have[r]
        world.outcome.used[year, centre, r, world.draw] += used
    return due, new


def delivered(desk: Desk, due: float, new: float) -> tuple[float, float]:
    """Those allocated whose doses come: patients on treatment before new ones. The others keep their places."""
    found, world = desk.world.model.deliveries, desk.world
    if found is None or found.lane[desk.therapy] == NOBODY:
        return due, new
    due, new = map(float, shared(arriving(desk, due + new), [due, new]))
    lower = world.figure(found.lower_row[desk.therapy, desk.era])
    desk.count("given_lower", (due + new * world.figure(world.model.first_row[desk.therapy])) * lower)
    return due, new


def known_to_come(desk: Desk) -> float:
    """Of the doses asked for, the share of which nobody knows beforehand that it does not come."""
    found = desk.world.model.deliveries
    if found is None or found.lane[desk.therapy] == NOBODY:
        return 1.0
    lane = desk.world.missing[found.lane[desk.therapy], :, desk.week]
    ordered, opened, paid = _of_centre(desk, found)
    return ordered * opened * paid * (1.0 - float(lane.sum()))


def _of_centre(desk: Desk, found: Deliveries) -> tuple[float, float, float]:
    """The shares that are ordered, let in and paid."""
    at = desk.centre, desk.therapy, desk.era
    rows = found.order_row[at], found.open_row[at], found.paid_row[at]
    ordered, opened, paid = map(desk.world.figure, rows)
    return ordered, opened, paid


def arriving(desk: Desk, asked: float) -> float:
    """Of so many doses asked for, those that come; the others are counted by what stops them first."""
    found, world = desk.world.model.deliveries, desk.world
    assert found is not None
    lane = world.missing[found.lane[desk.therapy], :, desk.week]
    ordered, opened, paid = _of_centre(desk, found)
    in_time = world.figure(found.in_time_row[desk.therapy, desk.era])
    sent = ordered * (1.0 - float(lane.sum()))
    border, unpaid, late = sent * (1 - opened), sent * opened * (1 - paid), sent * opened * paid * (1 - in_time)
    parts = (*(ordered * lane), border, unpaid, late, 1.0 - ordered)
    year = world.model.year_of_week[desk.week]
    for cause, part in enumerate(parts):
        world.outcome.missing[year, desk.centre, desk.therapy, cause, world.draw] += asked * float(part)
    desk.count("ordered", asked)
    return asked * sent * opened * paid * in_time


# --- 7: giving -------------------------------------------------------------------------------------------------


def give_next(desk: Desk, served: float) -> None:
    """All due patients are served in one proportion; of those who are not, some lapse."""
    due, desk.at.overdue = desk.at.overdue, {}
    asked = sum(map(total, due.values()))
    share = min(1.0, served / asked) if asked > 0.0 else 0.0
    lapse = desk.world.figure(desk.world.model.lapse_row[desk.therapy])
    for given, people in due.items():
        now, later = split(people, share)
        give(desk, now, given + 1)
        lapsed, desk.at.overdue[given] = split(later, lapse)
        desk.lose(INTERRUPTED, total(lapsed))
        desk.world.country[desk.therapy].new_progressed += total(lapsed)


def give_first(desk: Desk, served: float) -> None:
    """New patients come in the order of their waiting: from the oldest bin to the newest."""
    model = desk.world.model
    first = desk.world.figure(model.first_row[desk.therapy])
    for number in reversed(range(len(model.bin_weeks))):
        waiting = total(desk.at.waiting[number])
        share = min(1.0, served / waiting) if waiting > 0.0 else 0.0
        allocated, desk.at.waiting[number] = split(desk.at.waiting[number], share)
        served = max(0.0, served - waiting)
        given, cancelled = split(allocated, first)
        desk.lose(CANCELLED, total(cancelled))
        desk.world.country[desk.therapy].new_untreated += total(cancelled)
        count_started(desk, given, late=number >= model.late_from_bin)
        give(desk, given, 1)


def count_started(desk: Desk, given: People, late: bool) -> None:
    desk.count("started", sum(number for group, number in given.items() if not group.repeated))
    desk.count("restarted", sum(number for group, number in given.items() if group.repeated))
    desk.count("started_late", total(given) if late else 0.0)


def give(desk: Desk, people: People, cycle: int) -> None:
    """Whoever has the last cycle of the course is stable from now on; the others return after one interval."""
    desk.count("given", total(people))
    back = desk.week + int(desk.world.model.interval[desk.therapy])
    for group, number in people.items():
        if cycle == desk.last_cycle(group):
            add(desk.at.newly_stable, {group: number})
            count_completed(desk, number)
        else:
            add(desk.at.returning.setdefault((back, cycle), {}), {group: number})


# --- 8: waiting ------------------------------------------------------------------------------------------------


def wait(desk: Desk) -> None:
    """Some die, some become too ill for it, some are sent on; the others grow older on the list."""
    model, waiting = desk.world.model, desk.at.waiting
    moving: list[People] = []
    for number, width in enumerate(model.bin_weeks):
        waiting[number] = sent_on(desk, number, worn(desk, number, waiting[number]))
        older, waiting[number] = split(waiting[number], 0.0 if isinf(width) else 1.0 / float(width))
        moving.append(older)
    for number, older in enumerate(moving[:-1]):
        add(waiting[number + 1], older)


def worn(desk: Desk, number: int, people: People) -> People:
    """Those who neither die nor become too ill this week."""
    world, model, therapy = desk.world, desk.world.model, desk.therapy
    dying, living = split(people, world.figure(model.die_waiting_row[therapy, number]))
    too_ill, able = split(living, world.figure(model.worsen_row[therapy, number]))
    world.country[therapy].dead += total(dying)
    world.country[therapy].new_untreated += total(too_ill)
    world.count("dead_untreated", desk.week, therapy, total(dying))
    desk.lose(DIED_WAITING, total(dying))
    desk.lose(WAITED_TOO_LONG, total(too_ill))
    return able


def sent_on(desk: Desk, number: int, people: People) -> People:
    """Those who stay on this list; the others are on their way to another centre, or abroad."""
    world, model = desk.world, desk.world.model
    there = int(model.onward[desk.centre, desk.therapy, desk.era])
    if there == NOWHERE or number < model.onward_from_bin:
        return people
    share = world.figure(model.onward_row[desk.centre, desk.therapy, desk.era])
    going, staying = split(people, share)
    desk.count("sent_on", total(going))
    if there == len(model.centres):
        desk.lose(ABROAD, total(going))
        world.country[desk.therapy].abroad += total(going)
    else:
        add(world.centres[there][desk.therapy].sent_here, going)
    return staying


# --- 9: the stable ---------------------------------------------------------------------------------------------


def after(world: World, week: int, therapy: int, at: AtCentre) -> None:
    """Of the stable some die and some progress; of these some need a repeated course at their centre next week."""
    model, country = world.model, world.country[therapy]
    dying, living = split(at.stable, world.figure(model.die_stable_row[therapy]))
    progressing, at.stable = split(living, world.figure(model.progress_row[therapy]))
    repeats = world.figure(model.repeat_row[therapy]) if model.repeat_cycles[therapy] > 0 else 0.0
    again, done = split(progressing, repeats)
    for group, number in again.items():  # first and later courses meet here: two groups become one
        add(at.needs_again, {group._replace(repeated=True): number})
    country.new_progressed += total(done)
    country.dead += total(dying)
    world.count("dead_treated", week, therapy, total(dying))
    add(at.stable, at.newly_stable)
    at.newly_stable = {}
