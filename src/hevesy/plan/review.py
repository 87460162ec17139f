"""The review's numbers beside what the shipped data give: reproduced or not, and why. Nothing is fitted to them.

Table review_checks.csv says for each number with what it is compared: a measure over shipped data and facts
(`basis` data), arithmetic on the review's own figures (`basis` review), something near that is printed beside
it and never judged (`basis` beside), or nothing, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from hevesy.facts import Fact, Shelf, State
from hevesy.places import Country, all_countries
from hevesy.plan.burden import DEFAULT
from hevesy.plan.need import people_in_need
from hevesy.plan.report.said import figure
from hevesy.products import activity_per_cycle, barriers, find_therapy


class Verdict(StrEnum):
    """What the shipped data say of a number of the review."""

    REPRODUCED = "reproduced"
    AGREES_WITH_ITSELF = "agrees with itself"
    NOT_REPRODUCED = "not reproduced"
    CANNOT = "cannot be reproduced"


@dataclass(frozen=True, slots=True)
class Ours:
    """What the shipped data give: a figure or a word (None where they are silent), its state and how it was counted."""

    value: float | str | None
    unit: str
    state: State
    said: str


@dataclass(frozen=True, slots=True)
class Check:
    """One number of the review, what the shipped data give, and the verdict; `ours` is None where nothing compares."""

    number: str
    fact: Fact
    section: str
    basis: str
    ours: Ours | None
    verdict: Verdict
    why: str

    @property
    def statement(self) -> str:
        return self.fact.note.partition("; ")[0]


def checks(shelf: Shelf, section: str = "") -> list[Check]:
    """Every number of the review, or of one section of its page, in its order."""
    return [_check(row, shelf) for row in shelf.table("review_checks") if section in ("", row["section"])]


def _check(row: dict[str, str], shelf: Shelf) -> Check:
    fact = shelf.fact(row["fact"])
    ours = _measured(row["measure"], shelf) if row["measure"] else None
    verdict = _verdict(fact, ours, row["basis"], shelf)
    return Check(row["number"], fact, row["section"], row["basis"], ours, verdict, row["why"])


def _verdict(fact: Fact, ours: Ours | None, basis: str, shelf: Shelf) -> Verdict:
    if ours is None or ours.value is None or basis == "beside":
        return Verdict.CANNOT
    about = shelf.fact("review.agreement.about").value
    assert about is not None
    if not agrees(fact.text if fact.value is None else fact.value, fact.text, ours.value, about):
        return Verdict.NOT_REPRODUCED
    return Verdict.REPRODUCED if basis == "data" else Verdict.AGREES_WITH_ITSELF


def agrees(stated: float | str, relation: str, found: float | str, about: float) -> bool:
    """Whether a figure found satisfies what was stated; `about` is the share by which "about" may differ.

    >>> agrees(131, "more than", 77, 0.25), agrees(673.0, "about", 673.4, 0.25), agrees("a", "a", "a", 0)
    (False, True, True)
    """
    if isinstance(stated, str) or isinstance(found, str):
        return stated == found
    if relation == "more than":
        return found > stated
    if relation == "at most":
        return found <= stated
    if relation == "about":
        return abs(found - stated) <= about * abs(stated)
    return round(found, 6) == stated


@dataclass(frozen=True, slots=True)
class Clash:
    """A total and a ratio of the review that cannot both hold: they are of different years."""

    modality: str
    total: float
    people: float
    people_per_machine: float

    @property
    def implied(self) -> float:
        """Machines that the high-income countries alone would have."""
        return self.people / self.people_per_machine

    @property
    def share(self) -> float:
        return self.implied / self.total


def clashes(shelf: Shelf) -> list[Clash]:
    """High-income people over the review's people per machine, beside its world total: shown, never asserted."""
    people = sum(_people(country, shelf) for country in all_countries(shelf) if country.income_group == "HIC")
    found = []
    for modality in ("spect", "pet"):
        total = shelf.fact(f"review.world.{modality}").value
        ratio = shelf.fact(f"review.equipment.people_per_{modality}_high_income").value
        assert total is not None and ratio is not None
        found.append(Clash(modality, total, people, ratio))
    return found


# --- measures ---------------------------------------------------------------------------------------------------

Measure = Callable[[Shelf, tuple[str, ...]], Ours]
_CALL = re.compile(r"(\w+)\(([^()]*)\)")
_PER = {"GBq": 1e9, "TBq": 1e12}


def _measured(text: str, shelf: Shelf) -> Ours:
    """The answer of a measure written as `name(argument argument)`."""
    call = _CALL.fullmatch(text)
    if call is None or call[1] not in _MEASURES:
        raise ValueError(
            f"review_checks.csv: {text!r} is no measure; there are {', '.join(sorted(_MEASURES))}"
        )
    return _MEASURES[call[1]](shelf, tuple(call[2].split()))


def _people(country: Country, shelf: Shelf) -> float:
    counted = shelf.find("country.population", country.iso3)
    return counted.value if counted is not None and counted.value is not None else 0.0


@dataclass(frozen=True, slots=True)
class _Densities:
    """Old densities of a machine, over the countries that answered."""

    countries: int
    with_any: int
    public_only: int
    people: float
    machines: float

    @property
    def state(self) -> State:
        return State.REPORTED if self.countries else State.MISSING

    def said(self) -> str:
        if not self.countries:
            return "the pack with the old densities is not there"
        return (
            f"{self.countries} countries answered in 2010-2014 ({self.public_only} for the public sector only), "
            f"{self.with_any} of them had any; {self.people / 1e6:,.0f} million people live there now"
        )


