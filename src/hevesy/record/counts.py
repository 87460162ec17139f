"""A centre's record as counts and times without persons: what PLAN may know of it, and nothing finer.

Therapies for which PLAN has one figure are counted together. No day and no id stands in a row, nothing is finer than a
quarter, reasons that people wrote are told only where a table names them, and a count of one to four is not told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from statistics import quantiles

from hevesy.facts import Shelf
from hevesy.products.measured import ANY, Measure, measure, measures
from hevesy.record.course import NEXT, Entry
from hevesy.record.journey import DAY, FIRST_DOSE, PATH, Journey, Wait, corrected, journey
from hevesy.record.spent import Spent, spent
from hevesy.record.template import GIVEN, templates

STOPPED = "stop"
FEWEST = 5  # persons in a count that is told
EDGES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 25, 30, 35, 42, 49, 60, 75, 90, 120, 180, 270, 365, 730, 3650)


@dataclass(frozen=True, slots=True)
class Count:
    """One row: `count` of `of`. `count` is None where it is one to four; `low` and `high` bound days or minutes.

    `what`: lost, declined, put_off, not_given_later, stopped, lost_after (of: person-years), waited, waiting,
    given (in a quarter, or in all), persons (of: what they were given) and begun in a year, squares (of what each
    course was given), weeks, minutes. A wait is until `act`; that for the first dose is from the decision to treat.
    `spent` are the minutes of a step (`act`, a row of PLAN's table of minutes) and of whom (`reason`), of so many
    courses, with their `median`, `mean` and `spread` (the standard deviation of single ones).
    """

    what: str
    therapies: tuple[str, ...]
    act: str = ""
    reason: str = ""
    period: str = ""
    low: float | None = None
    high: float | None = None
    count: float | None = None
    of: float | None = None
    median: float | None = None
    mean: float | None = None
    spread: float | None = None


Story = tuple[str, Sequence[Entry]]  # a therapy, and what was recorded of one course
Key = tuple[Measure, tuple[str, ...]]  # what is measured, of which therapies together


def counted(stories: Iterable[Story], since: datetime, until: datetime, shelf: Shelf) -> list[Count]:
    """The counts of a centre from one moment to another; losses and waits are of those who came in that time.

    Quarters and years are those of the clock on which `since` is said.
    """
    told = [each for each in stories if each[1]]
    journeys = [found for each in told if (found := journey(*each, until, shelf)) and found.begun >= since]
    weeks = (until - since).days / 7
    rows = [Count("weeks", (), count=round(weeks, 1), period=f"{quarter(since)} to {quarter(until - DAY)}")]
    return [
        *rows, *_shares(journeys, shelf), *_waits(journeys), *_given(told, since, until), *_minutes(journeys),
        *_spent(told, since, until, shelf),
    ]  # fmt: skip


# --- shares -------------------------------------------------------------------------------------------------


class _Shares:
    """How many were met by each measure, and of how many; in the order in which they were first met."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.hit: dict[Key, float] = defaultdict(float)
        self.met: dict[Key, float] = defaultdict(float)

    def note(self, each: Journey, measured: Measure, count: float, among: float = 1) -> None:
        key = (measured, alike(each.therapy, measured, self.shelf))
        self.hit[key] += count
        self.met[key] += among

    def rows(self) -> Iterator[Count]:
        for (measured, therapies), met in self.met.items():
            count = self.hit[measured, therapies]
            told = None if 0 < count < FEWEST else count
            if met >= FEWEST:
                reason = measured.reason if measured.reasons != (ANY,) or measured.what == "lost" else ""
                yield Count(measured.what, therapies, measured.act, reason, count=told, of=round(met, 1))


def _shares(journeys: Sequence[Journey], shelf: Shelf) -> Iterator[Count]:
    found, later = _Shares(shelf), {(each.therapy, cycle) for each in journeys for cycle in _went_on(each)}
    for each in journeys:
        _of_path(each, found)
        _of_cycles(each, found, later)
    return found.rows()


def _of_path(each: Journey, found: _Shares) -> None:
    """Who came to an act or was lost before it; who still waits for it is in neither."""
    for act in PATH[1:]:
        if act not in each.done and act != each.lost_before:
            continue
        why = measure("lost", act, each.reason, found.shelf) if act == each.lost_before else None
        for measured in measures("lost", act, found.shelf):
            found.note(each, measured, measured is why)
        if act in each.done:
            for measured in measures("declined", act, found.shelf):
                found.note(each, measured, act == each.declined)


def _of_cycles(each: Journey, found: _Shares, later: set[tuple[str, int]]) -> None:
    """What was put off, stopped or lost afterwards; a stop counts only after cycles that others went on from."""

    def note(what: str, act: str, count: float, among: float) -> None:
        for measured in measures(what, act, found.shelf) if among > 0 else ():
            found.note(each, measured, count, among)

    note("put_off", GIVEN, each.put_off, len(each.given) + each.put_off_ended + each.put_off_open)
    note("not_given_later", GIVEN, each.put_off_ended, each.put_off - each.put_off_open)
    for cycle, said in each.went_on.items():
        if said == STOPPED or said in NEXT:
            note("stopped", "next_step", said == STOPPED, (each.therapy, cycle) in later)
    note("lost_after", "follow_up", each.lost_after, each.years_after)


def _went_on(each: Journey) -> list[int]:
    return [cycle for cycle, said in each.went_on.items() if said in NEXT]


@lru_cache(maxsize=1024)
def alike(therapy: str, measured: Measure, shelf: Shelf) -> tuple[str, ...]:
    """The therapies that are counted together with this one: those for which PLAN has the same figure, or none."""
    fact = measured.fact_of(therapy, shelf)
    return tuple(each for each in _therapies(shelf) if measured.fact_of(each, shelf) == fact)


@lru_cache(maxsize=4)
def _therapies(shelf: Shelf) -> tuple[str, ...]:
    return tuple(therapy for each in templates(shelf).values() for therapy in each.therapies)


# --- waits --------------------------------------------------------------------------------------------------


def _waits(journeys: Sequence[Journey]) -> Iterator[Count]:
    """Days until each act, of all therapies together, and to the first dose of each; in steps of five persons."""
    for act in PATH[1:]:
        waits = [wait for each in journeys for wait in each.waits if wait.act == act]
        yield from _both(act, (), waits)
    for therapy in sorted({each.therapy for each in journeys}):
        waits = [wait for each in journeys if each.therapy == therapy for wait in each.waits if wait.act == FIRST_DOSE]
        yield from _both(FIRST_DOSE, (therapy,), waits)


def _both(act: str, therapies: tuple[str, ...], waits: Sequence[Wait]) -> Iterator[Count]:
    yield from _stepped("waited", act, therapies, [wait.days for wait in waits if wait.over])
    yield from _stepped("waiting", act, therapies, [wait.days for wait in waits if not wait.over])


def _stepped(what: str, act: str, therapies: tuple[str, ...], days: Sequence[float]) -> Iterator[Count]:
    """Neighbouring steps are put together until each holds five; fewer than five in all are not told."""
    if len(days) < FEWEST:
        return
    held = Counter(bisect_right(EDGES, each) - 1 for each in days)
    steps: list[tuple[int, int, int]] = []  # from which edge, to which, how many
    for step in sorted(held):
        first = steps.pop() if steps and steps[-1][2] < FEWEST else None
        steps.append((step if first is None else first[0], step + 1, held[step] + (first[2] if first else 0)))
    if steps[-1][2] < FEWEST:
        last = steps.pop()
        steps.append((steps[-1][0], last[1], steps.pop()[2] + last[2]))
    for low, high, many in steps:
        yield Count(what, therapies, act, low=EDGES[low], high=EDGES[min(high, len(EDGES) - 1)], count=many)


# --- what was given -----------------------------------------------------------------------------------------


def _given(stories: Sequence[Story], since: datetime, until: datetime) -> Iterator[Count]:
    """Administrations of each therapy by quarter and year, of all courses there were."""
    by: dict[str, list[list[datetime]]] = defaultdict(list)
    for therapy, entries in stories:
        times = (each.at for each in corrected(entries) if each.act == GIVEN and since <= each.at < until)
        given = [at.astimezone(since.tzinfo) for at in times]
        if given:
            by[therapy].append(given)
    for therapy in sorted(by):
        yield from _of_therapy(therapy, by[therapy])


def _of_therapy(therapy: str, courses: Sequence[Sequence[datetime]]) -> Iterator[Count]:
    if len(courses) < FEWEST:
        return
    every = [at for each in courses for at in each]
    yield Count("given", (therapy,), GIVEN, count=len(every), of=len(courses))
    yield Count("squares", (therapy,), GIVEN, count=sum(len(each) ** 2 for each in courses), of=len(courses))
    for period, many in sorted(Counter(map(quarter, every)).items()):
        yield Count("given", (therapy,), GIVEN, period=period, count=many if many >= FEWEST else None)
    for year, persons in sorted(Counter(year for each in courses for year in {at.year for at in each}).items()):
        begun = sum(each[0].year == year for each in courses)
        many = sum(at.year == year for at in every)
        if persons >= FEWEST:
            told = None if 0 < begun < FEWEST else begun
            yield Count("persons", (therapy,), GIVEN, period=str(year), count=persons, of=many)
            yield Count("begun", (therapy,), GIVEN, period=str(year), count=told)


def _minutes(journeys: Sequence[Journey]) -> Iterator[Count]:
    """How long administrations took: the middle half of them, in whole minutes."""
    by: dict[str, list[float]] = defaultdict(list)
    for each in journeys:
        by[each.therapy] += each.minutes
    for therapy, minutes in sorted(by.items()):
        if len(minutes) >= 4 * FEWEST:
            low, _, high = quantiles(minutes, n=4)
            yield Count("minutes", (therapy,), GIVEN, low=round(low), high=round(high), count=len(minutes))


def written_down(
    stories: Iterable[Story], since: datetime, until: datetime, shelf: Shelf
) -> dict[tuple[str, str], Spent]:
    """The minutes that courses tell between one moment and another, before small numbers are left out."""
    within = (
        (therapy, [each for each in corrected(entries) if since <= each.at < until]) for therapy, entries in stories
    )
    return spent(within, shelf)


def _spent(stories: Sequence[Story], since: datetime, until: datetime, shelf: Shelf) -> Iterator[Count]:
    """Minutes of each step and cadre in which five persons at least have part."""
    for (event, who), each in written_down(stories, since, until, shelf).items():
        if len(each.courses) >= FEWEST:
            yield spent_count(event, who, each)


def spent_count(event: str, who: str, each: Spent) -> Count:
    """The row of one step and cadre, however few."""
    return Count(
        "spent", (), event, who, count=len(each.minutes), of=len(each.courses),
        median=round(each.median), mean=round(each.mean, 1), spread=round(each.spread, 1),
    )  # fmt: skip


def quarter(moment: datetime) -> str:
    """The quarter of a moment, as in 2027-Q3."""
    return f"{moment.year}-Q{(moment.month + 2) // 3}"
