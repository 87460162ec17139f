"""What a scenario does in a shortage, as arrays and rows of a model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hevesy.plan.scenario.scenario import Scenario, Shortage
from hevesy.plan.scenario.stated import own_name
from hevesy.plan.simulation.build.doses_asked import DosesAsked
from hevesy.plan.simulation.build.ground import Ground
from hevesy.plan.simulation.build.rows import Rows
from hevesy.plan.simulation.deliveries import NOBODY, Deliveries
from hevesy.plan.simulation.model import Whole
from hevesy.plan.simulation.shortage import NO_PLAN, Plans
from hevesy.products.dose import activity_per_cycle

GBQ = 1e9


def planned(scenario: Scenario, therapy: str) -> Shortage | None:
    """The scenario's plan for a shortage of a therapy's doses."""
    found = (each for each in scenario.shortages if not each.therapies or therapy in each.therapies)
    return next(found, None)


def with_shortages(
    found: Deliveries | None, scenario: Scenario, here: Ground, asked: DosesAsked, centres: int, rows: Rows
) -> Deliveries | None:
    """The same deliveries with the plans of the scenario; a therapy that has one has a lane of its own."""
    if found is None or not scenario.shortages:
        return found
    names = [therapy.id for therapy in here.therapies]
    lanes, eras = len(found.first), found.second_row.shape[1]
    plans = Plans(
        trigger=np.array([each.trigger for each in scenario.shortages]),
        after=np.array([each.after_weeks for each in scenario.shortages], np.int64),
        plan=np.full(lanes, NO_PLAN, np.int64),
        tier=np.zeros(lanes, np.int64),
        activity_row=np.zeros((lanes, eras), np.int64),
        other_row=np.full(lanes, NO_PLAN, np.int64),
        by=np.full(lanes, NO_PLAN, np.int64),
        by_row=np.zeros(lanes, np.int64),
    )
    for h, name in enumerate(names):
        each, lane = planned(scenario, name), found.lane[h]
        if each is None or lane == NOBODY:
            continue
        plans.plan[lane] = scenario.shortages.index(each)
        plans.tier[lane] = each.tiers.get(name, max(each.tiers.values(), default=0) + 1)
        plans.activity_row[lane] = _activity(here, asked, h, centres, eras, rows)
        if each.other_producer is not None:
            plans.other_row[lane] = rows.share(here.reader.value(own_name(each, "other_producer")))
        if each.substitute in names:
            plans.by[lane] = found.lane[names.index(each.substitute)]
            plans.by_row[lane] = rows.share(here.reader.value(own_name(each, "substituted")))
    return replace(found, plans=plans)


def _activity(here: Ground, asked: DosesAsked, therapy: int, centres: int, eras: int, rows: Rows) -> Whole:
    """Rows of the activity that is ordered for a therapy in a usual week, GBq, (E,)."""
    per_dose = activity_per_cycle(here.therapies[therapy], here.reader).bq / GBQ
    doses = [
        sum((asked.in_a_week(c, therapy, era) for c in range(centres)), start=np.zeros(rows.draws))
        for era in range(eras)
    ]
    return np.array([rows.add(each * per_dose) for each in doses], np.int64)
