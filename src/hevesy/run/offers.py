"""A dose nobody comes for, after a hold, a no-show or a cancellation: reallocate it, keep it, or discard it.

Nothing is decided here: every offer is made with what it needs, and every one that cannot be is shown with why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.record import Course
from hevesy.record.clearing import ClearOut, clear_out, hinges_on_carrier, impurities
from hevesy.run.dose import DISPENSED, ORDERED, Allowed, Dose, Offered, free_since
from hevesy.run.late import falls
from hevesy.run.ordering import Asked, asked_of
from hevesy.run.shortage import SharingRule, claim_of, in_order

NEW = ("new_prescription", "new_label")
NOT_NEW = ("prescription_old", "prescription_unsigned")  # what a new prescription puts right


@dataclass(frozen=True, slots=True)
class Taker:
    """A course that might take the dose: what would be there, what it `needs`, or why not (codes of `offer`)."""

    course: str
    asked: Asked | None
    there: Activity | None
    needs: tuple[str, ...]
    why_not: tuple[str, ...]

    @property
    def can(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Keep:
    """Until when it can wait for its own patient: `until` is the earlier of shelf life and enough activity.

    None where nobody has said when it expires.
    """

    enough_until: datetime
    expires_at: datetime | None
    until: datetime | None
    why_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discard:
    """What throwing it away means: what is there now, and when the waste may be cleared."""

    there: Activity
    waste: ClearOut
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be done with a dose; those who can take it stand first, in the order of the sharing rule."""

    dose: Dose
    takers: tuple[Taker, ...]
    keep: Keep
    discard: Discard


def offers(
    dose: Dose, own: Course, others: Iterable[Course], now: datetime, allowed: Allowed, rule: SharingRule,
    reader: Reader,
) -> Offers:  # fmt: skip
    """Everything that can be done with a dose now. `own` is the course for which it came."""
    offered = Offered(dose, free_since(own, own, now) or now, allowed)
    takers = [_taker(offered, each, now) for each in _served_first(others, rule) if each.id != own.id]
    able = [each for each in takers if each.can]
    return Offers(
        dose, (*able, *(each for each in takers if not each.can)), _keep(dose, own, now), _discard(dose, now, reader)
    )


def _served_first(others: Iterable[Course], rule: SharingRule) -> list[Course]:
    """Who would be served first in a shortage is asked first; who claims nothing comes last."""
    known = {each.id: each for each in others}
    claims = [claim for each in known.values() if (claim := claim_of(each, "")) is not None]
    first = [known[claim.course] for claim in in_order(claims, rule)]
    return [*first, *(each for each in known.values() if each not in first)]


def _taker(offered: Offered, course: Course, now: datetime) -> Taker:
    asked, against = asked_of(course), stands_against(offered, course, now)
    why = tuple(each for each in against if each not in NOT_NEW)
    there = None if asked is None else offered.dose.at(asked.planned_at)
    needs = NEW if len(why) < len(against) else NEW[1:]
    return Taker(course.id, asked, there, () if why else needs, why)


def stands_against(offered: Offered, course: Course, now: datetime) -> tuple[str, ...]:
    """All that stands against a course taking the dose, as codes of `offer`; what the list and the gates both ask."""
    dose, asked = offered.dose, asked_of(course)
    why = [*offered.allowed.why_not(), *_unfit(dose), *_not_released(dose), *_not_waiting(course),
           *_other_product(dose, course)]  # fmt: skip
    if offered.since is None or offered.since > now:
        why.append("not_free")
    if dose.held.bq <= 0.0:
        why.append("nothing_left")
    if "order" in course.standing:
        why.append("own_dose_released")
    if asked is None:
        return (*why, "not_prescribed")
    tolerance = float(course.said("prescription.tolerance_percent") or 0.0)
    why += _timely(dose, asked, now) + _right_amount(dose, dose.at(asked.planned_at), asked.prescribed, tolerance)
    return (*why, *_not_new(offered, course))


def _not_new(offered: Offered, course: Course) -> list[str]:
    """A written directive for this dose is written after it became free, and signed."""
    old = offered.since is not None and course.standing["prescription"].at < offered.since
    return [*(["prescription_old"] if old else []), *([] if offered.is_signed else ["prescription_unsigned"])]


def _not_released(dose: Dose) -> list[str]:
    return ["release_unsaid"] if dose.fit and dose.released is None else []


def _unfit(dose: Dose) -> list[str]:
    return [] if dose.fit else ["lot_failed"]


def _not_waiting(course: Course) -> list[str]:
    found = {"ended": bool(course.ended), "on_hold": "hold" in course.standing}
    return [why for why, holds in {**found, "given": "administration" in course.standing}.items() if holds]


def _other_product(dose: Dose, course: Course) -> list[str]:
    if course.therapy != dose.therapy:
        return ["other_product"]
    said = course.said("prescription.product")
    same = said is None or str(said).strip().casefold() == dose.product.strip().casefold()
    return [] if same else ["other_product"]


def _timely(dose: Dose, asked: Asked, now: datetime) -> list[str]:
    if asked.planned_at < now:
        return ["planned_hour_past"]
    if dose.expires_at is None:
        return ["expiry_unsaid"]
    return ["expires_first"] if dose.expires_at < asked.planned_at else []


def _right_amount(dose: Dose, there: Activity, wanted: Activity, tolerance: float) -> list[str]:
    """A vial may hold more than is drawn from it; a filled syringe may not."""
    low, high = (wanted.bq * (1 + sign * tolerance / 100) for sign in (-1, 1))
    if there.bq < low * (1 - 1e-9):
        return ["too_little"]
    return ["too_much"] if dose.stage == DISPENSED and there.bq > high * (1 + 1e-9) else []


def _keep(dose: Dose, own: Course, now: datetime) -> Keep:
    """For its own patient, within the tolerance of what was prescribed last."""
    asked = dose.wanted
    tolerance = float(own.said("prescription.tolerance_percent") or dose.tolerance_percent)
    least = Activity(asked.bq * (1 - tolerance / 100))
    enough = dose.held_at + falls(dose.nuclide, dose.held, least)
    until = None if dose.expires_at is None else min(enough, dose.expires_at)
    why = [*_unfit(dose), *(["ended"] if own.ended else [])]
    if until is None:
        why.append("expiry_unsaid")
    elif until < now:
        why.append("too_little" if until == enough else "expired")
    return Keep(enough, dose.expires_at, until, tuple(why))


def _discard(dose: Dose, now: datetime, reader: Reader) -> Discard:
    there = dose.at(now)
    foreign = impurities(dose.nuclide, dose.carrier, reader, dict(dose.impurities))
    begun = dose.held.after(dose.reference - dose.held_at, nuclide(dose.nuclide).half_life)
    amounts = {
        each.nuclide: Activity(begun.bq * each.share).after(now - dose.reference, nuclide(each.nuclide).half_life)
        for each in foreign
    }
    unsaid = hinges_on_carrier(dose.nuclide, dose.carrier, reader)
    waste = clear_out(dose.nuclide, now, amounts, reader, unsaid)
    return Discard(there, waste, ("supplier_told",) if dose.stage == ORDERED else ("waste_record",))
