"""Against what a therapy is valued, and which facts say what becomes of people with each: tables of the shelf."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.errors import UnknownTherapy
from hevesy.facts import Reader, Shelf
from hevesy.products import find_therapy


@dataclass(frozen=True, slots=True)
class Comparison:
    """One therapy against one comparator by the evidence of one trial; the rest are names of facts (value.csv).

    `alive` and `free` are prefixes of the control's curves (`.median`, `.shape`); `ratio_alive_no_crossover` is empty
    where nobody crossed over. `price_month` is what the comparator costs a month without progression, times
    `price_times` where one is named, for at most `most_months`; `background_month` what the therapy's own arm is given
    beside it.
    """

    therapy: str
    id: str
    comparator: str
    trial: str
    alive: str
    free: str
    ratio_alive: str
    ratio_alive_no_crossover: str
    ratio_free: str
    price_month: str
    price_times: str
    most_months: str
    background_month: str
    adverse: str
    adverse_other: str
    decrement: str
    group: str
    note: str


@dataclass(frozen=True, slots=True)
class WithoutTrial:
    """A therapy without a comparator in any trial: valued against nothing, by the course of disease of the engine."""

    therapy: str
    group: str
    disability: bool
    not_valued: str  # why it is not valued; empty where it is


def comparisons(shelf: Shelf) -> tuple[Comparison, ...]:
    """Every comparison that has a trial behind it, the first of each therapy its main one."""
    return tuple(Comparison(**row) for row in shelf.table("value"))


def without_trial(shelf: Shelf) -> tuple[WithoutTrial, ...]:
    return tuple(
        WithoutTrial(row["therapy"], row["group"], row["disability"] == "yes", row["not_valued"])
        for row in shelf.table("value_courses")
    )


def asked_for(names: tuple[str, ...], shelf: Shelf) -> tuple[tuple[Comparison, ...], tuple[WithoutTrial, ...]]:
    """What is known of the therapies named (all where none is); raises UnknownTherapy with the nearest name."""
    wanted = [find_therapy(name, shelf).id for name in names]
    by_trial, by_course = comparisons(shelf), without_trial(shelf)
    if wanted:
        by_trial = tuple(row for row in by_trial if row.therapy in wanted)
        by_course = tuple(each for each in by_course if each.therapy in wanted)
    known = {row.therapy for row in by_trial} | {each.therapy for each in by_course}
    for name in wanted:
        if name not in known:
            raise UnknownTherapy(text=name, nearest=" that has a row in table value.csv or value_courses.csv")
    return by_trial, by_course


def cycle_price_fact(therapy: str, reader: Reader) -> str | None:
    """A price of a cycle that holds here instead of the class price of its income group; None where nobody says one."""
    name = f"value.price.{therapy}_cycle"
    return name if name in reader.stated or reader.shelf.find(name, reader.place) is not None else None
