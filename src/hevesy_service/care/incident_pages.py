"""Pages of incidents: the list, one with its categories, checklist and correction, and the report of a new one."""

from __future__ import annotations

from datetime import date, tzinfo
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hevesy.run.gate import gates as every_gate
from hevesy.run.incidents import INES, KIND, NOT_RATED, REACH, Category, categories, first_actions, not_rated
from hevesy.run.saying import act_called, gate_called, moment_said
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at, zone_of
from hevesy_service.care.forms import MOMENT
from hevesy_service.care.incident_forms import IncidentForm, ReportForm
from hevesy_service.care.incident_names import called
from hevesy_service.care.incidents import NOTES, acts_of, note, report
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.refusals import ClosedByOpener, NotClosed
from hevesy_service.said import language, say, sentence

MOST = 200
DEFINED = (KIND, INES, REACH)  # the schemes whose categories say more than their name


@require_safe
@at_site("see_incidents")
def incidents(request: Asked, here: Site) -> HttpResponse:
    """The incidents of a site, those that are open first."""
    rows = list(Incident.objects.filter(site=here).order_by("closed", "-opened")[:MOST])
    zone, today = zone_of(here), today_at(here)
    said = [(each, called(each), moment_said(each.opened, zone), _is_late(each, today)) for each in rows]
    page = {"site": here, "rows": said, "nav": desk_pages(request.user, here),
            "reports": may(request.user, "report_incident", here)}  # fmt: skip
    return render(request, "care/incidents.html", page)


def _is_late(each: Incident, today: date) -> bool:
    return each.closed is None and each.due is not None and each.due < today


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_incidents", Incident)
def incident(request: Asked, found: Incident) -> HttpResponse:
    """One incident; who handles incidents writes down what is known, and closes it."""
    handles = may(request.user, "handle_incidents", found.site)
    initial = {"key": new_id(), **{name: getattr(found, name) for name in (*NOTES, "done", "due")}}
    initial["ines"] = found.ines or (NOT_RATED if not_rated(found.kind, shelf()) else "")
    initial["closes"] = found.closed is not None
    kinds = dict.fromkeys((found.kind, request.POST.get("kind", "")))
    form = IncidentForm(found.site, kinds, request.POST or None, initial=initial)
    if request.method == "POST" and handles and form.is_valid() and _noted(request, found, form):
        messages.success(request, _("Kept."))
        return redirect("incident", found.pk)
    page = {"incident": found, "form": form, "handles": handles, **_shown(found)}
    return render(request, "care/incident.html", page, status=422 if form.errors else 200)


def _noted(request: Asked, found: Incident, form: IncidentForm) -> bool:
    """Whether it was written; what was typed stays on the page where the incident cannot close."""
    said = form.cleaned_data
    try:
        note(found, said, said["closes"], str(request.user.pk), str(said["key"]))
    except (NotClosed, ClosedByOpener) as error:
        form.add_error("closes", sentence(error))
        return False
    return True


def _shown(found: Incident) -> dict[str, object]:
    zone = zone_of(found.site)
    known = {found.by, found.closed_by, found.owner}
    acts = acts_of(found)
    people = names({*known, *(id for each in acts for id in (each.by, each.typed_by))})
    return {
        "gates": [gate_called(each, language()) for each in every_gate(shelf()) if each.name in found.unmet],
        "act": called(found), "by": people.get(found.by, found.by), "zone": zone,
        "opened": moment_said(found.opened, zone), "since": moment_said(found.since, zone) if found.since else "",
        "until": moment_said(found.until, zone) if found.until else "",
        "owner": people.get(found.owner, ""), "closed_by": people.get(found.closed_by, ""),
        "meant": [each for each in (_meant(scheme, found) for scheme in DEFINED) if each],
        "done": [say(f"first_action.{each}") for each in found.done],
        "checklist": [(say(f"first_action.{each.action}"), shelf().source(each.source).citation,
                       each.truth == "unverified") for each in first_actions(found.kind, shelf())],
        "acts": [_act(each, people, zone) for each in acts],
    }  # fmt: skip


def _meant(scheme: str, found: Incident) -> dict[str, object] | None:
    """The category of a scheme with its definition, and whose words those are."""
    code = getattr(found, scheme)
    each: Category | None = next((one for one in categories(scheme, shelf()) if one.code == code), None)
    if each is None:
        return None
    source = "" if each.is_own else shelf().source(each.source).citation
    return {"name": say(each.word), "means": say(f"{each.word}_means"), "source": source, "edition": each.edition,
            "truth": say(f"kind.{each.truth}")}  # fmt: skip


def _act(each: EntryRow, people: dict[str, str], zone: tzinfo) -> dict[str, object]:
    return {
        "course": each.course_id, "act": act_called(each.act, shelf(), language()), "at": moment_said(each.at, zone),
        "entered": moment_said(each.entered_at, zone), "by": people.get(each.by, each.by),
        "typed_by": people.get(each.typed_by, each.typed_by), "met": not each.unmet,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("report_incident")
def report_incident(request: Asked, here: Site) -> HttpResponse:
    """Report an incident that no act has opened: a spill, a source that is missing, something that nearly happened."""
    zone = zone_of(here)
    initial = {"key": new_id(), "at": timezone.now().astimezone(zone).strftime(MOMENT),
               "kind": request.GET.get("kind", ""), "course": request.GET.get("course", "")}  # fmt: skip
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        at = said["at"].replace(tzinfo=zone)
        if at > timezone.now():
            form.add_error("at", _("This has not happened yet."))
        else:
            course = _course_at(here, said["course"])
            report(here, said["key"], said["kind"], said["what"], at, str(request.user.pk), str(said["key"]), course)
            return redirect("incident", said["key"])
    page = {"site": here, "form": form, "nav": desk_pages(request.user, here), "zone": zone}
    return render(request, "care/report_incident.html", page, status=422 if form.errors else 200)


def _course_at(here: Site, pk: UUID | None) -> CourseRow | None:
    """The course that an incident is of; 404 for one of another site."""
    if pk is None:
        return None
    found = CourseRow.objects.filter(site=here, pk=pk).first()
    if found is None:
        raise Http404
    return found
