"""A lot fails late, or its maker calls it back: from the lot to the patients, and whom to tell what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hevesy.facts import Shelf
from hevesy.record import Course
from hevesy.record.vial import Vial, condition
from hevesy.run.material import OF_THE_DOSE

GIVEN, WAITING, LOT = "given", "waiting", "lot"


@dataclass(frozen=True, slots=True)
class Reached:
    """A course that the lot has reached; `at` is when it was given, None where it is still to be given."""

    course: str
    vial: str
    syringe: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Tell:
    """Somebody who is told, about what (`lot`, `given`, `waiting`), and what they are to do."""

    role: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Recall:
    """What a lot has reached: who had it, who waits for it and is now blocked, which vials are left, whom to tell."""

    lot: str
    vials: tuple[str, ...]
    given: tuple[Reached, ...]
    waiting: tuple[Reached, ...]
    tell: tuple[Tell, ...]


def recall(lot: str, vials: Iterable[Vial], courses: Iterable[Course], at: datetime, shelf: Shelf) -> Recall:
    """Everything a lot has reached up to a moment.

    The stories of its vials know every syringe, also those of cycles long past; a course whose receipt names the lot
    is found without its vial too.
    """
    known, found = tuple(vials), dict[tuple[str, str], Reached]()
    mine, explained = {vial.id for vial in known if vial.lot == lot}, set[tuple[str, datetime]]()
    for vial in known:
        for one in (condition(vial, at).syringes or {}).values():
            if one.given_at is not None:
                explained.add((one.course, one.given_at))
            if vial.id in mine and (one.given_at is not None or one.waits):
                found[one.course, one.id] = Reached(one.course, vial.id, one.id, one.given_at)
    for course in courses:
        _by_its_own_word(course, {lot, *mine}, explained, found)
    reached = sorted(found.values(), key=lambda each: (each.at is None, each.at or at, each.course))
    given = tuple(each for each in reached if each.at is not None)
    waiting = tuple(each for each in reached if each.at is None)
    return Recall(lot, tuple(sorted(mine)), given, waiting, told(bool(given), bool(waiting), shelf))


def _by_its_own_word(
    course: Course, names: set[str], explained: set[tuple[str, datetime]], found: dict[tuple[str, str], Reached]
) -> None:
    """A course of the lot that no vial's story names, or that was given something which none of them explains."""
    said = {str(course.said(place)) for place in OF_THE_DOSE}
    if not said & names:
        return
    syringe, held = str(course.said("dispensing.syringe") or ""), course.standing.get("administration")
    if (course.id, syringe) in found:
        if held is None or (course.id, held.at) in explained:
            return
        syringe = ""  # another one than the syringe that the story knows
    vial = str(course.said("dispensing.vial") or course.said("receipt.vial") or "")
    found[course.id, syringe] = Reached(course.id, vial, syringe, None if held is None else held.at)


def told(given: bool, waiting: bool, shelf: Shelf) -> tuple[Tell, ...]:
    """Whom to tell: always of the lot, and of patients where there are any."""
    about = {LOT, *([GIVEN] if given else []), *([WAITING] if waiting else [])}
    rows = shelf.table("recall_tells")
    return tuple(Tell(row["role"], row["about"], row["words"]) for row in rows if row["about"] in about)


def failed_lots(vials: Iterable[Vial], courses: Iterable[Course], at: datetime) -> Mapping[str, str]:
    """Every lot that failed or was called back, with why: what the gates of all courses are asked with.

    Late quality control of one course speaks for its whole lot.
    """
    found: dict[str, str] = {}
    for vial in vials:
        stands = condition(vial, at)
        for why, holds in (("late_quality_control", stands.failed_late), ("recalled", stands.recalled)):
            if holds:
                found.setdefault(vial.lot, why)
    for course in courses:
        lot = course.said("receipt.lot")
        if lot is not None and course.said("late_quality_control.qc_passes") is False:
            found.setdefault(str(lot), "late_quality_control")
    return found
