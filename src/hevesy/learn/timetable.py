"""When and where a curriculum is taught: sessions in weeks, with trainers and rooms, so that nothing clashes.

Each session takes the first slot that is free for its group, a trainer and a room: the same input gives the same
timetable. It is not always the shortest, so the fewest weeks that any could have are said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from math import ceil

from hevesy.errors import NoTimetable
from hevesy.learn.curriculum import LECTURE, PRACTICAL, Curriculum, Module

TAUGHT = (LECTURE, PRACTICAL)  # what needs a room and a trainer; the rest is the ward's, or done alone
MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Trainer:
    """Somebody who teaches some modules; any, where none is named."""

    name: str
    modules: tuple[str, ...] = ()

    def teaches(self, module: str) -> bool:
        return not self.modules or module in self.modules


@dataclass(frozen=True, slots=True)
class Group:
    """Trainees who are taught together."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time of every week in which is taught; Monday is day 0."""

    day: int
    start: time
    hours: float


@dataclass(frozen=True, slots=True)
class Session:
    """A part of a module that a group is taught on a day, from a time, for some hours."""

    group: str
    module: str
    part: int
    parts: int
    on: date
    start: time
    hours: float
    room: str
    trainer: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """Sessions in the order of time; `weeks` it takes, and the fewest that any timetable could take."""

    sessions: tuple[Session, ...]
    weeks: int
    weeks_least: int


@dataclass(frozen=True, slots=True)
class Means:
    """What there is to teach with: rooms, trainers, groups, and the slots of a week."""

    rooms: tuple[Room, ...]
    trainers: tuple[Trainer, ...]
    groups: tuple[Group, ...]
    slots: tuple[Slot, ...]


def timetable(curriculum: Curriculum, means: Means, first: date) -> Timetable:
    """Place every lecture and practical session of a curriculum from a day on, never before it; raises NoTimetable.

    Weeks begin on Mondays; the first is that of the first slot which is not before the day.
    """
    modules = [each for each in curriculum.modules if each.kind in TAUGHT]
    slots = sorted(set(means.slots))
    _check_slots(slots)
    monday, past = _first_week(slots, first)
    taken: set[tuple[int, str]] = set()  # the slot, counted from the first, and who or what is busy in it
    ended: dict[tuple[str, str], int] = {}
    sessions: list[tuple[int, Session]] = []
    before = _before(curriculum)
    for module in modules:
        for group in means.groups:
            after = max((ended[group.name, each] for each in before[module.id]), default=past - 1)
            for place, session in _placed(module, group, means, slots, taken, after, monday):
                sessions.append((place, session))
                ended[group.name, module.id] = place
    weeks = max((place // len(slots) + 1 for place, _session in sessions), default=0)
    ordered = sorted(sessions, key=lambda each: (each[0], each[1].group))
    return Timetable(tuple(each for _place, each in ordered), weeks, _weeks_least(modules, means, slots, before, past))


def _first_week(slots: Sequence[Slot], first: date) -> tuple[date, int]:
    """The Monday of the first week with a slot that is not before a day, and how many of its slots are."""
    monday, past = first - timedelta(days=first.weekday()), sum(each.day < first.weekday() for each in slots)
    return (monday + timedelta(weeks=1), 0) if past == len(slots) else (monday, past)


def _check_slots(slots: Sequence[Slot]) -> None:
    if not slots:
        raise NoTimetable(session="Every session", problem="no slot of the week was given", advice="give one")
    for one, other in pairwise(slots):
        if one.day == other.day and _minutes(one.start) + one.hours * 60 > _minutes(other.start):
            raise NoTimetable(session=f"The slot at {other.start:%H:%M}", problem="it begins before the one before it "
                              "ends", advice="let slots follow each other")  # fmt: skip


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _before(curriculum: Curriculum) -> dict[str, set[str]]:
    """The taught modules that come before each, also over modules that need no room."""
    known = {each.id: each for each in curriculum.modules}
    found: dict[str, set[str]] = {}
    for module in curriculum.modules:  # in an order in which what comes before is done already
        found[module.id] = set().union(*(
            {each} if known[each].kind in TAUGHT else found[each] for each in module.after
        ))  # fmt: skip
    return found


def _parts(module: Module, slots: Sequence[Slot]) -> int:
    return ceil(module.hours / min(each.hours for each in slots))


def _placed(
    module: Module, group: Group, means: Means, slots: Sequence[Slot], taken: set[tuple[int, str]], after: int,
    monday: date,
) -> Iterator[tuple[int, Session]]:  # fmt: skip
    rooms = sorted((each for each in means.rooms if each.seats >= group.size), key=lambda each: (each.seats, each.name))
    trainers = [each for each in means.trainers if each.teaches(module.id)]
    if not rooms or not trainers:
        lacks = f"no room has {group.size} seats" if not rooms else "nobody teaches it"
        raise NoTimetable(session=f"{module.name} for {group.name}", problem=lacks,
                          advice="add a room or smaller groups" if not rooms else "add a trainer")  # fmt: skip
    parts, left = _parts(module, slots), module.hours
    for part in range(1, parts + 1):
        place, room, trainer = _first_free(group, rooms, trainers, len(slots), taken, after)
        taken |= {(place, f"group {group.name}"), (place, f"room {room}"), (place, f"trainer {trainer}")}
        slot = slots[place % len(slots)]
        hours = min(left, min(each.hours for each in slots))
        on = monday + timedelta(weeks=place // len(slots), days=slot.day)
        yield place, Session(group.name, module.id, part, parts, on, slot.start, hours, room, trainer)
        after, left = place, left - hours


def _first_free(
    group: Group, rooms: Sequence[Room], trainers: Sequence[Trainer], slots: int, taken: set[tuple[int, str]],
    after: int,
) -> tuple[int, str, str]:  # fmt: skip
    for place in range(after + 1, MOST_WEEKS * slots):
        if (place, f"group {group.name}") in taken:
            continue
        room = next((each.name for each in rooms if (place, f"room {each.name}") not in taken), None)
        trainer = next((each.name for each in trainers if (place, f"trainer {each.name}") not in taken), None)
        if room is not None and trainer is not None:
            return place, room, trainer
    raise NoTimetable(session=group.name, problem=f"there is none in {MOST_WEEKS} weeks", advice="add slots or rooms")


def _weeks_least(
    modules: Sequence[Module], means: Means, slots: Sequence[Slot], before: dict[str, set[str]], past: int
) -> int:
    """No timetable is shorter: each group sits through all, and rooms or trainers are shared by all."""
    each = sum(_parts(module, slots) for module in modules)
    at_once = min(len(means.rooms), len(means.trainers), len(means.groups))
    needed = max(each, ceil(each * len(means.groups) / at_once)) if at_once else 0
    return ceil((past + needed) / len(slots)) if needed else 0


def clashes(found: Timetable) -> list[tuple[Session, Session]]:
    """Two sessions at one time with the same group, room or trainer; none in a timetable of ours."""
    pairs = []
    for place, one in enumerate(found.sessions):
        for other in found.sessions[place + 1 :]:
            same = one.group == other.group or one.room == other.room or one.trainer == other.trainer
            if same and (one.on, one.start) == (other.on, other.start):
                pairs.append((one, other))
    return pairs
