"""The dose of a course on its way: ordered, received, or in its syringe, and what it will hold at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hevesy.facts import Shelf
from hevesy.physics.library import nuclide
from hevesy.products import find_therapy
from hevesy.quantities import Activity
from hevesy.record import Course
from hevesy.record.ledger import SYRINGE, VIAL, on_hand
from hevesy.record.vial import Vial, condition

ORDERED, RECEIVED, DISPENSED = "ordered", "received", "dispensed"
_READ = {
    DISPENSED: ("dispensing.measured_mbq", "dispensing.measured_at"),
    RECEIVED: ("receipt.measured_mbq", "receipt.measured_at"),
    ORDERED: ("order.ordered_mbq", "order.calibration_at"),
}


@dataclass(frozen=True, slots=True)
class Dose:
    """What was read of a dose and when, its calibration time, what was wanted of it, and how far it has come.

    `expires_at` is None where nobody has said; `fit` is False where its lot failed, was rejected or called back.
    """

    course: str
    therapy: str
    nuclide: str
    product: str
    vial: str
    lot: str
    stage: str
    held: Activity
    held_at: datetime
    reference: datetime
    wanted: Activity
    tolerance_percent: float
    expires_at: datetime | None
    carrier: str
    fit: bool = True
    impurities: tuple[tuple[str, float], ...] = ()
    released: bool | None = None

    def at(self, moment: datetime) -> Activity:
        return self.held.after(moment - self.held_at, nuclide(self.nuclide).half_life)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether the licence, and the label of the product, let a dose go to another patient than it came for.

    None where nobody at the centre has signed an answer: unknown never means allowed.
    """

    licence: bool | None = None
    label: bool | None = None

    def why_not(self) -> list[str]:
        said = {"licence": self.licence, "label": self.label}
        return [f"{name}_{'forbids' if answer is False else 'unsaid'}" for name, answer in said.items() if not answer]


@dataclass(frozen=True, slots=True)
class Offered:
    """A dose that another course may take over: since when nobody comes for it, and whether the house allows it.

    `since` is None where its own patient still comes. `is_signed`: whether the taker's prescription is signed.
    """

    dose: Dose
    since: datetime | None
    allowed: Allowed
    is_signed: bool = True


def free_since(own: Course, before: Course, now: datetime) -> datetime | None:
    """Since when nobody comes: a hold, the end of the course, or an hour that is past; None where somebody does."""
    for act in ("hold", *(("loss", "next_step") if own.ended else ())):
        if act in own.standing:
            return own.standing[act].at
    planned = before.said("prescription.planned_at")
    if planned is None or datetime.fromisoformat(planned) >= now:
        return None
    return datetime.fromisoformat(planned)


def dose_of(before: Course, shelf: Shelf, vial: Vial | None = None, at: datetime | None = None) -> Dose | None:
    """The dose that was ordered for a course, as far as it has come; None where none was, or it was given.

    `before` is the course as it stood before the hold, which takes the prescription back. With its vial, what is
    there `at` a time is what the vial's books say.
    """
    if "administration" in before.standing or "order" not in before.standing:
        return None
    stage = next((each for each, read in _READ.items() if None not in map(before.said, read)), None)
    if stage is None:
        return None
    held, held_at = _read(before, stage, vial, at)
    said = before.said
    expires = said("receipt.expires_at")
    return Dose(
        course=before.id, therapy=before.therapy, nuclide=find_therapy(before.therapy, shelf).nuclide,
        product=str(said("prescription.product") or ""), vial=_text(said("dispensing.vial") or said("receipt.vial")),
        lot=_text(said("receipt.lot")), stage=stage, held=held, held_at=held_at,
        reference=datetime.fromisoformat(said("receipt.calibration_at") or said("order.calibration_at")),
        wanted=Activity.mbq(said("prescription.prescribed_mbq") or 0.0),
        tolerance_percent=float(said("prescription.tolerance_percent") or 0.0),
        expires_at=None if expires is None else datetime.fromisoformat(expires),
        carrier=_text(said("receipt.carrier") or said("order.carrier")), fit=_fit(before, vial, at or held_at),
        impurities=() if vial is None else vial.impurities, released=said("product_release.released"),
    )  # fmt: skip


def _read(before: Course, stage: str, vial: Vial | None, at: datetime | None) -> tuple[Activity, datetime]:
    if vial is not None and at is not None and stage != ORDERED:
        place = SYRINGE + str(before.said("dispensing.syringe")) if stage == DISPENSED else VIAL
        return on_hand(vial, at, place), at
    amount, moment = _READ[stage]
    return Activity.mbq(before.said(amount)), datetime.fromisoformat(before.said(moment))


def _fit(before: Course, vial: Vial | None, at: datetime) -> bool:
    said = (before.said("quality_control.qc_passes"), before.said("late_quality_control.qc_passes"))
    if False in said or before.said("product_release.released") is False:
        return False
    stands = None if vial is None else condition(vial, at)
    return stands is None or not (stands.rejected or stands.recalled or stands.failed_late)


def _text(said: Any) -> str:
    return "" if said is None else str(said)
