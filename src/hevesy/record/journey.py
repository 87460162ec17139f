"""A course as a planner sees it: how far it came, how long each step took, and where and why it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from hevesy.facts import Shelf
from hevesy.record.course import Entry
from hevesy.record.template import GIVEN, find_template

PATH = ("referral", "triage", "imaging", "work_up", "eligibility", "board", "consent", "prescription", GIVEN)
FIRST_DOSE, DECIDED = "first_dose", ("board", "eligibility")  # the wait from the last decision to treat, and of whom
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """Days until an act; `over` is false for who still waited when it was looked at."""

    act: str
    days: float
    over: bool


@dataclass(slots=True)
class Journey:
    """One course until a day."""

    therapy: str
    begun: datetime
    done: dict[str, datetime] = field(default_factory=dict)
    declined: str = ""
    lost_before: str = ""
    reason: str = ""
    waits: list[Wait] = field(default_factory=list)
    given: list[datetime] = field(default_factory=list)
    put_off: int = 0  # cycles that were put off
    put_off_ended: int = 0  # of them, those after which nothing was given though the course is over
    put_off_open: int = 0  # of them, those of which it is not known yet
    went_on: dict[int, str] = field(default_factory=dict)  # what was said after each cycle
    years_after: float = 0.0
    lost_after: bool = False
    minutes: list[float] = field(default_factory=list)


def corrected(entries: Iterable[Entry]) -> list[Entry]:
    """The entries as they hold: a correction stands in the place of what it corrects, in the order of the clock."""
    held: dict[str, Entry] = {}
    for entry in entries:
        place = entry.corrects if entry.corrects in held else entry.id
        held[place] = entry if entry.id == place else replace(entry, id=place)
    return sorted(held.values(), key=lambda each: each.at)


def journey(therapy: str, entries: Sequence[Entry], until: datetime, shelf: Shelf) -> Journey | None:
    """The journey of a course as it stood on a day; None where nobody had been referred by then."""
    told = [entry for entry in corrected(entries) if entry.at < until]
    if not told:
        return None
    found = Journey(therapy, told[0].at)
    path = [act for act in PATH if act in find_template(therapy, shelf).moves]
    for entry in told:
        _tell(found, entry, path)
    ended = _how_it_ended(found, told, path)
    _waited(found, told, path, until, ended)
    _put_off(found, told, ended)
    if found.given:
        found.years_after = (min(until, told[-1].at if found.lost_after else until) - found.given[0]) / DAY / 365.25
    return found


def _tell(found: Journey, entry: Entry, path: Sequence[str]) -> None:
    said = entry.said
    refused = said.get("agreed") is False
    if entry.act in path and said.get("decision") != "more_needed" and not refused:
        found.done.setdefault(entry.act, entry.at)
    if said.get("decision") == "decline" and entry.act in path:
        found.declined = entry.act
    if refused:
        found.lost_before, found.reason = "consent", "declines"
    if entry.act == GIVEN:
        found.given.append(entry.at)
        if said.get("started_at") and said.get("ended_at"):
            times = (datetime.fromisoformat(said[name]) for name in ("ended_at", "started_at"))
            found.minutes.append((next(times) - next(times)) / timedelta(minutes=1))
    if entry.act == "next_step" and found.given:
        found.went_on[len(found.given)] = str(said.get("next", ""))


def _how_it_ended(found: Journey, told: Sequence[Entry], path: Sequence[str]) -> bool:
    """Whether the course is over; a loss is counted where it happened, unless it was declined there."""
    lost = next((entry for entry in reversed(told) if entry.act == "loss"), None)
    if found.lost_before or found.declined:
        return True
    if lost is not None and found.given:
        found.lost_after = True
    elif lost is not None:
        found.lost_before = next(act for act in path if act not in found.done)
        found.reason = str(lost.said.get("lost_reason", ""))
    return lost is not None or bool(set(found.went_on.values()) & {"stop", "finished"})


def _waited(found: Journey, told: Sequence[Entry], path: Sequence[str], until: datetime, ended: bool) -> None:
    """From each act of the path to the next, without the days of a hold; who was lost is counted as lost, not here."""
    decided = next((act for act in DECIDED if act in path), "")
    steps = [*((before, act, act) for before, act in pairwise(path)), (decided, GIVEN, FIRST_DOSE)]
    for before, act, named in steps:
        since, then = found.done.get(before), found.done.get(act)
        if since is not None and (then is not None or not ended):
            days = ((then or until) - since) / DAY - _held(told, since, then or until)
            found.waits.append(Wait(named, max(0.0, days), then is not None))


def _held(told: Sequence[Entry], since: datetime, then: datetime) -> float:
    """Days between two acts on which the course was held."""
    days, begun = 0.0, None
    for entry in told:
        if entry.act == "hold" and since <= entry.at <= then:
            begun = begun or entry.at
        elif entry.act == "resume" and begun is not None:
            days, begun = days + (min(entry.at, then) - begun) / DAY, None
    return days if begun is None else days + (then - begun) / DAY


def _put_off(found: Journey, told: Sequence[Entry], ended: bool) -> None:
    """Cycles whose dose went elsewhere: given later, never given, or not known yet. A cycle counts once."""
    waiting = False
    for entry in told:
        if entry.act == "reallocation" and not waiting:
            found.put_off, waiting = found.put_off + 1, True
        elif entry.act == GIVEN:
            waiting = False
    if waiting:
        found.put_off_ended, found.put_off_open = int(ended), int(not ended)
