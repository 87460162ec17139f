"""An individual case safety report: what ICH E2B(R3) and the CIOMS form ask for, what is missing, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hevesy.facts import Reader, Shelf

SERIOUS = ("death", "life_threatening", "hospital", "disabling", "congenital", "important")
OUTCOMES = ("recovered", "recovering", "not_recovered", "sequelae", "fatal", "unknown")
MINIMUM = ("reporter", "patient", "product", "reaction")
CHILD_UNTIL, ELDERLY_FROM = 18, 65  # the age groups of E2B(R3) D.2.3, as they are recalled; the years are not printed
MASKED = "MSK"  # what E2B says where a value is known and withheld: no name or initials leave the centre


@dataclass(frozen=True, slots=True)
class Element:
    """A line of the report: its part, E2B(R3) element, box of the CIOMS form and standard name.

    `minimum` names the criterion that it fulfils, `is_read` whether number and name were read in a source.
    """

    part: str
    field: str
    element: str
    box: str
    name: str
    minimum: str
    source: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An element with what is known for it; empty is missing, and said so."""

    element: Element
    value: str

    @property
    def is_missing(self) -> bool:
        return not self.value


@dataclass(frozen=True, slots=True)
class Reaction:
    """One row of a toxicity entry: a reaction with its CTCAE grade and since when."""

    entry: str
    row: int
    term: str
    grade: int
    since: date | None


@lru_cache(maxsize=4)
def elements(shelf: Shelf) -> tuple[Element, ...]:
    """Every line of a report, in its order."""
    return tuple(
        Element(row["part"], row["field"], row["element"], row["box"], row["name"], row["minimum"], row["source"],
                row["kind"] == "verified")
        for row in shelf.table("safety_report")
    )  # fmt: skip


def lines(said: Mapping[str, Any], shelf: Shelf) -> tuple[Line, ...]:
    """The report, line by line: what is known, and an empty value for what is not."""
    return tuple(Line(each, _text(each, said)) for each in elements(shelf))


def _text(each: Element, said: Mapping[str, Any]) -> str:
    if each.field in SERIOUS:
        return "yes" if each.field in said.get("serious", ()) else "no" if said.get("judged") else ""
    value = said.get(each.field)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def minimum_lacking(said: Mapping[str, Any], shelf: Shelf) -> tuple[str, ...]:
    """The minimum criteria that are not fulfilled: without all four it is no report yet.

    One line that is known fulfils its criterion; a lot that is missing is said beside it.
    """
    known = {line.element.minimum for line in lines(said, shelf) if line.element.minimum and not line.is_missing}
    return tuple(each for each in MINIMUM if each not in known)


def is_expedited(serious: Iterable[str], expected: bool | None) -> bool:
    """Serious and not known to be expected: unknown is treated as unexpected."""
    return bool(set(serious) & set(SERIOUS)) and expected is not True


def due(aware: date, serious: Iterable[str], expected: bool | None, reader: Reader) -> date | None:
    """The last day for an expedited report: calendar days after the day on which the centre knew; None for others."""
    days = int(reader.number("pharmacovigilance.expedited_days"))
    return aware + timedelta(days=days) if is_expedited(serious, expected) else None


def to_judge(entry: str, said: Mapping[str, Any], reader: Reader) -> tuple[Reaction, ...]:
    """The reactions of a toxicity entry that are so grave that somebody must judge whether they are serious."""
    least = reader.number("pharmacovigilance.grade_to_judge")
    return tuple(each for each in reactions(entry, said) if each.grade >= least)


def reactions(entry: str, said: Mapping[str, Any]) -> tuple[Reaction, ...]:
    """Every reaction of a toxicity entry."""
    rows = said.get("toxicities") or ()
    return tuple(
        Reaction(entry, number, str(row["toxicity_term"]), int(row["toxicity_grade"]),
                 date.fromisoformat(row["toxicity_since"]) if row.get("toxicity_since") else None)
        for number, row in enumerate(rows)
    )  # fmt: skip


def implied(grade: int) -> tuple[str, ...]:
    """What a CTCAE grade says by its own definition: 5 is death, 4 is life-threatening; a person may add to it."""
    return {5: ("death",), 4: ("life_threatening",)}.get(grade, ())


def age_group(born: date | None, on: date | None) -> str:
    """A patient as child, adult or elderly on a day; empty where it is not known. No age in years is given away."""
    if born is None or on is None:
        return ""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return "child" if years < CHILD_UNTIL else "elderly" if years >= ELDERLY_FROM else "adult"
