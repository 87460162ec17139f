"""What a centre can do in one ordinary week, and how its machines and people come and go.

`centre_week` and `imaging_week` read a pack; `week_of` and `slots_of` are pure: from counts and the reader's figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from hevesy.capacity.counts import Counts, added, counted
from hevesy.capacity.leaving import leaving
from hevesy.capacity.minutes import CADRES, ENGINEER, MODALITIES, RESOURCES, SLOT_MINUTES, Value
from hevesy.facts import Reader
from hevesy.places import Centre

__all__ = [
    "RESOURCES",
    "CentreWeek",
    "ImagingWeek",
    "centre_week",
    "imaging_week",
    "slots_of",
    "week_of",
]

WEEKS_PER_YEAR = 365.25 / 7
MODEL_WEEKS = 52
MINUTES_PER_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Machines or persons behind a resource and their weekly probabilities; units 0: not followed."""

    units: int
    fails: Value
    back: Value


@dataclass(frozen=True, slots=True)
class CentreWeek:
    """By resource, in the units of `minutes.UNITS`: the amount with everybody present (None: no limit), and upkeep.

    Chairs and beds have their number as units and never fail; a queue needs whole ones. A scan after therapy can
    wait for the camera's repair, so a camera that is down takes its share of the minutes and closes nothing.
    `notes` are codes: `imputed:<name>` where a default stands in, `no_camera` where scans after therapy are left out.
    """

    have: dict[str, Value | None]
    upkeep: dict[str, Upkeep]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImagingWeek:
    """Slots of half an hour that are left for candidates, by modality (pet, spect), and the machines behind them."""

    slots: dict[str, Value]
    upkeep: dict[str, Upkeep]
    notes: tuple[str, ...]


def centre_week(
    centre: Centre | None, reader: Reader, on: date, adds: Mapping[str, float] | None = None
) -> CentreWeek:
    """What a centre can do in a week; None is a new centre of the country with the usual team and places.

    `adds` are machines, places, persons by resource and hours, as interventions add them. The reader's place is the
    country, or ISO3/centre where the pack states figures of the centre's own.
    """
    return week_of(added(counted(centre, reader, on), adds or {}), reader)


def imaging_week(
    centre: Centre | None, reader: Reader, on: date, adds: Mapping[str, float] | None = None
) -> ImagingWeek:
    """The scanner slots of a place in a week that are left for candidates of radionuclide therapy."""
    return slots_of(added(counted(centre, reader, on), adds or {}), reader)


def week_of(counts: Counts, reader: Reader) -> CentreWeek:
    """A week from counts alone: places by opening, persons by contract and their share of diagnostics."""
    days = counts.hours * working_share(reader) / reader.value("capacity.opening.hours_per_day")
    people = {
        cadre: followed(cadre, staff_upkeep(cadre, counts.whole[cadre], reader), counts) for cadre in CADRES
    }
    have: dict[str, Value | None] = {
        "chair": counts.amount["chair"] * days,
        "bed": counts.amount["bed"] * reader.value("capacity.opening.days_per_year") / WEEKS_PER_YEAR,
        **{
            cadre: counts.amount[cadre] * minutes_of_a_person(cadre, counts, reader) * share
            for cadre, (_, share) in people.items()
        },
        "waste": counts.limits["waste"],
        "money": _a_week(counts.limits["money"]),
    }
    always = {name: Upkeep(counts.whole[name], 0.0, 1.0) for name in ("chair", "bed")}
    upkeep = {**always, **{cadre: chain for cadre, (chain, _) in people.items()}}
    notes = [f"imputed:{name}" for name in counts.imputed]
    if counts.whole["spect"]:
        after = reader.value("capacity.scanner.after_therapy")
        works = scanner_upkeep("spect", counts, reader)
        have["spect"] = (
            _free_minutes(counts, "spect", reader) * after * works.back / (works.back + works.fails)
        )
    else:
        have["spect"] = None
        notes.append("no_camera")
    nobody = Upkeep(0, 0.0, 1.0)
    return CentreWeek(
        {name: have[name] for name in RESOURCES},
        {name: upkeep.get(name, nobody) for name in RESOURCES},
        tuple(notes),
    )


def slots_of(counts: Counts, reader: Reader) -> ImagingWeek:
    """Slots for candidates from counts alone; of the SPECT slots, scans after therapy take their share."""
    machines = {
        modality: followed(modality, scanner_upkeep(modality, counts, reader), counts)
        for modality in MODALITIES
    }
    pet = _free_minutes(counts, "pet", reader) / SLOT_MINUTES * machines["pet"][1]
    spect = _free_minutes(counts, "spect", reader) / SLOT_MINUTES * machines["spect"][1]
    spect = spect * (1.0 - reader.value("capacity.scanner.after_therapy"))
    upkeep = {modality: chain for modality, (chain, _) in machines.items()}
    notes = tuple(f"imputed:{name}" for name in counts.imputed if name in (*MODALITIES, "hours"))
    return ImagingWeek({"pet": pet, "spect": spect}, upkeep, notes)


