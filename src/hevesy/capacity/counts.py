"""What a centre has: machines, places, persons and hours, from its pack where it says so, else as of its income group.

A number that nobody stated is imputed, never zero, and named in `imputed`. A zero that somebody counted stays zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from hevesy.capacity.minutes import CADRES, ENGINEER, MODALITIES, Value
from hevesy.errors import UnknownAddition
from hevesy.facts import Reader
from hevesy.facts.fact import level_of
from hevesy.places import Centre

PLACES = {"chair": "treatment_chair", "bed": "isolation_bed"}  # resource: modality of equipment.csv
LIMITS = {
    "waste": "capacity.waste.store_litres",
    "money": "capacity.money.usd_per_year",
}
HOURS, DOSES = "capacity.opening.hours_per_week", "capacity.doses."
CENTRE = level_of("ISO3/centre")
ADDABLE = (*PLACES, *MODALITIES, *CADRES, *LIMITS, "hours")


@dataclass(frozen=True, slots=True)
class Counts:
    """Places and machines by resource (chair, bed, pet, spect), persons by cadre, hours open in a week.

    `whole` are the machines or persons whose absence is followed, at least 1 where there is any; `old` the share of
    the machines of a modality that are older than their lifetime; `other_work` the share of the slots of a modality
    that other patients take. `limits` are the litres of the waste store and the money of a year; None limits nothing.
    `imputed` names what nobody stated. `engineers` are those of whom somebody counted how many there are, else None.
    """

    amount: Mapping[str, Value]
    whole: Mapping[str, int]
    hours: Value
    other_work: Mapping[str, Value]
    old: Mapping[str, float]
    limits: Mapping[str, Value | None]
    imputed: tuple[str, ...]
    engineers: int | None = None


def counted(centre: Centre | None, reader: Reader, on: date) -> Counts:
    """What a centre has on a day; for None, what a new centre of the country's income group would have."""
    amount: dict[str, Value] = {}
    whole: dict[str, int] = {}
    imputed = []
    said = _stated(centre, reader)
    for name in (*PLACES, *MODALITIES, *CADRES):
        fact = f"capacity.team.{name}" if name in CADRES else f"capacity.equipment.{PLACES.get(name, name)}"
        number = said.get(name)
        if number is None or own(fact, reader):
            if not own(fact, reader):
                imputed.append(name)
            amount[name], number = reader.value(fact), reader.number(fact)
        else:
            amount[name] = number
        whole[name] = units_of(number)
    hours = _hours(centre, reader)
    stated_hours = centre is not None and (centre.hours_per_week, centre.days_per_week) != (None, None)
    if not stated_hours and not own(HOURS, reader):
        imputed.append("hours")
    lifetime = reader.number("economics.scanner.capital.lifetime")
    old = {modality: share_old(centre, modality, on, lifetime) for modality in MODALITIES}
    limits = {name: _limit(fact, reader) for name, fact in LIMITS.items()}
    other_work = _other_work(centre, reader)
    engineers = _engineers(said.get(ENGINEER), reader)
    return Counts(amount, whole, hours, other_work, old, limits, tuple(imputed), engineers)


def _engineers(number: float | None, reader: Reader) -> int | None:
    fact = f"capacity.team.{ENGINEER}"
    if own(fact, reader):
        number = reader.number(fact)
    return None if number is None else units_of(number)


def added(counts: Counts, adds: Mapping[str, Value], closes: bool = False) -> Counts:
    """The counts with so many machines, places, persons or hours in a week more; `closes` allows fewer.

    New machines are not old. Raises UnknownAddition for a name that is no resource, or fewer than nothing.
    """
    amount, whole, old, hours = dict(counts.amount), dict(counts.whole), dict(counts.old), counts.hours
    limits = dict(counts.limits)
    for name, more in adds.items():
        if name not in ADDABLE:
            raise UnknownAddition(name=name, known=", ".join(ADDABLE))
        if name == "hours":
            hours = hours + more
            continue
        if name in limits:
            held = limits[name]
            limits[name] = None if held is None else held + more
            continue
        before, most = whole[name], float(np.max(more))  # as many are followed as come in any draw
        whole[name] = max(0, before + (units_of(most) if most > 0 else -units_of(-most)))
        amount[name] = np.maximum(amount[name] + more, 0.0) if closes else amount[name] + more
        if name in old and whole[name] > 0 and most > 0:
            old[name] = old[name] * before / whole[name]
    return replace(counts, amount=amount, whole=whole, old=old, hours=hours, limits=limits)


