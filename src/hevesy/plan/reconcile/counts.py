"""Last year's own counts, as a country's pack holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from hevesy.errors import ImpossibleCount, NoCounts
from hevesy.facts import Shelf, State
from hevesy.places import Country
from hevesy.places.centre import rows_of
from hevesy.plan.burden import CHOICES
from hevesy.products import Therapy
from hevesy.tables import Row

COUNTED = (State.REPORTED, State.REPORTED_ZERO, State.PUBLIC_ONLY)
FIGURES = ("courses", "patients", "administrations")  # each at least as many as the one before


@dataclass(frozen=True, slots=True)
class Count:
    """What one row of treatments.csv says; None is unknown. `at_least`: others were treated whom nobody counted.

    `centre` is empty for the whole country. `row` is where it stands.
    """

    centre: str
    therapy: str
    year: int
    courses: float | None
    patients: float | None
    administrations: float | None
    foreigners: float | None
    sent_abroad: float | None
    at_least: bool
    row: Row

    def figures(self) -> list[tuple[str, float]]:
        """The figures that are known, the smaller ones first.

        Persons who began two courses in the year are fewer than courses; then the courses say more and stand alone.
        """
        named = [(name, getattr(self, name)) for name in FIGURES]
        known = [(name, value) for name, value in named if value is not None]
        twice = self.courses is not None and self.patients is not None and self.courses > self.patients
        return [(name, value) for name, value in known if not (twice and name == "patients")]


@dataclass(frozen=True, slots=True)
class Wait:
    """What one row of waits.csv says."""

    centre: str
    therapy: str
    median_weeks: float | None
    waiting_now: float | None
    row: Row


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry's count of cases or deaths that is not what the need was worked out from."""

    site: str
    measure: str
    count: float
    at_least: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that is known of one year, and remarks on what was left aside."""

    year: int
    treatments: tuple[Count, ...]
    waits: tuple[Wait, ...]
    registry: tuple[Registry, ...]
    notes: tuple[str, ...]

    @property
    def therapies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(count.therapy for count in self.treatments))


def counts(country: Country, shelf: Shelf, made_on: date, choice: str, year: int | None = None) -> Counts:
    """The counts of `year`, or of the newest year that has any. Raises NoCounts, or ImpossibleCount."""
    held = [_count(row, made_on) for row in rows_of("treatments", country.iso3, shelf) if _counted(row)]
    for count in held:
        _refuse_slips(count, made_on)
    years = sorted({count.year for count in held})
    chosen = year if year is not None else (years[-1] if years else None)
    if chosen is None or chosen not in years:
        which = f" in {year}" if year is not None else ""
        known = f" It has some of {', '.join(map(str, years))}." if years else ""
        raise NoCounts(country=country.name, which=which, known=known)
    now = [count for count in held if count.year == chosen]
    notes = [*_notes(held, chosen, made_on), *_left_aside(country, shelf, chosen)]
    treatments = _without_sums(now, notes)
    waits = tuple(_waits(country, shelf, chosen))
    return Counts(
        chosen, tuple(treatments), waits, tuple(registry_counts(shelf, country, choice)), tuple(notes)
    )


def counted_year(iso3: str, shelf: Shelf) -> int | None:
    """The newest year of which a country's packs hold counts of treatments; None where they hold none."""
    return max(
        (int(row["year"]) for row in rows_of("treatments", iso3, shelf) if _counted(row)), default=None
    )


def registry_counts(shelf: Shelf, country: Country, choice: str) -> Iterable[Registry]:
    """Registry counts beside another source of burden; where the registry is that source it is not used twice."""
    if choice == CHOICES[0]:
        return
    for name in shelf.ids(f"{CHOICES[0]}."):
        fact = shelf.find(name, country.iso3)
        _, site, measure = name.split(".")
        if fact is not None and fact.value is not None and fact.state in COUNTED:
            yield Registry(site, measure, fact.value, fact.state is State.PUBLIC_ONLY)


def put_together(counts: Sequence[Count], therapies: Sequence[Therapy]) -> tuple[list[Count], list[str]]:
    """Alternatives for the same patients counted as one: under the therapy of the group that most were given.

    The model asks how many of a group's patients are treated; which of two like medicines they were given is not
    in it.
    """
    group = {therapy.id: therapy.need_group for therapy in therapies}
    given: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for count in counts:
        given[group[count.therapy]][count.therapy] += sum(value for _name, value in count.figures())
    leader = {name: max(most, key=lambda each: (most[each], each)) for name, most in given.items()}
    merged: dict[tuple[str, str], Count] = {}
    for count in counts:
        here = replace(count, therapy=leader[group[count.therapy]])
        key = (here.centre, here.therapy)
        merged[key] = _added(merged[key], here) if key in merged else here
    notes = [
        f"{', '.join(sorted(most))} are given to the same patients: their counts are added, as {leader[name]}."
        for name, most in given.items()
        if len(most) > 1
    ]
    return list(merged.values()), notes