def followed(name: str, upkeep: Upkeep, counts: Counts) -> tuple[Upkeep, Value]:
    """The chain of what was counted; of what is only imputed no absence is followed, and its mean share is taken off.

    Nobody knows how many persons stand behind an imputed team, so nothing is said of the months it is closed.
    """
    if name not in counts.imputed or not counts.whole[name]:
        return upkeep, 1.0
    return replace(upkeep, units=0), upkeep.back / (upkeep.back + upkeep.fails)


def together(found: Sequence[Upkeep]) -> Upkeep:
    """The machines of several owners as one kind: the mean share that works, and the mean chance to be back, of all.

    >>> both = together([Upkeep(1, 0.2, 0.2), Upkeep(3, 0.0, 0.2)])  # 1 x 0.5 + 3 x 1 of 4 machines work: 7/8
    >>> both.units, both.back, round(float(both.back / (both.back + both.fails)), 12)
    (4, 0.2, 0.875)
    """
    with_any = [each for each in found if each.units] or list(found[:1])
    first, units = with_any[0], sum(each.units for each in found)
    if all(each.fails is first.fails and each.back is first.back for each in with_any):
        return replace(first, units=units)
    working = sum(each.units * (each.back / (each.back + each.fails)) for each in with_any) / units
    back = sum(each.units * each.back for each in with_any) / units
    return Upkeep(units, np.minimum(1.0, back * (1.0 - working) / working), back)


def working_share(reader: Reader) -> Value:
    """The share of the weekdays of a year on which a centre works."""
    return np.minimum(1.0, reader.value("capacity.opening.days_per_year") / (5 * WEEKS_PER_YEAR))


def minutes_of_a_person(cadre: str, counts: Counts, reader: Reader) -> Value:
    """Minutes that one person in post has for therapy in an average week: never more than the centre is open."""
    hours = np.minimum(reader.value("capacity.staff.hours_per_week"), counts.hours)
    weeks = reader.value("capacity.staff.weeks_per_year") / WEEKS_PER_YEAR
    therapy = 1.0 - reader.value(f"capacity.staff.share_of_diagnostics.{cadre}")
    return hours * MINUTES_PER_HOUR * weeks * reader.value("capacity.staff.share_with_patients") * therapy


def staff_upkeep(cadre: str, persons: int, reader: Reader) -> Upkeep:
    """Persons leave and are replaced, or stay away for some weeks; both make one chain of two states.

    The mean time away is that of both kinds, weighted by how often they happen.
    """
    leaves = leaving(cadre, reader)
    away = reader.value("capacity.staff.long_absence_per_year")
    weeks_lost = leaves * reader.value(f"capacity.staff.weeks_to_replace.{cadre}") + away * reader.value(
        "capacity.staff.long_absence_weeks"
    )
    per_week = (leaves + away) / WEEKS_PER_YEAR
    return Upkeep(persons, np.minimum(1.0, per_week), np.minimum(1.0, (leaves + away) / weeks_lost))


def scanner_upkeep(modality: str, counts: Counts, reader: Reader) -> Upkeep:
    """Failure and repair in a week from the share of time that a machine is down and the weeks a repair takes.

    In the long run down = fails / (fails + back). Repairs shorter than a week count as one week, less often.
    """
    down = reader.value("economics.scanner.capital.downtime") / 100.0
    older = 1.0 + counts.old[modality] * (reader.value("capacity.scanner.old_machine_factor") - 1.0)
    down = np.minimum(down * older, reader.value("capacity.scanner.most_downtime"))
    back = 1.0 / np.maximum(1.0, reader.value("capacity.scanner.repair_weeks"))
    back = np.minimum(back, (1.0 - down) / down)  # so that `fails` is a probability
    return Upkeep(counts.whole[modality], back * down / (1.0 - down), back / longer_repair(counts, reader))


def longer_repair(counts: Counts, reader: Reader) -> Value:
    """How much longer repairs take because now and then no engineer is in post.

    Only where a centre's engineers were counted: elsewhere the share of time out of order is known, or assumed, with
    engineers as they are.
    """
    if counts.engineers is None:
        return 1.0
    chain = staff_upkeep(ENGINEER, counts.engineers, reader)
    nobody = (chain.fails / (chain.fails + chain.back)) ** counts.engineers
    return 1.0 + nobody * (reader.value("capacity.scanner.repair_without_engineer") - 1.0)


def _a_week(money: Value | None) -> Value | None:
    """A year's money in a week: a year of the engine has 52, and spends all of it."""
    return None if money is None else money / MODEL_WEEKS


def _free_minutes(counts: Counts, modality: str, reader: Reader) -> Value:
    """Minutes of the machines of a modality in a week that other work leaves, with all machines working."""
    minutes = counts.amount[modality] * counts.hours * MINUTES_PER_HOUR * working_share(reader)
    return minutes * (1.0 - counts.other_work[modality])
