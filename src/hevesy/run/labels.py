"""What a label of a syringe or vial must say, and the code that a scanner reads from it.

The code bears ids alone, no name and no date of birth: who reads it asks the register whose dose it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hevesy.errors import BadLabel
from hevesy.quantities import Activity
from hevesy.record import Course
from hevesy.record.vial import Vial

SYRINGE, VIAL = "syringe", "vial"
VERSION = 1
# the shortest names, because every letter makes the printed square larger
_CODED = {
    "kind": "k", "id": "i", "course": "c", "product": "p", "nuclide": "n", "lot": "l", "activity": "a", "at": "t",
    "expires_at": "x",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed. `identifiers` are of the patient, two of them on a syringe; they are not in the code.

    `missing` names what must stand there and nobody has said; such a label may not be printed.
    """

    kind: str
    id: str
    course: str
    identifiers: tuple[str, ...]
    product: str
    nuclide: str
    lot: str
    activity: Activity | None
    at: datetime | None
    volume_ml: float | None
    expires_at: datetime | None
    radioactive: bool = True

    @property
    def missing(self) -> tuple[str, ...]:
        must = ["id", "product", "nuclide", "lot", "activity", "at", "expires_at"]
        if self.kind == SYRINGE:
            must += ["course", "volume_ml"]
        found = [name for name in must if getattr(self, name) in ("", None)]
        if self.kind == SYRINGE and len([each for each in self.identifiers if each]) < 2:
            found.append("identifiers")
        return tuple(found)


def syringe_label(course: Course, vial: Vial, identifiers: tuple[str, ...], volume_ml: float | None) -> Label:
    """The label of the syringe that was dispensed for a course, from the vial that it was drawn from."""
    amount, moment = course.said("dispensing.measured_mbq"), course.said("dispensing.measured_at")
    return Label(
        SYRINGE, str(course.said("dispensing.syringe") or ""), course.id, identifiers,
        str(course.said("prescription.product") or vial.product), vial.nuclide, vial.lot,
        None if amount is None else Activity.mbq(amount), None if moment is None else datetime.fromisoformat(moment),
        volume_ml, vial.expires_at,
    )  # fmt: skip


def vial_label(vial: Vial, volume_ml: float | None = None) -> Label:
    """The label of a vial, as the maker's or the hot laboratory's: its activity at calibration."""
    return Label(
        VIAL, vial.id, "", (), vial.product, vial.nuclide, vial.lot, vial.stated, vial.reference, volume_ml,
        vial.expires_at,
    )  # fmt: skip


def code(label: Label) -> str:
    """What stands in the printed square: compact JSON, the activity in MBq, times in UTC.

    Raises BadLabel where something that must stand there is missing.
    """
    if label.missing:
        raise BadLabel(what=f"{label.kind} {label.id or '?'}", missing=", ".join(label.missing))
    said = {short: _plain(getattr(label, name)) for name, short in _CODED.items() if getattr(label, name) != ""}
    return json.dumps({"hevesy": VERSION, **said}, separators=(",", ":"), ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Activity):
        return round(value.in_mbq, 6)
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return value


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanner read."""

    kind: str
    id: str
    course: str
    product: str
    nuclide: str
    lot: str
    activity: Activity
    at: datetime
    expires_at: datetime


def scanned(text: str) -> Scanned:
    """What stands in a code; raises BadLabel for anything that is no label of ours, whole and of a known version."""
    try:
        read = json.loads(text)
        if not isinstance(read, Mapping) or read.get("hevesy") != VERSION:
            raise ValueError
        return _scanned(read)
    except (ValueError, KeyError, TypeError):
        raise BadLabel(what=repr(text[:40]), missing="a code of this version that can be read whole") from None


def _scanned(read: Mapping[str, Any]) -> Scanned:
    said = {name: read.get(short, "") for name, short in _CODED.items()}
    moments = {name: datetime.fromisoformat(str(said[name]).replace("Z", "+00:00")) for name in ("at", "expires_at")}
    mbq = float(said["activity"])
    texts = [said[name] for name in _CODED if name not in ("activity", *moments)]
    if not (math.isfinite(mbq) and mbq >= 0.0 and all(isinstance(text, str) for text in texts)):
        raise ValueError
    return Scanned(**{**said, **moments, "activity": Activity.mbq(mbq)})


def disagrees(found: Scanned, course: Course, now: datetime) -> tuple[str, ...]:
    """In what a scanned syringe is not the one for this course; empty when it is the right one and still good."""
    wrong = {
        "kind": found.kind != SYRINGE,
        "course": found.course != course.id,
        "syringe": found.id != course.said("dispensing.syringe"),
        "product": found.product != course.said("prescription.product"),
        "lot": course.said("receipt.lot") not in (None, found.lot),
        "expires_at": found.expires_at <= now,
    }
    return tuple(name for name, holds in wrong.items() if holds)
