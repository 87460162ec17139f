"""The way from the map to a plan: what is there and what is next; briefings; the size of a centre."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import at_site, may
from hevesy_service.asked import Asked
from hevesy_service.atlas.models import OPEN
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.jobs.models import Job
from hevesy_service.jobs.queue import Wanted, ask_for
from hevesy_service.mission.calibrating import holding, options_for, pack_inputs
from hevesy_service.mission.events import accepted_answers
from hevesy_service.mission.forms import CentreSizeForm, CountryForm
from hevesy_service.mission.models import Counted, Draft, Filled
from hevesy_service.mission.questions import fields
from hevesy_service.said import country_called

SHOWN = 10  # of the newest jobs
BRIEFING, CENTRE = "country", "centre"  # kinds of job


def site_job(kind: str, title: str, about: str, options: list[str], site: Site, iso3: str, by: User, key: UUID) -> Job:
    """Ask for a job of a country, outside any plan, with what the site's country has accepted."""
    pack = pack_inputs(site, iso3)
    options = [*options, *options_for(KINDS[kind], site, iso3, [], pack)]
    return ask_for(Wanted(kind, title, about, pack, options, site, by, str(key)))


@require_safe
@at_site("see_site")
def mission(request: Asked, here: Site) -> HttpResponse:
    """What comes before a plan, step by step, and how far each step is."""
    page: dict[str, Any] = {"site": here, "country": country_called(here.country, shelf_now()) if here.country else ""}
    if here.country:
        known = fields(here.country, shelf_now())
        page |= {
            "asked": len(known), "answered": len([each for each in accepted_answers(here) if each in known]),
            "typed": Draft.objects.filter(site=here).values("field").distinct().count(),
            "waiting": Filled.objects.filter(site=here, decision=OPEN).count(),
            "counted": Counted.objects.filter(site=here).first(), "calibration": holding(here, here.country),
        }  # fmt: skip
    sees = may(request.user, "see_plans", here)
    page |= {"sees": sees, "figures": may(request.user, "see_figures", here)}
    page["plans"] = here.plans.count() if sees else 0
    page["briefings"] = Job.objects.filter(site=here, about=f"briefing/{here.code}").count() if sees else 0
    return render(request, "mission/mission.html", page)


@require_safe
@at_site("see_plans")
def briefing(request: Asked, here: Site) -> HttpResponse:
    """Briefings that were made at a site, and the form for another one."""
    form = CountryForm(initial={"country": request.GET.get("country", here.country), "key": new_id()})
    return _jobs_shown(request, here, "mission/briefing.html", "briefing", form)


@require_POST
@at_site("run_plans")
def brief(request: Asked, here: Site) -> HttpResponse:
    """Ask for the briefing of a country: need, access, losses and the years ahead as things are."""
    form = CountryForm(request.POST)
    if not form.is_valid():
        return _jobs_shown(request, here, "mission/briefing.html", "briefing", form, 422)
    iso3, draws = form.cleaned_data["country"], KINDS[BRIEFING].draws
    options, about = [iso3, "--draws", str(draws)], f"briefing/{here.code}"
    title = country_called(iso3, shelf_now())
    job = site_job(BRIEFING, title, about, options, here, iso3, request.user, form.cleaned_data["key"])
    return redirect(f"/jobs/{job.pk}/?wait=1")


@require_safe
@at_site("see_plans")
def centre_size(request: Asked, here: Site) -> HttpResponse:
    """Centres that were sized at a site, and the form for another one."""
    form = CentreSizeForm(initial={"country": request.GET.get("country", here.country), "key": new_id()})
    return _jobs_shown(request, here, "mission/centre_size.html", "centre", form)


@require_POST
@at_site("run_plans")
def size(request: Asked, here: Site) -> HttpResponse:
    """Ask what a centre of so many cycles takes: rooms, machines, staff, licences, money, and the first patient."""
    form = CentreSizeForm(request.POST)
    if not form.is_valid():
        return _jobs_shown(request, here, "mission/centre_size.html", "centre", form, 422)
    iso3, whole = form.cleaned_data["country"], sum(form.cycles().values())
    title = f"{country_called(iso3, shelf_now())} · {whole:g}"
    job = site_job(
        CENTRE, title, f"centre/{here.code}", form.options(), here, iso3, request.user, form.cleaned_data["key"]
    )
    return redirect(f"/jobs/{job.pk}/?wait=1")


def _jobs_shown(
    request: Asked, here: Site, template: str, about: str, form: CountryForm, status: int = 200
) -> HttpResponse:
    jobs = Job.objects.filter(site=here, about=f"{about}/{here.code}").defer("inputs")[:SHOWN]
    page = {"site": here, "jobs": jobs, "form": form, "runs": may(request.user, "run_plans", here)}
    return render(request, template, page, status=status)
