"""What an act of a course means for the vial: one entry is written once and told in both stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hevesy.quantities import Activity
from hevesy.record.course import Course, Entry
from hevesy.record.vial import Vial, VialEvent, What, condition, follow, happened


def begun(entry: Entry, product: str, nuclide: str) -> Vial:
    """The vial that a receipt tells of, before anything happened to it."""
    said = entry.said
    return Vial(
        id=said["vial"], lot=said["lot"], product=product, nuclide=nuclide,
        reference=datetime.fromisoformat(said["calibration_at"]), expires_at=datetime.fromisoformat(said["expires_at"]),
        carrier=said["carrier"], stated=_mbq(said, "expected_mbq"),
    )  # fmt: skip


def vial_of(course: Course, entry: Entry) -> str:
    """The id of the vial an entry is about; empty where it is about none, or nobody said which."""
    held = entry.said.get("vial") or course.said("dispensing.vial") or course.said("receipt.vial")
    return str(held or "") if entry.act in _TOLD else ""


def vial_event(course: Course, entry: Entry) -> VialEvent | None:
    """What an entry of a course is in the story of its vial, or None where it is nothing there.

    `course` is the course as it stood before. A correction of an entry corrects the same entry there.
    """
    tell = _TOLD.get(entry.act)
    if tell is None:
        return None
    plain = VialEvent(
        entry.id, What.TESTED, entry.at, entry.entered_at, entry.by, course=course.id, reason=entry.reason,
        corrects=entry.corrects,
    )  # fmt: skip
    return tell(plain, entry.said, course)


def told_of(vial: Vial | None, course: Course, entry: Entry, product: str, nuclide: str) -> Vial | None:
    """The vial of an entry after it, or None where the entry tells of none; `vial` is None where it was not known.

    A vial comes through the door once: a later receipt of it, for another patient, is a reading of what is in it. One
    of which nobody has seen the receipt is begun without a lot, with nothing in it, until its receipt is written down.
    """
    event, name = vial_event(course, entry), vial_of(course, entry)
    if event is None or (vial is None and not name):
        return vial
    mine = {entry.id, entry.corrects}
    came = vial is not None and any(each.what is What.RECEIVED and each.id not in mine for each in happened(vial))
    if event.what is What.RECEIVED and came:
        event = replace(event, what=What.MEASURED, at=event.measured_at or event.at)
    elif event.what is What.RECEIVED:
        vial = replace(begun(entry, product, nuclide), events=() if vial is None else vial.events)
    if vial is not None and event.what is What.DISPENSED and _drawn_for_another(vial, event):
        event = replace(event, what=What.REALLOCATED)  # it was drawn once; only whose it is changes
    known = vial or Vial(id=name, lot="", product=product, nuclide=nuclide, reference=entry.at, expires_at=entry.at)
    return follow(known, event)


def _drawn_for_another(vial: Vial, event: VialEvent) -> bool:
    """Whether the syringe waits filled as it was for another course, also where it was made over to this one since."""
    one = (condition(vial, event.at).syringes or {}).get(event.syringe)
    drawn = [each.course for each in happened(vial, event.at) if _draws(each, event.syringe)]
    return one is not None and one.waits and bool(drawn) and drawn[-1] != event.course


def _draws(event: VialEvent, syringe: str) -> bool:
    return event.what is What.DISPENSED and event.syringe == syringe


def _mbq(said: Mapping[str, Any], name: str) -> Activity | None:
    return None if said.get(name) is None else Activity.mbq(said[name])


def _moment(said: Mapping[str, Any], name: str) -> datetime | None:
    return None if said.get(name) is None else datetime.fromisoformat(said[name])


def _measured(event: VialEvent, said: Mapping[str, Any], what: What) -> VialEvent:
    return replace(event, what=what, measured=_mbq(said, "measured_mbq"), measured_at=_moment(said, "measured_at"))


def _receipt(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    return _measured(event, said, What.RECEIVED)


def _tested(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    return replace(event, passes=said.get("qc_passes"))


def _tested_late(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    return replace(event, passes=said.get("qc_passes"), late=True)


def _released(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    return replace(event, what=What.RELEASED if said.get("released") else What.REJECTED)


def _dispensed(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    return replace(_measured(event, said, What.DISPENSED), syringe=said["syringe"])


def _taken_over(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    """Only whose it is changes: nothing is moved, so nothing is posted."""
    return replace(event, what=What.REALLOCATED, syringe=str(said.get("syringe", "")))


def _given(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    return replace(
        event, what=What.GIVEN, syringe=str(course.said("dispensing.syringe") or f"of {event.id}"),
        measured=_mbq(said, "activity_before_mbq"), measured_at=_moment(said, "activity_before_at"),
        after=_mbq(said, "activity_after_mbq"), after_at=_moment(said, "activity_after_at"),
    )  # fmt: skip


def _wasted(event: VialEvent, said: Mapping[str, Any], course: Course) -> VialEvent:
    found = replace(event, what=What.WASTED, measured=_mbq(said, "waste_mbq"), measured_at=_moment(said, "measured_at"))
    return replace(found, to=str(said.get("waste_place", "")))


_TOLD = {
    "receipt": _receipt, "quality_control": _tested, "late_quality_control": _tested_late,
    "product_release": _released, "dispensing": _dispensed, "administration": _given, "waste": _wasted,
    "taken_over": _taken_over,
}  # fmt: skip