def _added(first: Count, second: Count) -> Count:
    def both(name: str) -> float | None:
        one, other = getattr(first, name), getattr(second, name)
        return None if one is None or other is None else float(one + other)

    abroad = [each.sent_abroad for each in (first, second) if each.sent_abroad is not None]
    return replace(
        first,
        courses=both("courses"),
        patients=both("patients"),
        administrations=both("administrations"),
        foreigners=both("foreigners"),
        sent_abroad=sum(abroad) if abroad else None,
        at_least=first.at_least or second.at_least,
    )


def _counted(row: Row) -> bool:
    return _state(row) in COUNTED and any(row[name] is not None for name in (*FIGURES, "sent_abroad"))


def _state(row: Row) -> State:
    """The row's state; a row with figures and no state was reported by whoever wrote it."""
    return State(row["state"]) if row["state"] else State.REPORTED


def _count(row: Row, made_on: date) -> Count:
    state, year = _state(row), int(row["year"])
    return Count(
        row["centre"] or "",
        row["therapy"],
        year,
        row["courses"],
        row["patients"],
        row["administrations"],
        row["foreigners"],
        row["sent_abroad"],
        state is State.PUBLIC_ONLY or year == made_on.year,
        row,
    )


def impossible(row: Row, field: str, problem: str, advice: str) -> ImpossibleCount:
    return ImpossibleCount(file=row.file, line=row.line, field=field, problem=problem, advice=advice)


def _refuse_slips(count: Count, made_on: date) -> None:
    """Counts that no year can have, whatever the model says."""
    if count.year > made_on.year:
        raise impossible(count.row, "year", f"{count.year} lies in the future", "check the year")
    parts = [*count.figures(), ("foreigners", count.foreigners), ("sent_abroad", count.sent_abroad)]
    for name, value in parts:
        if value is not None and value < 0:
            raise impossible(count.row, name, f"{value:g} people can't be", "a count is zero or more")
    known = count.figures()
    for (less, fewer), (more, greater) in pairwise(known):
        if fewer > greater:
            raise impossible(
                count.row,
                more,
                f"{greater:g} {more} are fewer than {fewer:g} {less}",
                "check which of the two is right",
            )
    if count.foreigners is not None and count.patients is not None and count.foreigners > count.patients:
        raise impossible(
            count.row,
            "foreigners",
            f"{count.foreigners:g} foreigners are more than {count.patients:g} patients",
            "foreigners are counted among the patients",
        )
    if None not in (count.foreigners, count.administrations) and count.foreigners > count.administrations:  # type: ignore[operator]
        raise impossible(
            count.row,
            "foreigners",
            f"{count.foreigners:g} foreigners are more than {count.administrations:g} administrations",
            "each of them was given one at least",
        )


def _without_sums(now: Sequence[Count], notes: list[str]) -> list[Count]:
    """A national row beside rows of centres is their sum: it is checked, and the centres are used."""
    by_centre: dict[str, list[Count]] = defaultdict(list)
    for count in now:
        if count.centre:
            by_centre[count.therapy].append(count)
    kept = []
    for count in now:
        parts = by_centre.get(count.therapy, [])
        if count.centre or not parts:
            kept.append(count)
            continue
        for name, value in count.figures():
            summed = sum(getattr(part, name) or 0.0 for part in parts)
            if summed > value and not count.at_least:
                raise impossible(
                    count.row,
                    name,
                    f"the country's {value:g} {name} are fewer than its centres' {summed:g}",
                    "correct the row that is wrong, or leave the country's row out",
                )
        notes.append(
            f"The country's own row of {count.therapy} stands beside rows of centres: only its patients sent abroad "
            "were used."
        )
        kept.append(replace(count, courses=None, patients=None, administrations=None, foreigners=None))
    return kept


def _notes(held: Sequence[Count], year: int, made_on: date) -> Iterable[str]:
    other = sorted({count.year for count in held} - {year})
    if other:
        yield f"Only counts of {year} were compared; those of {', '.join(map(str, other))} were not."
    if year == made_on.year:
        yield f"{year} is not over: its counts are taken as at least so many."


def _left_aside(country: Country, shelf: Shelf, year: int) -> Iterable[str]:
    for row in rows_of("treatments", country.iso3, shelf):
        if int(row["year"]) == year and _state(row) is State.IMPUTED:
            yield f"{row.file.name}, line {row.line}: an imputed count is nobody's count and was not used."


def _waits(country: Country, shelf: Shelf, year: int) -> Iterable[Wait]:
    for row in rows_of("waits", country.iso3, shelf):
        if int(row["year"]) == year and _state(row) in COUNTED:
            yield Wait(row["centre"] or "", row["therapy"], row["median_weeks"], row["waiting_now"], row)
