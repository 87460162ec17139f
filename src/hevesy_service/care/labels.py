"""Labels for syringes and vials, to be printed: what they must say, and the square that a scanner reads."""

from __future__ import annotations

import io

import qrcode
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from qrcode.image.svg import SvgPathImage

from hevesy.run.labels import Label, code, syringe_label, vial_label
from hevesy.run.ordering import amount
from hevesy.run.saying import moment_said
from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.events import course_of
from hevesy_service.care.material import vial_in, vial_pk
from hevesy_service.care.models import CourseRow, Patient, VialRow


@require_safe
@needs("see_care", CourseRow)
def syringe(request: Asked, found: CourseRow) -> HttpResponse:
    """The label of the syringe that was dispensed for a course."""
    course = course_of(found)
    name = str(course.said("dispensing.vial") or "")
    row = VialRow.objects.filter(pk=vial_pk(found.site_id, name)).first() if name else None
    if row is None:
        messages.error(request, _("Nothing was dispensed in this cycle, so there is no syringe to label."))
        return redirect("course", found.pk)
    patient = Patient.objects.filter(pk=found.patient_id).first()
    known = () if patient is None else (patient.number, f"{patient.birth_date or patient.full_name}")
    label = syringe_label(course, vial_in(row), known, _volume(request))
    return _shown(request, label, found.site, patient=patient, course=found)


@require_safe
@needs("see_stock", VialRow)
def vial(request: Asked, found: VialRow) -> HttpResponse:
    """The label of a vial."""
    return _shown(request, vial_label(vial_in(found), _volume(request)), found.site, vial=found)


def _shown(request: Asked, label: Label, site: Site, **more: object) -> HttpResponse:
    zone = zone_of(site)
    page = {
        **more, "label": label, "site": site, "square": "" if label.missing else square(code(label)),
        "amount": "" if label.activity is None else amount(label.activity),
        "at": "" if label.at is None else moment_said(label.at, zone),
        "expires": "" if label.expires_at is None else moment_said(label.expires_at, zone),
        "volume": request.GET.get("volume_ml", ""), "lacks_volume": "volume_ml" in label.missing, "zone": zone,
    }  # fmt: skip
    return render(request, "care/label.html", page)


def square(text: str) -> SafeString:
    """A QR code as SVG, drawn here: nothing is fetched."""
    made = qrcode.make(text, image_factory=SvgPathImage, border=2, box_size=8)
    out = io.BytesIO()
    made.save(out)
    drawn = out.getvalue().decode()
    return mark_safe(drawn[drawn.index("<svg") :])


def _volume(request: Asked) -> float | None:
    try:
        found = float(request.GET.get("volume_ml", "").replace(",", "."))
    except ValueError:
        return None
    return found if 0 < found <= 1000 else None