def aged(counts: Counts, more: Mapping[str, float]) -> Counts:
    """The counts when so many machines more, by modality, have become older than their lifetime."""
    old = dict(counts.old)
    for name, number in more.items():
        if number > 0 and counts.whole[name] > 0:
            old[name] = min(1.0, old[name] + number / counts.whole[name])
    return replace(counts, old=old)


def units_of(number: float) -> int:
    """How many machines or persons stand behind an amount: half a post is one person, nothing is none.

    >>> units_of(0.5), units_of(1.4), units_of(0)
    (1, 1, 0)
    """
    return max(1, round(number)) if number > 0 else 0


def share_old(centre: Centre | None, modality: str, on: date, lifetime: float) -> float:
    """The share of a centre's machines of a modality known to be older than their lifetime, in years."""
    if centre is None:
        return 0.0
    machines = [each for each in centre.equipment if each.modality == modality and each.usable]
    total = sum(each.usable or 0 for each in machines)
    past = sum(each.usable or 0 for each in machines if _age(each.installed, on) > lifetime)
    return past / total if total else 0.0


def _age(installed: str, on: date) -> float:
    """Years since the year of installation; a machine of unknown age is not called old."""
    year = installed[:4]
    return float(on.year - int(year)) if year.isdigit() else 0.0


def _stated(centre: Centre | None, reader: Reader) -> dict[str, float | None]:
    """The numbers that the pack states, by resource; None or absent where it does not."""
    if centre is None:
        return {}
    said: dict[str, float | None] = {}
    for name, modality in (*PLACES.items(), *((each, each) for each in MODALITIES)):
        found = [machine.usable for machine in centre.equipment if machine.modality == modality]
        known = [number for number in found if number is not None]
        said[name] = float(sum(known)) if found and len(known) == len(found) else None
    for row in reader.shelf.table("staff", centre.iso3):
        if row["centre"] == centre.id and row["cadre"] in (*CADRES, ENGINEER):
            said[row["cadre"]] = _persons(row)
    return said


def _persons(row: Mapping[str, str]) -> float | None:
    """Those trained for therapy where that is known, else all of the cadre."""
    number = row.get("trained_for_therapy") or row.get("count") or ""
    return float(number) if number else None


def _hours(centre: Centre | None, reader: Reader) -> Value:
    if own(HOURS, reader):
        return reader.value(HOURS)
    if centre is not None and centre.hours_per_week is not None:
        return centre.hours_per_week
    if centre is not None and centre.days_per_week is not None:
        return centre.days_per_week * reader.value("capacity.opening.hours_per_day")
    return reader.value(HOURS)


def _other_work(centre: Centre | None, reader: Reader) -> dict[str, Value]:
    said = None if centre is None or centre.other_work is None else centre.other_work / 100.0
    found: dict[str, Value] = {}
    for modality in MODALITIES:
        fact = f"capacity.scanner.other_work.{modality}"
        found[modality] = reader.value(fact) if said is None or own(fact, reader) else said
    return found


def own(name: str, reader: Reader) -> bool:
    """Whether a scenario states this figure for the very centre: then it goes before the centre's pack."""
    fact = reader.stated.get(name)
    return fact is not None and level_of(fact.place) == CENTRE


def doses_per_week(therapy: str, reader: Reader) -> Value | None:
    """Doses of a therapy that can be delivered to the centre in a week; None where nobody states a limit."""
    return _limit(f"{DOSES}{therapy}", reader)


def _limit(name: str, reader: Reader) -> Value | None:
    """A limit that a pack or scenario states, or None: the shipped rows say that nobody knows."""
    fact = reader.stated.get(name) or reader.shelf.find(name, reader.place)
    return None if fact is None or fact.value is None else reader.value(name)
