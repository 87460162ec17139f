"""When each intervention of a scenario is ready and full, and what it waits for.

Lead times are expected values here, with low and high beside them; `drawn_dates` has them draw by draw. Weeks are
counted from the scenario's start. Everything that changes does so on a grid of four weeks, and wear-off in steps
of a year, so that a scenario has few eras.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader
from hevesy.plan.scenario.catalogue import Entry, find_entry
from hevesy.plan.scenario.prerequisites import Waits, in_order, waits
from hevesy.plan.scenario.scenario import Intervention, Scenario
from hevesy.plan.scenario.stated import span

STEP = 4  # weeks
YEAR = 52  # weeks


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One intervention in time, in weeks from the scenario's start; `ready_low` and `ready_high` if every lead time
    on its way were as short, or as long, as its range allows.

    `starts` is when work can start (after `begins` where something else must be ready first); `waits_for` names
    what it depends on, `held_by` that which decided its date, if any. `slack` is by how many weeks it could be
    ready later without the last of all being ready later.
    """

    intervention: Intervention
    entry: Entry
    begins: int
    starts: int
    ready: int
    ready_low: int
    ready_high: int
    full: int
    wear_off_per_year: float
    waits_for: tuple[str, ...]
    held_by: str
    slack: int

    @property
    def critical(self) -> bool:
        return self.slack == 0

    def level(self, week: int) -> float:
        """How much of it works in this week: 0 before it is ready, 1 when full, less as it wears off.

        It changes only in weeks that four divides, and wears off once a year.
        """
        step = week - week % STEP
        if step < self.ready:
            return 0.0
        if step < self.full:
            return min(1.0, (step + STEP / 2 - self.ready) / (self.full - self.ready))
        return float((1.0 - self.wear_off_per_year) ** ((step - self.full) // YEAR))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The interventions of a scenario in the order of its file, over `weeks` weeks from `start`.

    `critical_path` is the longest chain to the one that is ready last, the first step first.
    """

    start: date
    weeks: int
    rows: tuple[Scheduled, ...]
    critical_path: tuple[str, ...]

    def of(self, id: str) -> Scheduled:
        return next(row for row in self.rows if row.intervention.id == id)

    def levels(self) -> NDArray[np.float64]:
        """Every intervention's level, shape (interventions, weeks)."""
        steps = range(0, self.weeks, STEP)
        by_step = np.array([[row.level(week) for week in steps] for row in self.rows]).reshape(
            len(self.rows), len(steps)
        )
        return np.repeat(by_step, STEP, axis=1)[:, : self.weeks]

    def changes(self) -> tuple[int, ...]:
        """The weeks in which some level becomes another, week 0 first: where eras begin."""
        levels = self.levels()
        moved = np.any(levels[:, 1:] != levels[:, :-1], axis=0) if len(self.rows) else np.zeros(0, dtype=bool)
        return (0, *(int(week) + 1 for week in np.flatnonzero(moved)))

    def day(self, week: float) -> date:
        """The first day of a week."""
        return self.start + timedelta(weeks=week)


def weeks_of(scenario: Scenario) -> int:
    """How many weeks a scenario runs: 52 a year."""
    return YEAR * scenario.years


def week_of(day: date, scenario: Scenario) -> int:
    """The week in which a day lies, counted from the scenario's start."""
    return (day - scenario.start).days // 7


def timeline(scenario: Scenario, reader: Reader, found: Mapping[str, Waits] | None = None) -> Timeline:
    """When everything in the scenario is ready; its catalogue and figures come from the reader.

    Nothing is ready before all that it needs. Raises BadScenario for what waits for itself or lacks what it needs.
    """
    found = waits(scenario, reader) if found is None else found
    plans = {each.id: _plan(each, scenario, found[each.id], reader) for each in scenario.interventions}
    order = in_order(found)
    ways = {which: _forward(order, plans, which) for which in range(3)}
    slack = _slack(order, plans, ways[EXPECTED])
    rows = tuple(
        _scheduled(plans[each.id], [ways[which] for which in range(3)], slack[each.id], reader)
        for each in scenario.interventions
    )
    return Timeline(scenario.start, weeks_of(scenario), rows, _critical(rows))


EXPECTED, LOW, HIGH = range(3)


@dataclass(frozen=True, slots=True)
class _Plan:
    """An intervention with what it waits for and its lead time: expected, low, high, in whole weeks."""

    each: Intervention
    entry: Entry
    begins: int
    lead: tuple[int, int, int]
    waits: Waits


def _plan(each: Intervention, scenario: Scenario, found: Waits, reader: Reader) -> _Plan:
    entry = find_entry(each.kind, reader.shelf)
    lead = tuple(math.ceil(weeks - 1e-9) for weeks in span(each, "lead_weeks", entry.lead_weeks, reader))
    return _Plan(each, entry, week_of(each.begins, scenario), (lead[0], lead[1], lead[2]), found)


def _forward(order: Sequence[str], plans: Mapping[str, _Plan], which: int) -> dict[str, tuple[int, int]]:
    """When work on each can start and when each is ready, as early as its own date and all it waits for allow."""
    found: dict[str, tuple[int, int]] = {}
    for id in order:
        plan = plans[id]
        starts = max([plan.begins, *(found[other][1] for other in plan.waits.start)])
        ready = max([starts + plan.lead[which], *(found[other][1] for other in plan.waits.ready)])
        found[id] = starts, ready
    return found


def _slack(
    order: Sequence[str], plans: Mapping[str, _Plan], when: Mapping[str, tuple[int, int]]
) -> dict[str, int]:
    """By how many weeks each could be ready later without the last of all being ready later."""
    end = max((ready for _, ready in when.values()), default=0)
    latest = dict.fromkeys(order, end)
    for id in reversed(order):
        plan = plans[id]
        for other in plan.waits.start:
            latest[other] = min(latest[other], latest[id] - plan.lead[EXPECTED])
        for other in plan.waits.ready:
            latest[other] = min(latest[other], latest[id])
    return {id: latest[id] - when[id][1] for id in order}


def _scheduled(
    plan: _Plan, ways: Sequence[Mapping[str, tuple[int, int]]], slack: int, reader: Reader
) -> Scheduled:
    each, entry, when = plan.each, plan.entry, ways[EXPECTED]
    starts, ready = when[each.id]
    ramp = math.ceil(span(each, "ramp_weeks", entry.ramp_weeks, reader)[0] - 1e-9)
    return Scheduled(
        intervention=each,
        entry=entry,
        begins=plan.begins,
        starts=starts,
        ready=ready,
        ready_low=ways[LOW][each.id][1],
        ready_high=ways[HIGH][each.id][1],
        full=ready + ramp,
        wear_off_per_year=span(each, "wear_off_per_year", entry.wear_off_per_year, reader)[0],
        waits_for=plan.waits.all,
        held_by=_held_by(plan, when),
        slack=slack,
    )


def _held_by(plan: _Plan, when: Mapping[str, tuple[int, int]]) -> str:
    """What decided when it is ready: the last of those it waits for, or nothing but its own date and lead time."""
    starts, ready = when[plan.each.id]
    if ready > starts + plan.lead[EXPECTED]:
        return next(other for other in plan.waits.ready if when[other][1] == ready)
    if starts > plan.begins:
        return next(other for other in plan.waits.start if when[other][1] == starts)
    return ""


def _critical(rows: Sequence[Scheduled]) -> tuple[str, ...]:
    """The longest chain to what is ready last, from the step that waited for nothing."""
    by_id = {row.intervention.id: row for row in rows}
    last = max((row.ready for row in rows), default=0)
    chains = [_chain(row, by_id) for row in rows if row.ready == last]
    return max(chains, key=len, default=())


def _chain(row: Scheduled, by_id: Mapping[str, Scheduled]) -> tuple[str, ...]:
    before = _chain(by_id[row.held_by], by_id) if row.held_by else ()
    return (*before, row.intervention.id)
