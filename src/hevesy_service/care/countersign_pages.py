"""Pages of second persons who were there and sign afterwards: what waits for whom, and one's own signature."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.run.saying import act_called, moment_said
from hevesy_service.accounts.rights import at_site, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.writing import written
from hevesy_service.book.zone import zone_of
from hevesy_service.care.countersigning import awaiting, check_awaited, countersign
from hevesy_service.care.forms import CountersignForm
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import lines_of, names
from hevesy_service.said import language


@require_safe
@at_site("see_care")
def waiting(request: Asked, here: Site) -> HttpResponse:
    """The acts that wait for their second person, mine first: until then each is a deviation."""
    rows = list(awaiting(here)[:200])
    patients = Patient.objects.in_bulk([row.course.patient_id for row in rows])
    people = names({id for row in rows for id in (row.by, row.awaits)})
    me, zone = str(request.user.pk), zone_of(here)
    said = [
        {
            "entry": row, "patient": patients.get(row.course.patient_id), "mine": row.awaits == me,
            "act": act_called(row.act, shelf(), language()), "at": moment_said(row.at, zone),
            "by": people.get(row.by, row.by), "awaits": people.get(row.awaits, row.awaits),
        }
        for row in rows
    ]  # fmt: skip
    said.sort(key=lambda each: not each["mine"])
    page = {"site": here, "rows": said, "nav": desk_pages(request.user, here), "zone": zone}
    return render(request, "care/awaiting.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("record_care", CourseRow)
def countersigning(request: Asked, found: CourseRow, entry: UUID) -> HttpResponse:
    """What the first person wrote, and the signature by which the second one says that they were there."""
    row = get_object_or_404(EntryRow.objects.select_related("course__site"), course=found, pk=entry)
    sent = request.POST.get("key", "")
    if not sent or written(found.site, sent) is None:
        check_awaited(row, request.user)
    form = CountersignForm(request.POST or None, request=request, site=found.site, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid():
        countersign(row, request.user, form.how, str(form.cleaned_data["key"]))
        messages.success(request, _("Signed."))
        return redirect("awaiting", found.site.code)
    zone = zone_of(found.site)
    page = {
        "course": found, "entry": row, "form": form, "zone": zone, "lines": lines_of(row, zone),
        "act": act_called(row.act, shelf(), language()), "at": moment_said(row.at, zone),
        "by": names({row.by}).get(row.by, row.by), "nav": desk_pages(request.user, found.site),
        "patient": Patient.objects.filter(pk=found.patient_id).first(),
    }  # fmt: skip
    return render(request, "care/countersign.html", page, status=422 if form.errors else 200)
