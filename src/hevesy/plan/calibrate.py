"""A centre's counts turned into PLAN's figures: what it lost, how long people waited, and what it gave, with intervals.

Whatever PLAN has no figure for is said with the reason, and never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hevesy.facts import Shelf
from hevesy.plan.observed import Range, median_days, per_year, rate, share
from hevesy.products.measured import PASSED, Measure, measure
from hevesy.record.counts import Count
from hevesy.record.spent import FEW_MINUTES, fact_of, mean_within

By = Mapping[str, Sequence[Count]]
SHARES = ("lost", "declined", "put_off", "not_given_later", "stopped", "lost_after")
WAITS = ("waited", "waiting")
DOSES, DOSES_A_WEEK = "capacity.doses.", "doses/week"
FEW_AMONG = 50  # so many must have come for one to four of them to say anything
TOO_FEW = f"one to four of fewer than {FEW_AMONG} say too little"
NO_FACT = "PLAN has no figure for it"
NOT_FULL = "what was given is no limit, unless the centre could not give more; --full says that it could not"
NO_CENTRE = "a limit is that of one centre; --centre says which centre of the pack it is"
NO_CENTRE_MINUTES = "minutes are those of one centre; --centre says which centre of the pack it is"
RECKONED = "PLAN reckons waits from what a centre can do"
IN_TABLE = "stands in waits.csv of the pack, by which `hevesy plan reconcile` calibrates, where there is a --centre"
MINUTES = "the middle half of them, start to end; PLAN's minutes are those of each cadre"
TOO_FEW_MINUTES = f"fewer than {FEW_MINUTES} say too little"
NO_PART = "PLAN's table of minutes has no such row"


@dataclass(frozen=True, slots=True)
class Observed:
    """One thing that was observed: the fact that it states (empty where PLAN has none), else why it states none."""

    name: str
    therapies: tuple[str, ...]
    found: Range
    unit: str
    of: float
    fact: str = ""
    place: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class CentreYear:
    """What a year of a centre says: everything that was observed, and the rows of treatments.csv and waits.csv."""

    country: str
    centre: str
    period: str
    observed: tuple[Observed, ...]
    treatments: tuple[Mapping[str, object], ...]
    waits: tuple[Mapping[str, object], ...]

    @property
    def facts(self) -> list[Observed]:
        """What states a figure of a plan."""
        return [each for each in self.observed if each.fact]

    @property
    def silent(self) -> list[Observed]:
        """What states none."""
        return [each for each in self.observed if not each.fact]


def centre_year(counts: Sequence[Count], country: str, centre: str, full: bool, shelf: Shelf) -> CentreYear:
    """Everything that a table of counts says. `full`: the centre could not have given more than it gave."""
    by: dict[str, list[Count]] = {}
    for each in counts:
        by.setdefault(each.what, []).append(each)
    weeks = by["weeks"][0]
    observed = [
        *(_share(row, country, shelf) for what in SHARES for row in by.get(what, ())),
        *_waits(by), *_doses(by, weeks.count or 1.0, f"{country}/{centre}" if centre else "", full), *_minutes(by),
        *_spent(by, f"{country}/{centre}" if centre else "", shelf),
    ]  # fmt: skip
    treatments = tuple(_treatments(by, country, centre)) if centre else ()
    waits = tuple(_median_weeks(by, weeks.period, country, centre)) if centre else ()
    return CentreYear(country, centre, weeks.period, tuple(observed), treatments, waits)


# --- shares -------------------------------------------------------------------------------------------------


def _share(row: Count, country: str, shelf: Shelf) -> Observed:
    measured = measure(row.what, row.act, row.reason, shelf)
    of = row.of or 0.0
    lost = per_year(row.count, of) if row.what == "lost_after" else share(row.count, of)
    name = " ".join(each.replace("_", " ") for each in (row.what, row.act, row.reason) if each)
    fact, why = _fact_of(measured, row, shelf)
    passed = bool(fact) and measured is not None and measured.share == PASSED
    return Observed(name, row.therapies, lost.rest if passed else lost, "fraction", of, fact, fact and country, why)


def _fact_of(measured: Measure | None, row: Count, shelf: Shelf) -> tuple[str, str]:
    """The fact that a row states, or nothing and why not."""
    if measured is None:
        return "", NO_FACT
    facts = {measured.fact_of(each, shelf) for each in row.therapies}
    if len(facts) != 1 or "" in facts:
        return "", measured.note or NO_FACT
    if row.count is None and (row.of or 0.0) < FEW_AMONG:
        return "", TOO_FEW
    return facts.pop(), ""


# --- waits, doses, minutes ----------------------------------------------------------------------------------


def _waits(by: By) -> Iterator[Observed]:
    """Medians of the waits, in days."""
    for act, therapies, waited, waiting in _each_wait(by):
        found = median_days(waited, waiting)
        if found is not None:
            many = sum(row.count or 0 for row in waited)
            name = f"days until {act.replace('_', ' ')}, median"
            yield Observed(name, therapies, found, "day", many, why_not=IN_TABLE if therapies else RECKONED)


def _each_wait(by: By) -> Iterator[tuple[str, tuple[str, ...], list[Count], list[Count]]]:
    """Each wait: of which act and therapies, whose wait is over, and who still waits."""
    for act, therapies in dict.fromkeys((row.act, row.therapies) for row in by.get("waited", ())):
        waited, waiting = (
            [row for row in by.get(what, ()) if (row.act, row.therapies) == (act, therapies)] for what in WAITS
        )
        yield act, therapies, waited, waiting


def _doses(by: By, weeks: float, place: str, full: bool) -> Iterator[Observed]:
    """Administrations a week of each therapy; a limit only where somebody says that more was not possible."""
    squares = {row.therapies: row.count for row in by.get("squares", ())}
    for row in by.get("given", ()):
        several = squares.get(row.therapies)
        if row.period or not row.count or not several:
            continue
        found = rate(row.count, several, weeks)
        fact = DOSES + row.therapies[0] if full and place else ""
        why = "" if fact else NO_CENTRE if full else NOT_FULL
        yield Observed("doses a week", row.therapies, found, DOSES_A_WEEK, row.count, fact, fact and place, why)


def _minutes(by: By) -> Iterator[Observed]:
    for row in by.get("minutes", ()):
        low, high = row.low or 0.0, row.high or 0.0
        found = Range((low + high) / 2, low, high)
        yield Observed("minutes of an administration", row.therapies, found, "min", row.count or 0, why_not=MINUTES)


def _spent(by: By, place: str, shelf: Shelf) -> Iterator[Observed]:
    """The mean minutes of each step and cadre: the row of the one table of minutes, as this centre works."""
    for row in by.get("spent", ()):
        many, mean = row.count or 0.0, row.mean or 0.0
        name = f"minutes of {row.act.replace('_', ' ')}, {row.reason.replace('_', ' ')}"
        fact = fact_of(row.act, row.reason)
        known = bool(fact and shelf.rows(fact))
        why = (
            NO_PART if not known else TOO_FEW_MINUTES if many < FEW_MINUTES or mean <= 0 else
            "" if place else NO_CENTRE_MINUTES
        )  # fmt: skip
        found = Range(mean, *mean_within(mean, row.spread or 0.0, many))
        yield Observed(name, (), found, "min", many, "" if why else fact, "" if why else place, why)


# --- rows of the pack's tables ------------------------------------------------------------------------------


def _treatments(by: By, country: str, centre: str) -> Iterator[Mapping[str, object]]:
    begun = {(row.therapies, row.period): row.count for row in by.get("begun", ())}
    for row in by.get("persons", ()):
        courses = begun.get((row.therapies, row.period))
        yield {
            "iso3": country, "centre": centre, "therapy": row.therapies[0], "year": row.period,
            "patients": row.count, "administrations": row.of, "courses": "" if courses is None else courses,
        }  # fmt: skip


def _median_weeks(by: By, period: str, country: str, centre: str) -> Iterator[Mapping[str, object]]:
    """From the decision to treat to the first dose, and who waits at the end of the time."""
    for _, therapies, waited, waiting in _each_wait(by):
        found = median_days(waited, waiting) if therapies else None
        if found is not None:
            yield {
                "iso3": country, "centre": centre, "therapy": therapies[0], "year": period.partition("-")[0],
                "median_weeks": round(found.value / 7, 2),
                "waiting_now": sum(row.count or 0 for row in waiting) if waiting else "",
            }  # fmt: skip
