"""A plan as its page shows it: acts with their dates and a bar on a timeline, kinds to add, jobs to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hevesy.facts import Shelf
from hevesy.plan.scenario.catalogue import catalogue
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.stated import capital, rests_on_assumption, running_per_year
from hevesy.plan.scenario.timeline import Scheduled, Timeline
from hevesy_service.plans.saying import EFFECTS, GROUPS, act_called, act_means

WIDTH = 520.0  # of the timeline, in the units of its picture
HEIGHT = 26.0
SHOWN_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """Where an act stands on the timeline: from its beginning until it is ready, and until it works in full.

    `turned`: time runs from right to left, as the text of the page does.
    """

    y: float
    begins: float
    ready: float
    full: float
    turned: bool

    @property
    def built(self) -> float:
        return max(1.0, self.ready - self.begins)

    @property
    def rises(self) -> float:
        return max(0.0, self.full - self.ready)

    @property
    def at_the_end(self) -> bool:
        """Whether its name stands before it, because there is no room behind."""
        return self.over_the_room_behind and self.begins >= WIDTH * 0.3

    @property
    def over_the_room_behind(self) -> bool:
        return self.full > WIDTH * 0.7

    @property
    def name_at(self) -> float:
        """Behind the bar; else before it; else upon it, where it fills the picture."""
        behind = self.begins if self.over_the_room_behind else self.full
        return _place(self.begins - 4.0 if self.at_the_end else behind + 4.0, 0.0, self.turned)

    @property
    def built_at(self) -> float:
        return _place(self.begins, self.built, self.turned)

    @property
    def rises_at(self) -> float:
        return _place(self.ready, self.rises, self.turned)


def _place(x: float, width: float, turned: bool) -> float:
    """Where a bar's left edge is drawn."""
    return WIDTH - x - width if turned else x


@dataclass(frozen=True, slots=True)
class Row:
    """An act: what it is, when, what it costs, on what its effect rests."""

    id: str
    name: str
    where: str
    begins: date
    ready: date
    late: date
    capital: float
    running: float
    effect: str
    waits_for: str
    decides: bool
    bar: Bar


def rows(scenario: Scenario, found: Timeline, shelf: Shelf) -> Iterator[Row]:
    """The acts of a plan, in the order in which they begin."""
    reader = shelf.reader(scenario.country)
    people = reader.number("country.population")
    for number, each in enumerate(sorted(found.rows, key=lambda row: (row.begins, row.intervention.id))):
        act = each.intervention
        yield Row(
            act.id, act_called(each.entry), act.centre.rpartition(":")[2].replace("_", " "), act.begins,
            found.day(each.ready), found.day(each.ready_high), _short(capital(act, each.entry, people, reader)),
            _short(running_per_year(act, each.entry, people, reader)), _effect(each, rests_on_assumption(act, reader)),
            _(", ").join(act_called(found.of(id).entry) for id in each.waits_for), act.id in found.critical_path,
            _bar(each, number, found),
        )  # fmt: skip


def _bar(each: Scheduled, number: int, found: Timeline) -> Bar:
    scale = WIDTH / found.weeks
    starts, ready, full = (min(WIDTH, max(0.0, week * scale)) for week in (each.starts, each.ready, each.full))
    return Bar(number * HEIGHT + 6.0, starts, ready, full, get_language_bidi())


def _effect(each: Scheduled, assumed: bool) -> str:
    if not each.entry.effects:
        return str(EFFECTS["decided" if each.entry.more else "counted"])
    return str(EFFECTS["assumed" if assumed else ("decided" if each.entry.decided else "measured")])


def _short(amount: float) -> float:
    return float(f"{amount:.{SHOWN_DIGITS}g}")


def years(scenario: Scenario) -> list[tuple[str, float]]:
    """Names of the years and where each begins on the timeline."""
    turned = get_language_bidi()
    step = WIDTH / scenario.years
    return [(str(scenario.start.year + n), _place(n * step, 0.0, turned)) for n in range(scenario.years)]


def kinds(shelf: Shelf) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Kinds of act that can be added, by where they are done: id, name, what it means."""
    found: dict[str, list[tuple[str, str, str]]] = {at: [] for at in GROUPS}
    for entry in sorted(catalogue(shelf).values(), key=act_called):
        found[entry.at].append((entry.id, act_called(entry), act_means(entry)))
    return [(str(GROUPS[at]), of) for at, of in found.items()]
