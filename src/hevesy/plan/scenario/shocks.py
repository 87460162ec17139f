"""What is known of the shocks of a scenario before any draw: their entries, the facts they read, their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hevesy.facts import Reader
from hevesy.plan.scenario.scenario import Scenario, Shock
from hevesy.plan.scenario.shock_catalogue import Part, ShockEntry, shock_catalogue
from hevesy.plan.scenario.stated import own_name


@dataclass(frozen=True, slots=True)
class Span:
    """Expected value, low and high of a figure."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """One shock as one tells of it: how likely it is in a year, how long it lasts and what recovery takes, in weeks."""

    shock: Shock
    entry: ShockEntry
    per_year: Span | None
    lasts: Span
    recovery: Span

    def ends(self) -> tuple[date, date] | None:
        """The expected days on which it ends and on which nothing of it is felt; None where it comes at random."""
        if self.shock.begins is None:
            return None
        end = self.shock.begins + timedelta(weeks=self.lasts.expected)
        return end, end + timedelta(weeks=self.recovery.expected)


def fact_of(shock: Shock, figure: str, of_catalogue: str) -> str:
    """The fact to read for a figure: the shock's own where it states one, else the catalogue's."""
    return own_name(shock, figure) if getattr(shock, figure) is not None else of_catalogue


def size_of(shock: Shock, part: Part) -> str:
    """The fact that says how much a part takes: stated for the part, for the whole shock, or the catalogue's."""
    if part.id in shock.sizes:
        return own_name(shock, f"size.{part.id}")
    return fact_of(shock, "size", part.size)


def expected(scenario: Scenario, reader: Reader) -> Sequence[Expected]:
    """The shocks of a scenario in the order of its file; figures that it states must be among the reader's."""
    known = shock_catalogue(reader.shelf)
    return [
        Expected(
            shock=shock,
            entry=known[shock.kind],
            per_year=None if shock.per_year is None else span_of(own_name(shock, "per_year"), reader),
            lasts=span_of(fact_of(shock, "lasts_weeks", known[shock.kind].lasts_weeks), reader),
            recovery=span_of(fact_of(shock, "recovery_weeks", known[shock.kind].recovery_weeks), reader),
        )
        for shock in scenario.shocks
    ]


def span_of(name: str, reader: Reader) -> Span:
    value, fact = reader.number(name), reader.fact(name)
    return Span(value, value if fact.low is None else fact.low, value if fact.high is None else fact.high)
