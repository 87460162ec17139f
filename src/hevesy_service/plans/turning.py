"""What can be turned of a plan, and the scenario that comes of turning it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hevesy.facts import Shelf
from hevesy.facts.sampling import is_sampled
from hevesy.plan.scenario.catalogue import COUNTED, Add, catalogue
from hevesy.plan.scenario.scenario import Intervention, Range, Scenario
from hevesy_service.jobs.models import Job, State
from hevesy_service.plans.saying import ADDED, act_called

WHEN, HOW_MUCH, FIGURE = "when", "adds", "fact"
MONTHS, STEPS = 12, 20
FROM_A_RUN = 4  # figures on which the last run of the plan rests most
LETTERS = 300  # of a step in the list of versions
ALMOST = 1e-9
ASSUMED: Mapping[str, Promise | str] = {  # what planners argue about; of each the range stands on the shelf
    "access.travel.decline_per_hour": gettext_lazy("Fewer come with each hour of the way: the rate"),
    "money.share_of_yearly_means": gettext_lazy("What a household can put into a course, of a year's means"),
    "money.distress.share": gettext_lazy("Households that sell or borrow where means do not reach"),
    "capacity.opening.days_per_year": gettext_lazy("Days a year on which a centre works"),
    "capacity.staff.share_of_diagnostics.physician": gettext_lazy("Physicians' hours that diagnostics take"),
    "capacity.scanner.repair_weeks": gettext_lazy("Weeks until a machine that failed works again"),
    "supply.outage.reactor.per_year": gettext_lazy("Unplanned stops of a reactor in a year"),
    "supply.flight.cancelled": gettext_lazy("Flights that leave without the parcel"),
}


@dataclass(frozen=True, slots=True)
class Slider:
    """One thing to turn: where it stands in the plan, how far it goes, and whether it counts months from the start.

    `drawn`: the plan draws this figure from its range; once turned it stands still.
    """

    kind: str
    of: str
    part: str
    label: str
    unit: str
    at: float
    least: float
    most: float
    step: str
    first: date | None = None
    drawn: bool = False

    @property
    def name(self) -> str:
        """Its name in the form."""
        return ":".join(each for each in (self.kind, self.of, self.part) if each)

    @property
    def id(self) -> str:
        """Its name as an element of the page."""
        return "".join(sign if sign.isalnum() else "-" for sign in self.name)

    def moved(self, value: float) -> bool:
        """Whether it stands elsewhere than in the plan."""
        return abs(value - self.at) > ALMOST * max(1.0, abs(self.at))

    def said(self, value: float) -> str:
        """A value in words: a month, or a number with its unit."""
        if self.first is not None:
            return f"{month_after(self.first, round(value)):%Y-%m}"
        return f"{value:.3g} {self.unit}".strip() if value < 1e6 else f"{value:,.0f} {self.unit}".strip()

    def within(self, value: float) -> float:
        """A value that the slider has: within its range, whole where only whole ones are."""
        kept = min(max(value, self.least), self.most)
        return float(round(kept)) if self.step == "1" else float(f"{kept:.4g}")


def month_after(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(first.month - 1 + months, MONTHS)
    return date(first.year + years, month + 1, 1)


def sliders(scenario: Scenario, shelf: Shelf, plan: str) -> list[Slider]:
    """Everything that can be turned of a plan: when its acts begin, how much they add, and what it assumes."""
    found = [*_of_acts(scenario, shelf)]
    named = {each.name for each in found}
    for fact, label in _figures(plan):
        slider = _of_figure(fact, label, scenario, shelf)
        if slider is not None and slider.name not in named:
            named.add(slider.name)
            found.append(slider)
    return found


def _of_acts(scenario: Scenario, shelf: Shelf) -> Iterator[Slider]:
    entries, start = catalogue(shelf), scenario.start.replace(day=1)
    last = scenario.years * MONTHS - 1
    for act in scenario.interventions:
        entry = entries[act.kind]
        called = _named(act, act_called(entry))
        at = (act.begins.year - start.year) * MONTHS + act.begins.month - start.month
        if 0 <= at <= last:
            yield Slider(WHEN, act.id, "", called, "", float(at), 0.0, float(last), "1", start)
        for name, each in entry.adds.items() if "adds" in entry.uses else ():
            yield _amount(act, called, name, each)


def _named(act: Intervention, name: str) -> str:
    where = act.centre.rpartition(":")[2].replace("_", " ")
    return f"{name} · {where}" if where else name


def _amount(act: Intervention, called: str, name: str, each: Add) -> Slider:
    at = float(act.adds.get(name, each.usual if not act.adds else 0.0))
    most = min(float(each.most), max(4 * max(at, float(each.usual)), 4.0))
    step = "1" if name in COUNTED else f"{most / STEPS:g}"
    label = f"{called}: {ADDED.get(name, name)}"
    return Slider(HOW_MUCH, act.id, name, label, "", at, 0.0, max(most, at), step)


def _figures(plan: str) -> Iterator[tuple[str, str]]:
    """Those on which the last run of the plan rests most, then those that planners argue about."""
    job = Job.objects.filter(about=f"plan/{plan}", kind="simulate", state=State.DONE).first()
    file = None if job is None else job.folder / "simulation.json"
    if file is not None and file.is_file():
        answers = json.loads(file.read_text("utf-8")).get("importance", [])
        rows = [row for answer in answers for row in answer["facts"] if row["fact"] not in ASSUMED]
        best: dict[str, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: -row["share"]):
            best.setdefault(row["fact"], row)
        yield from ((name, row["label"]) for name, row in list(best.items())[:FROM_A_RUN])
    yield from ((name, str(label)) for name, label in ASSUMED.items())


def _of_figure(name: str, label: str, scenario: Scenario, shelf: Shelf) -> Slider | None:
    """None for what cannot be stated: a figure without a range, or the common cause behind others."""
    fact = shelf.find(name, scenario.country)
    if fact is None or fact.value is None or fact.low is None or fact.high is None or not is_sampled(fact):
        return None
    if any(row["cause"] == name for row in shelf.table("drawn_together")):
        return None
    said = scenario.facts.get(name)
    at = float(fact.value if said is None else said.expected)
    least, most = min(float(fact.low), at), max(float(fact.high), at)
    drawn = said is None or said.low != said.high
    return Slider(FIGURE, name, "", label, fact.unit, at, least, most, "any", drawn=drawn)


def turned(found: list[Slider], posted: Mapping[str, str]) -> dict[str, float]:
    """Where each slider stands; where it stood for what was not sent, or is no number.

    A browser without a script sends a field of numbers beside each slider, which then counts.
    """
    return {each.name: _value(each, posted) for each in found}


def _value(slider: Slider, posted: Mapping[str, str]) -> float:
    written = posted.get(f"n:{slider.name}", posted.get(slider.name, ""))
    if f"n:{slider.name}" in posted and slider.first is not None:
        return _months(slider, written)
    try:
        value = float(written)
    except ValueError:
        return slider.at
    if value != value or not slider.moved(value):  # not a number, or where it stood
        return slider.at
    return slider.within(value)


def _months(slider: Slider, written: str) -> float:
    """Months from the start to a month that was written as 2028-05."""
    assert slider.first is not None
    try:
        day = date.fromisoformat(f"{written}-01")
    except ValueError:
        return slider.at
    return slider.within(float((day.year - slider.first.year) * MONTHS + day.month - slider.first.month))


def moves(found: list[Slider], at: Mapping[str, float]) -> list[Slider]:
    """The sliders that stand elsewhere than in the plan."""
    return [each for each in found if each.moved(at[each.name])]


def applied(scenario: Scenario, found: list[Slider], at: Mapping[str, float]) -> Scenario:
    """The scenario with what was turned; a figure that was turned stands at one value."""
    acts = {each.id: each for each in scenario.interventions}
    facts = dict(scenario.facts)
    for slider in moves(found, at):
        value = at[slider.name]
        if slider.kind == WHEN and slider.first is not None:
            acts[slider.of] = replace(acts[slider.of], begins=month_after(slider.first, round(value)))
        elif slider.kind == HOW_MUCH:
            acts[slider.of] = replace(acts[slider.of], adds=_adds(slider.of, found, at))
        else:
            facts[slider.of] = Range(value, value, value)
    return replace(scenario, interventions=tuple(acts.values()), facts=facts)


def _adds(act: str, found: list[Slider], at: Mapping[str, float]) -> dict[str, float]:
    """All that an act adds: once something of it is stated, its kind's usual numbers hold no more."""
    return {each.part: at[each.name] for each in found if (each.kind, each.of) == (HOW_MUCH, act) and at[each.name] > 0}


def what_was_turned(moved: list[Slider], at: Mapping[str, float]) -> str:
    """What was turned, as the book keeps it: names and values, the same in every language."""
    said = ", ".join(f"{each.of}{'.' + each.part if each.part else ''} = {each.said(at[each.name])}" for each in moved)
    return f"turned: {said}"[:LETTERS]