def _densities(shelf: Shelf, fact: str, group: str = "") -> _Densities:
    rows = [
        (found, _people(country, shelf))
        for country in all_countries(shelf)
        if group in ("", country.income_group) and (found := shelf.find(fact, country.iso3)) is not None
    ]
    known = [(found.value, found.state, people) for found, people in rows if found.value is not None]
    return _Densities(
        countries=len(known),
        with_any=sum(value > 0 for value, _, _ in known),
        public_only=sum(state is State.PUBLIC_ONLY for _, state, _ in known),
        people=sum(people for _, _, people in known),
        machines=sum(value * people / 1e6 for value, _, people in known),
    )


def _countries_with(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    found = _densities(shelf, *arguments)
    return Ours(float(found.with_any) if found.countries else None, "countries", found.state, found.said())


def _machines(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    found = _densities(shelf, *arguments)
    said = f"densities of that time times today's people: {found.said()}" if found.countries else found.said()
    return Ours(found.machines if found.countries else None, "machines", found.state, said)


def _people_per_machine(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    found = _densities(shelf, *arguments)
    ratio = found.people / found.machines if found.machines else None
    state = State.REPORTED_ZERO if found.countries and not found.machines else found.state
    return Ours(ratio, "people per machine", state, found.said())


def _cycles_needed(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    """Cycles a year for everybody who needs the therapy, over all countries; detected today in words."""
    therapy = find_therapy(arguments[0], shelf)
    true = detected = 0.0
    for country in all_countries(shelf):
        if not _people(country, shelf):
            continue
        reader = shelf.reader(country.iso3)
        needed, seen = people_in_need(therapy, DEFAULT, reader)
        each = reader.number(therapy.posology.cycles_given)
        for name in therapy.clinical_facts:
            each *= reader.number(name)
        true, detected = true + needed * each, detected + seen * each
    said = f"{therapy.name}, all countries; {figure(detected)} of them for disease that is detected today"
    return Ours(true, "cycles a year needed", State.IMPUTED, said)


def _sum(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    facts = [shelf.fact(name) for name in arguments]
    total = sum(fact.value for fact in facts if fact.value is not None)
    return Ours(total, facts[0].unit, State.REPORTED, f"the sum of {len(facts)} figures of the review")


def _activity(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    name, unit, *counted = arguments
    therapy = find_therapy(name, shelf)
    each = activity_per_cycle(therapy, shelf.reader("world"))
    treatments = _sum(shelf, tuple(counted)).value
    assert isinstance(treatments, float)
    said = f"{treatments:,.0f} treatments of {each.in_gbq:g} GBq"
    return Ours(treatments * each.bq / _PER[unit], f"{unit}/year", State.REPORTED, said)


def _reactors(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    listed = [row for row in shelf.table("producers") if row["role"] == "reactor"]
    if arguments == ("operating",):
        listed = [row for row in listed if row["status"] == "operating" and row["nuclides"]]
    which = ", operating, with a named radionuclide" if arguments == ("operating",) else ""
    return Ours(float(len(listed)), "reactors", State.REPORTED, f"in the shipped list of producers{which}")


def _countries_of_mo99(shelf: Shelf, _: tuple[str, ...]) -> Ours:
    rows = [
        row for row in shelf.table("producers") if row["role"] == "reactor" and row["status"] == "operating"
    ]
    found = sorted({row["iso3"] for row in rows if float(row["mo99_6d_ci_per_week"] or 0) > 0})
    return Ours(float(len(found)), "countries", State.REPORTED, ", ".join(found))


def _share_outside(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    fact, group = arguments
    inside = everywhere = 0.0
    for country in all_countries(shelf):
        found = shelf.find(fact, country.iso3)
        if found is not None and found.value is not None:
            everywhere += found.value
            inside += found.value if country.income_group == group else 0.0
    if not everywhere:
        return Ours(None, "percent", State.MISSING, "the pack with the deaths is not there")
    said = f"of the deaths of 2022 outside {group}; countries without a group count as outside"
    return Ours(100 * (1 - inside / everywhere), "percent", State.REPORTED, said)


def _five_as(shelf: Shelf, _: tuple[str, ...]) -> Ours:
    names = sorted({barrier.a for barrier in barriers(shelf).values() if barrier.a_stated})
    return Ours(float(len(names)), "A's", State.REPORTED, ", ".join(names))


def _first_a(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    first = next(one for one in barriers(shelf).values() if one.domain == arguments[0])
    return Ours(first.a, "", State.REPORTED, f"barrier {first.id}: {first.challenge}")


def _members_without(shelf: Shelf, arguments: tuple[str, ...]) -> Ours:
    members = sum(bool(country.region) for country in all_countries(shelf))
    answered = shelf.fact(arguments[0]).value
    assert answered is not None
    return Ours(
        members - answered, "countries", State.REPORTED, f"{members} members of WHO less {answered:g}"
    )


_MEASURES: dict[str, Measure] = {
    "countries_with": _countries_with,
    "machines": _machines,
    "people_per_machine": _people_per_machine,
    "cycles_needed": _cycles_needed,
    "sum": _sum,
    "activity": _activity,
    "reactors": _reactors,
    "countries_of_mo99": _countries_of_mo99,
    "share_outside": _share_outside,
    "five_as": _five_as,
    "first_a": _first_a,
    "members_without": _members_without,
}
