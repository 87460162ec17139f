"""Who is near a treated patient, how near and for how long, and how much dose they may get.

`neighbours.csv` names the persons; distances and hours are facts of kind assumption, so that a country or a centre
lays its own over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.facts import Fact, Reader, Shelf
from hevesy.products import Therapy

CONTACT = "radiation_safety.contact."
YEAR, CYCLE = "year", "cycle"
CLOSE, ROOM, NIGHT, JOURNEY = "close", "room", "night", "journey"
KEPT_APART = (CLOSE, NIGHT)  # what an instruction can end; what is left goes on at a metre or more


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of person: which constraint holds for them, over a cycle or a year, and what contact they have.

    `published` are the names of instruction days that somebody has published for them, the most fitting first.
    """

    name: str
    age_from: float | None
    age_to: float | None
    constraint: str
    period: str
    parts: tuple[str, ...]
    published: tuple[str, ...]
    published_night: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """One kind of contact: how far from the patient, for how many hours a day."""

    part: str
    metres: float
    hours_per_day: float

    @property
    def can_be_kept_apart(self) -> bool:
        return self.part in KEPT_APART


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody near the patient, with the constraint that holds for them and how that is known."""

    name: str
    kind: Kind
    contacts: tuple[Contact, ...]
    constraint_msv: float
    constraint: Fact

    @property
    def shares_bed(self) -> bool:
        return any(contact.part == NIGHT for contact in self.contacts)


@lru_cache(maxsize=4)
def kinds(shelf: Shelf) -> Mapping[str, Kind]:
    """Every kind of person by its name."""
    return {row["person"]: _kind(row) for row in shelf.table("neighbours")}


def _kind(row: Mapping[str, str]) -> Kind:
    younger, older = (float(row[name]) if row[name] else None for name in ("age_from", "age_to"))
    parts, published, night = (
        tuple(each for each in row[name].split(";") if each) for name in ("parts", "published", "published_night")
    )
    fact = f"radiation_safety.{row['constraint']}"
    return Kind(row["person"], younger, older, fact, row["period"], parts, published, night)


def kind_of(age: float, pregnant: bool, carer: bool, shelf: Shelf) -> Kind:
    """What somebody is: pregnancy first, then age, then care; a child who helps is a child."""
    known = kinds(shelf)
    if pregnant:
        return known["pregnant"]
    for kind in known.values():
        if kind.age_from is not None and kind.age_to is not None and kind.age_from <= age < kind.age_to:
            return kind
    return known["carer" if carer else "adult"]


def neighbour(name: str, kind: Kind, reader: Reader, *, bed: bool = False, cautious: bool = True) -> Neighbour:
    """A person of this kind with the contact that the shelf assumes; `bed` adds the nights.

    `cautious` takes the nearest and longest contact that is plausible, which is what instructions are made for; else
    what is usual.
    """
    found = [_contact(kind.name, part, reader, cautious) for part in kind.parts if part != JOURNEY]
    if bed:
        found.append(_contact("anybody", NIGHT, reader, cautious))
    return Neighbour(name, kind, tuple(found), reader.number(kind.constraint), reader.fact(kind.constraint))


def _contact(kind: str, part: str, reader: Reader, cautious: bool) -> Contact:
    held = "adult" if kind == "pregnant" else kind
    metres, hours = (reader.fact(f"{CONTACT}{held}.{part}.{name}") for name in ("metres", "hours"))
    usual = reader.number(metres.id), reader.number(hours.id)
    if not cautious:
        return Contact(part, *usual)
    near, long = metres.low, hours.high
    return Contact(part, usual[0] if near is None else near, usual[1] if long is None else long)


def published_days(one: Neighbour, therapy: Therapy, reader: Reader, *, night: bool) -> Fact | None:
    """The days that somebody has published for this person after this therapy, or None."""
    names = one.kind.published_night if night else one.kind.published
    found = (reader.find(f"radiation_safety.{therapy.id}.instruction_days.{name}") for name in names)
    return next((fact for fact in found if fact is not None and fact.value is not None), None)
