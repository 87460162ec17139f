"""Minutes that a centre itself wrote down: of everybody at each step, and of the places that a treatment holds.

They are those of one table: the facts `capacity.minutes.<event>.<cadre>`, by which a plan reckons what a centre can do.
Table `act_minutes.csv` says which act of a course tells of which event. A treatment has several acts; its minutes
count only where each of them tells: what nobody wrote down is not zero.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from statistics import fmean, median, stdev

from hevesy.capacity.minutes import ALWAYS, CADRES, administration, event_in
from hevesy.facts import Shelf
from hevesy.products import find_therapy
from hevesy.products.tracers import tracers
from hevesy.record.course import ENDED, NEXT, Entry
from hevesy.record.template import GIVEN

TREATED, IMAGED, CLOSING = "given", "imaging", "next_step"  # events whose rows hang on how it is given, or with what
CHAIR, BED, CAMERA = "chair", "bed", "camera"
PLACES = (CHAIR, BED, CAMERA)
SCAN_MINUTES = "capacity.spect.minutes_per_scan"
FEW_MINUTES = 20  # so many must have been written down for their mean to say anything
ONE_STAY = ("inpatient", "angiography")  # settings that are the same whether or not somebody stays in a bed

Key = tuple[str, str]  # an event, and who or what its minutes are of
Parts = Mapping[str, Mapping[Key, str]]


@dataclass(slots=True)
class Spent:
    """The minutes of one event and cadre (or place): each that is whole, of how many courses, and what others lack."""

    minutes: list[float] = field(default_factory=list)
    courses: set[int] = field(default_factory=set)
    lacks: Counter[str] = field(default_factory=Counter)  # acts that did not tell, where others did

    @property
    def median(self) -> float:
        return median(self.minutes)

    @property
    def mean(self) -> float:
        return fmean(self.minutes)

    @property
    def spread(self) -> float:
        """The standard deviation of single ones; of one alone, nothing is known and it is 0."""
        return stdev(self.minutes) if len(self.minutes) > 1 else 0.0


@lru_cache(maxsize=4)
def parts(shelf: Shelf) -> Parts:
    """By act: the field that tells the minutes of an event and of whom."""
    found: dict[str, dict[Key, str]] = {}
    for row in shelf.table("act_minutes"):
        found.setdefault(row["act"], {})[row["event"], row["who"]] = row["field"]
    return found


def fact_of(event: str, who: str) -> str:
    """The fact by which a plan counts these minutes; empty where it counts the place in another way."""
    if who in CADRES:
        return f"capacity.minutes.{event}.{who}"
    return SCAN_MINUTES if who == CAMERA else ""


def spent(stories: Iterable[tuple[str, Sequence[Entry]]], shelf: Shelf) -> dict[Key, Spent]:
    """What the courses of a centre tell, each a therapy and its entries as they hold, in the order of the clock."""
    found: dict[Key, Spent] = defaultdict(Spent)
    for number, (therapy, entries) in enumerate(stories):
        for key, minutes in (*_single(therapy, entries, shelf), *_treatments(therapy, entries, found, shelf)):
            found[key].minutes.append(minutes)
            found[key].courses.add(number)
    return {key: found[key] for key in sorted(found)}


def _single(therapy: str, entries: Sequence[Entry], shelf: Shelf) -> Iterator[tuple[Key, float]]:
    """Events that are one act each."""
    setting = administration(find_therapy(therapy, shelf), shelf).setting
    for entry in entries:
        for (event, who), name in parts(shelf).get(entry.act, {}).items():
            if event != TREATED and entry.said.get(name) is not None:
                held = _imaged_with(entry, shelf) if event == IMAGED else event_in(event, setting, shelf)
                if held:
                    yield (held, who), float(entry.said[name])


def _imaged_with(entry: Entry, shelf: Shelf) -> str:
    """Imaging with PET or with a gamma camera, by the nuclide in the agent's name; empty where it names none."""
    agent = str(entry.said.get("agent", ""))
    return next((f"imaging_{each.modality}" for each in tracers(shelf).values() if each.nuclide in agent), "")


def _treatments(
    therapy: str, entries: Sequence[Entry], found: dict[Key, Spent], shelf: Shelf
) -> Iterator[tuple[Key, float]]:
    """Each cycle that is over, and in which something was given; what one lacks is noted in `found`."""
    asked = _asked(shelf)
    for cycle in _cycles(entries):
        event, place = _setting(therapy, cycle[GIVEN][-1], shelf)
        minutes = _held(cycle[GIVEN][-1], place)
        if minutes is not None and place:
            yield (event, place), minutes
        for who, fields in asked.items():
            told = {act: [entry.said.get(name) for entry in cycle.get(act, ())] for act, name in fields.items()}
            lacks = [act for act, said in told.items() if not said or None in said]
            if not lacks:
                yield (event, who), math.fsum(each or 0.0 for said in told.values() for each in said)
            elif any(each is not None for said in told.values() for each in said):
                found[event, who].lacks.update(lacks)


@lru_cache(maxsize=4)
def _asked(shelf: Shelf) -> dict[str, dict[str, str]]:
    """Of each cadre, the acts of a treatment that tell its minutes, and in which field."""
    found: dict[str, dict[str, str]] = {}
    for act, told in parts(shelf).items():
        for (event, who), name in told.items():
            if event == TREATED:
                found.setdefault(who, {})[act] = name
    return found


def _cycles(entries: Sequence[Entry]) -> Iterator[dict[str, list[Entry]]]:
    """The acts of each cycle with an administration, after which somebody said what comes next."""
    cycle: dict[str, list[Entry]] = {}
    for entry in entries:
        cycle.setdefault(entry.act, []).append(entry)
        if entry.act == CLOSING and entry.said.get("next") in (*NEXT, *ENDED):
            if GIVEN in cycle:
                yield cycle
            cycle = {}


def _setting(therapy: str, given: Entry, shelf: Shelf) -> Key:
    """In which setting it was given, and the place that it held: a bed where somebody stayed in one."""
    usual = administration(find_therapy(therapy, shelf), shelf)
    place = str(given.said.get("place_used") or (BED if usual.bed == ALWAYS else CHAIR))
    event = "inpatient" if place == BED and usual.setting not in ONE_STAY else usual.setting
    return event, place if place in PLACES else ""


def _held(given: Entry, place: str) -> float | None:
    """Minutes in which the place was taken: as somebody wrote, else of a chair from the start to the end."""
    said = given.said
    if said.get("minutes_place") is not None:
        return float(said["minutes_place"])
    if place != CHAIR or not (said.get("started_at") and said.get("ended_at")):
        return None
    lasted = datetime.fromisoformat(said["ended_at"]) - datetime.fromisoformat(said["started_at"])
    return lasted / timedelta(minutes=1) if lasted >= timedelta(0) else None


def mean_within(mean: float, spread: float, many: float, share: float = 0.9) -> tuple[float, float]:
    """The interval of a mean of so many, where `spread` is the standard deviation of single ones.

    Student's interval on the scale of the logarithm: minutes are above zero and have a long tail.

    >>> low, high = mean_within(60.0, 20.0, 25)  # t of 24 degrees is 1.711; 60 e^(1.711 / 15) = 67.25
    >>> round(low, 2), round(high, 2)
    (53.53, 67.25)
    """
    from scipy.special import stdtrit

    if many < 2:
        return 0.0, math.inf
    if mean <= 0.0:
        return mean, mean
    wide = math.exp(float(stdtrit(many - 1, (1 + share) / 2)) * spread / mean / math.sqrt(many))
    return mean / wide, mean * wide
