"""The dose of a course, its offers and its order, as a page shows them; each offer is taken by an act."""

from __future__ import annotations

import math
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from hevesy.physics.library import nuclide
from hevesy.products import find_therapy
from hevesy.quantities import Activity
from hevesy.record.clearing import hinges_on_carrier
from hevesy.record.vial import NO_MATTER
from hevesy.run.dose import Dose
from hevesy.run.late import late_said
from hevesy.run.offers import Offers, Taker
from hevesy.run.ordering import MET, OrderLine, amount, asked_of, check_said, written
from hevesy.run.saying import moment_said, therapy_called
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.zone import day_at, today_at, zone_of
from hevesy_service.care.centre import Centre, centre_of
from hevesy_service.care.dose import dose_in, nobody_comes, offers_of, planned_on, proposed, standing_of
from hevesy_service.care.events import course_of
from hevesy_service.care.forms import MOMENT
from hevesy_service.care.models import CourseRow, Patient
from hevesy_service.said import kept, language, say, sentence


def dose_shown(row: CourseRow) -> dict[str, Any]:
    """What a course page says of the dose on its way: how it stands, and what can be done where nobody comes."""
    now, zone = timezone.now(), zone_of(row.site)
    found = dose_in(row, now)
    if found is None:
        return {}
    dose, before = found
    late = standing_of(dose, before, now)
    page: dict[str, Any] = {"late": late, "late_said": "" if late is None else kept(late_said(late, zone, language()))}
    if nobody_comes(row, before, now):
        page["offers"] = _offers(row, dose, offers_of(row, dose, centre_of(row.site), now), zone)
    return page


def _offers(row: CourseRow, dose: Dose, found: Offers, zone: tzinfo) -> dict[str, Any]:
    courses = CourseRow.objects.in_bulk([each.course for each in found.takers])
    rows = {str(pk): each for pk, each in courses.items()}
    patients = Patient.objects.in_bulk([each.patient_id for each in rows.values()])
    takers = [_taker(row, each, rows[each.course], patients, zone) for each in found.takers]
    until, clear = found.keep.until, found.discard.waste
    return {
        "takers": takers,
        "keep": {"why": _why(found.keep.why_not), "path": act_path(row, "keep", dose, ""),
                 "until": "" if until is None else kept(moment_said(until, zone))},
        "discard": {"there": kept(amount(found.discard.there)), "by": clear.by,
                    "on": kept(clear.on.astimezone(zone).date().isoformat()),
                    "needs": _why(found.discard.needs), "path": act_path(row, "discard", dose, "")},
    }  # fmt: skip


def _taker(
    row: CourseRow, taker: Taker, other: CourseRow, patients: dict[Any, Patient], zone: tzinfo
) -> dict[str, Any]:
    patient = patients.get(other.patient_id)
    return {
        "row": other, "patient": patient, "why": _why(taker.why_not), "needs": _why(taker.needs),
        "there": "" if taker.there is None or "planned_hour_past" in taker.why_not else amount(taker.there),
        "planned": "" if taker.asked is None else moment_said(taker.asked.planned_at, zone),
        "path": reverse("reallocate", args=[row.pk, other.pk]),
    }  # fmt: skip


def _why(codes: tuple[str, ...]) -> str:
    return "; ".join(say(f"offer.{code}") for code in codes)


def act_path(row: CourseRow, offer: str, dose: Dose, why: str) -> str:
    """The form of the act that takes an offer, filled in as far as it is known."""
    said = {"offer": offer, "vial": dose.vial or "none", "why": why}
    return f"{reverse('course_act', args=[row.pk, 'reallocation'])}?{urlencode(said)}"


# --- the order ------------------------------------------------------------------------------------------------


def order_shown(row: CourseRow, carrier: str) -> dict[str, Any] | None:
    """What an order form proposes: what to write, what stands against it, and a link that fills the form."""
    centre, zone = centre_of(row.site), zone_of(row.site)
    found = proposed(row, centre, carrier or _carrier(row, centre))
    asked = asked_of(course_of(row))
    if found is None or asked is None:
        return None
    product = str(course_of(row).said("prescription.product") or therapy_called(row.therapy, shelf(), language()))
    ways = [
        {"written": kept(written(line, product, zone, language())), "path": _order_path(row, line, zone, carrier),
         "checks": [kept(check_said(each, zone, language())) for each in line.checks if each.answer is not MET],
         "by": kept(journey.order_by.isoformat()), "past": journey.order_by < today_at(row.site)}
        for journey, line in found.lines
    ]  # fmt: skip
    return {
        "town": found.town, "ways": ways, "problem": sentence(found.problem) if found.problem else "",
        "others": planned_on(row, day_at(row.site, asked.planned_at)),
    }  # fmt: skip


def _carrier(row: CourseRow, centre: Centre) -> str:
    """Nobody has said yet whether carrier is added; where it does not matter, it does not."""
    name = find_therapy(row.therapy, centre.reader.shelf).nuclide
    return "" if hinges_on_carrier(name, "", centre.reader) else NO_MATTER


def _order_path(row: CourseRow, line: OrderLine, zone: tzinfo, carrier: str) -> str:
    whole = Activity(sum(each.activity.bq for each in line.vials))
    at = line.vials[0].activity_at.replace(second=0, microsecond=0)  # a form has whole minutes
    then = whole.after(at - line.vials[0].activity_at, nuclide(line.nuclide).half_life)
    said = {
        "supplier": line.supplier, "ordered_mbq": f"{math.ceil(then.in_mbq)}", "carrier": carrier or line.carrier,
        "calibration_at": _typed(at, zone),
    }  # fmt: skip
    return f"{reverse('course_act', args=[row.pk, 'order'])}?{urlencode(said)}"


def _typed(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime(MOMENT)
