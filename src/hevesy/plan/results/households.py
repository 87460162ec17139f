"""What a course does to the households of those who start it, and would do to those of all who need it.

Starts are shared out over payer groups and fifths of means, year by year (`who_starts`); what each group spends is
taken in the middle of the year. Who stops for want of money is counted by the kernel; after which cycle follows from
the means of those who started.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.facts.spread import spread, spreads
from hevesy.money import HARDSHIPS, Means, means_of, poverty_line
from hevesy.plan.pay import QUINTILES
from hevesy.plan.results.measures import shares_of
from hevesy.plan.results.who_starts import FIFTHS, People, known_share, people_of, who_starts_said
from hevesy.plan.simulation.build.households import Faced, Households
from hevesy.plan.simulation.model import NO_PAY, Floats, Model
from hevesy.plan.simulation.simulate import Result
from hevesy.plan.spending import COUNTED

COUNTED_SAID = {
    "fees": "fees alone (as SDG 3.8.2 counts)",
    "fees_and_journeys": "fees, fares and nights",
    "with_lost_wages": "fees, fares, nights and lost wages",
}


@dataclass(frozen=True)
class Counted:
    """Persons over the whole span, by fifth of means: those considered, those who start, and of these in hardship.

    Shapes (5, D); `hardship` and `if_treated` (indicators, counted, 5, D), the second of those considered; `stopped`
    (N - 1, D) have 1, 2 ... cycles and stop for want of money.
    """

    considered: Floats
    started: Floats
    sold: Floats
    hardship: Floats
    if_treated: Floats
    stopped: Floats


def households_said(result: Result, shelf: Shelf) -> dict[str, Any] | None:
    """What a run does to households, and who starts; None where the model has no households behind it."""
    from hevesy.products import find_therapy

    homes: Households | None = result.built.households
    if homes is None:
        return None
    reader = result.built.reader
    means = means_of(reader)
    people = [people_of(result, homes, h) for h in range(len(result.model.therapies))]
    counts = [counted(result, homes, h, each) for h, each in enumerate(people)]
    return {
        "consumption_per_day": means.mean_per_day,
        "poverty_line_per_day": poverty_line(means, reader),
        "indicators": [{"name": each.name, "title": each.title} for each in HARDSHIPS],
        "counted": [{"name": name, "title": COUNTED_SAID[name]} for name in COUNTED],
        "therapies": [
            {
                "therapy": name,
                "name": find_therapy(name, shelf).name,
                "course": [_course_said(result, homes, h, year, means) for year in _ends(result.model.years)],
                **_said(counts[h]),
            }
            for h, name in enumerate(result.model.therapies)
        ],
        "total": _said(summed(counts)),
        "who_starts": who_starts_said(result, people, homes.paths.strata.sexes, shelf),
    }


def counted(result: Result, homes: Households, h: int, people: People) -> Counted:
    """What the people of one therapy spend, and who of them stops for want of money."""
    model, parts = result.model, []
    considered, started = people.considered.sum(axis=3), people.started.sum(axis=3)
    for year in range(model.years):
        for payer, covered in enumerate((False, True)):
            spent = homes.faced(middle_era(model, year), h, covered).spent
            start, all_ = started[year, payer], considered[year, payer]
            each = shares_of(start, np.broadcast_to(spent.start, start.shape))
            parts.append(Counted(
                all_, start, each * spent.sell, each * spent.hardship, all_ * spent.if_treated,
                (each * spent.stop).sum(axis=1),
            ))  # fmt: skip
    whole = summed(parts)
    lost = result.outcome.lost[:, h, model.most_gates + NO_PAY].sum(axis=0)
    after = shares_of(whole.stopped, np.broadcast_to(whole.stopped.sum(axis=0), whole.stopped.shape))
    return replace(whole, stopped=after * lost)


def middle_era(model: Model, year: int) -> int:
    """The era in the middle of a year."""
    weeks = np.flatnonzero(model.year_of_week == year)
    return int(model.era_of_week[weeks[len(weeks) // 2]])


def summed(parts: list[Counted]) -> Counted:
    """The sum of several; courses of fewer cycles have nobody who stops after more."""
    most = max(len(each.stopped) for each in parts)
    longer = [
        np.concatenate([each.stopped, np.zeros((most - len(each.stopped), each.stopped.shape[-1]))])
        for each in parts
    ]
    whole = {
        name: np.asarray(sum(getattr(each, name) for each in parts))
        for name in Counted.__dataclass_fields__
        if name != "stopped"
    }
    return Counted(**whole, stopped=np.asarray(sum(longer)))


def _ends(years: int) -> list[int]:
    """The first and the last year."""
    return sorted({0, years - 1})


def _course_said(result: Result, homes: Households, h: int, year: int, means: Means) -> dict[str, Any]:
    """What a planned course asks of a household for which nobody else pays."""
    faced: Faced = homes.faced(middle_era(result.model, year), h, covered=False)
    reader, course = result.built.reader, faced.course
    draws = np.ones(result.model.draws)
    whole = {
        name: draws * (getattr(course.imaging, name) + course.cycles * getattr(course.cycle, name))
        for name in ("fares", "nights", "days", "wages")
    }
    usd = means.mean_per_year * reader.value("money.household_size") * reader.value("money.price_level")
    return {
        "year": result.first_year + year,
        "cycles": course.cycles,
        "fees": spread(draws * faced.fees),
        "fares": spread(whole["fares"]),
        "nights": spread(whole["nights"]),
        "days_away": spread(whole["days"]),
        "wages_share_of_year": spread(whole["wages"]),
        "wages_at_mean": spread(whole["wages"] * usd),
        "household_at_mean": spread(draws * usd),
    }


def _said(of: Counted) -> dict[str, Any]:
    started, considered = of.started.sum(axis=0), of.considered.sum(axis=0)
    return {
        "considered": spread(considered),
        "started": spread(started),
        "sold": {
            "persons": spread(of.sold.sum(axis=0)),
            "share": spread(known_share(of.sold.sum(axis=0), started)),
        },
        "stopped_for_money": [
            {"after_cycles": number, "persons": spread(each)} for number, each in enumerate(of.stopped, start=1)
        ],
        "hardship": _hardship(of, slice(0, FIFTHS)),
        "fifths": [
            {
                "fifth": fifth,
                "considered": spread(of.considered[fifth - 1]),
                "started": spread(of.started[fifth - 1]),
                "sold_share": spread(known_share(of.sold[fifth - 1], of.started[fifth - 1])),
                "hardship": _hardship(of, slice(fifth - 1, fifth)),
            }
            for fifth in QUINTILES
        ],
    }


def _hardship(of: Counted, fifths: slice) -> list[dict[str, Any]]:
    """By indicator and what is counted: how many who start are in hardship, and how many would be, were all treated."""
    started, considered = of.started[fifths].sum(axis=0), of.considered[fifths].sum(axis=0)
    kinds = [(hardship.name, name) for hardship in HARDSHIPS for name in COUNTED]
    hard, would = (
        each[:, :, fifths].sum(axis=2).reshape(len(kinds), -1) for each in (of.hardship, of.if_treated)
    )
    rows = (
        spreads(hard),
        spreads(known_share(hard, started)),
        spreads(known_share(would, considered)),
    )
    return [
        {"indicator": indicator, "counted": what, "persons": persons, "share": share, "if_treated_share": all_}
        for (indicator, what), persons, share, all_ in zip(kinds, *rows, strict=True)
    ]

