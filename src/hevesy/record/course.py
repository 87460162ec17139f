"""One patient's course as a story: what stands of it after each entry.

A record of what happened is never refused: `follow` takes every entry that belongs to the course. Whether it was
within the rules is asked beforehand by the gates; an entry outside them names those that were not met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hevesy.errors import WrongStory
from hevesy.record.act import CYCLE
from hevesy.record.template import Template

CORRECTION = "correction"
REALLOCATION, TAKEN_OVER = "reallocation", "taken_over"
# what a dose brings with it into the course that takes it over, each with a field that says that it stood
CARRIED = {
    "order": "ordered_mbq", "receipt": "measured_mbq", "quality_control": "qc_passes", "product_release": "released",
}  # fmt: skip
NEXT, ENDED = ("next_cycle", "next_cycle_reduced"), ("stop", "finished")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done: when it happened and when it was written down, by whom, with whom, and what was said.

    `unmet` names the gates that were not met, `typed_by` who typed it in from paper: either makes it a deviation, which
    bears its `reason` and has an incident.
    `corrects` is the id of the entry whose content this one replaces; both stay in the record. `acts_for` is who lent
    the role in which it was done, where it was no role of one's own.
    """

    id: str
    act: str
    at: datetime
    entered_at: datetime
    by: str
    said: Mapping[str, Any]
    second: str = ""
    unmet: tuple[str, ...] = ()
    reason: str = ""
    corrects: str = ""
    acts_for: str = ""
    typed_by: str = ""

    @property
    def is_deviation(self) -> bool:
        return bool(self.unmet or self.typed_by)


@dataclass(frozen=True, slots=True)
class Standing:
    """An act that stands: the entry that holds of it now, in which cycle."""

    entry: str
    at: datetime
    by: str
    said: Mapping[str, Any]
    second: str = ""
    cycle: int = 1
    acts_for: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What stands of a course.

    `given` holds when each cycle was administered, `ended` why there will be no further one.
    A `practice` course is nobody's care: the gates of its therapy are not signed.
    """

    id: str
    template: str
    version: int
    therapy: str
    practice: bool = True
    cycle: int = 1
    standing: Mapping[str, Standing] = field(default_factory=dict)
    given: tuple[datetime, ...] = ()
    ended: str = ""
    entries: int = 0

    def said(self, place: str) -> Any:
        """What stands of `act.field`, or None where nobody said it."""
        act, _, name = place.partition(".")
        held = self.standing.get(act)
        return None if held is None else held.said.get(name)


def follow(course: Course, entry: Entry, template: Template) -> Course:
    """The course after an entry; raises WrongStory only where the entry is no act of this template's course."""
    if entry.act not in template.moves or (template.name, template.version) != (course.template, course.version):
        raise WrongStory(act=entry.act, course=course.id, template=f"{template.name} {template.version}")
    move = template.moves[entry.act]
    standing = dict(course.standing)
    if entry.corrects and not _stands(entry.corrects, standing):
        return replace(course, entries=course.entries + 1)  # what it corrects stands no more: only the record changes
    gone_already = entry.act == REALLOCATION and entry.corrects  # what stands now is of a later dose
    if move.act.until not in standing and not gone_already:
        for name in move.act.lapses:
            standing.pop(name, None)
    held = Standing(entry.id, entry.at, entry.by, entry.said, entry.second, course.cycle, entry.acts_for)
    standing |= {entry.act: held, **dict.fromkeys(_carried(entry, standing), held)}
    after = replace(course, standing=standing, entries=course.entries + 1)
    return _turned(after, entry, template)


def _carried(entry: Entry, standing: Mapping[str, Standing]) -> list[str]:
    """The acts that come with a dose that is taken over; a correction leaves alone what was done here since."""
    if entry.act != TAKEN_OVER:
        return []
    came = [act for act, proves in CARRIED.items() if entry.said.get(proves) is not None]
    return [act for act in came if not entry.corrects or _is_of(standing.get(act), entry.corrects)]


def _is_of(held: Standing | None, entry: str) -> bool:
    return held is not None and held.entry == entry


def _stands(entry: str, standing: Mapping[str, Standing]) -> bool:
    return any(held.entry == entry for held in standing.values())


def _turned(course: Course, entry: Entry, template: Template) -> Course:
    """What an entry does to the course as a whole."""
    if entry.act == "administration":
        earlier = course.given[:-1] if entry.corrects else course.given
        return replace(course, given=(*earlier, entry.at))
    if entry.act == "loss":
        return replace(course, ended=str(entry.said.get("lost_reason", "lost")))
    if entry.act != "next_step":
        return course
    if entry.said.get("next") in ENDED:
        return replace(course, ended=str(entry.said["next"]))
    return _next_cycle(course, template) if entry.said.get("next") in NEXT else course


def _next_cycle(course: Course, template: Template) -> Course:
    """Another cycle begins: what was of the last one stands no more."""
    kept = {name: held for name, held in course.standing.items() if template.moves[name].act.scope != CYCLE}
    return replace(course, cycle=course.cycle + 1, standing=kept)


def told(course: Course, entries: Iterable[Entry], template: Template) -> Course:
    """The course after all its entries, in the order in which they were written down."""
    for entry in entries:
        course = follow(course, entry, template)
    return course
