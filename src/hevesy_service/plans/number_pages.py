"""Pages of numbers: what a job says, on a map where it is about places, and why each number is what it is."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.jobs.models import Job, State
from hevesy_service.plans.country_map import CountryMap, map_of
from hevesy_service.plans.models import Plan
from hevesy_service.plans.numbers import (
    FILES,
    OF_A_PAGE,
    Number,
    counts_of_kinds,
    has_numbers,
    numbers,
    reasons,
    said_of,
    shares_of_kinds,
)

ON_THE_PLAN = {"simulate": 5, "budget": 3, "value": 3, "placement": 6}  # numbers of each kind shown on a plan's page


@require_safe
@needs("see_plans", Job)
def of_job(request: Asked, found: Job) -> HttpResponse:
    """All numbers of a job, each a link to why; with the map of a placement."""
    parts = [(part, list(of)) for part, of in groupby(numbers(found), key=lambda each: each.part)]
    page = {"job": found, "plan": found.about.partition("/")[2], "parts": parts, **_placed(found)}
    return render(request, "plans/numbers.html", page)


@require_safe
@needs("see_plans", Job)
def why(request: Asked, found: Job, figure: str) -> HttpResponse:
    """Why a number is what it is: facts, ranges, kinds of truth, sources, and what carries most of its variance."""
    number = next((each for each in numbers(found) if each.name == figure), None)
    if number is None:
        raise Http404
    rows = reasons(found, number)
    page = {
        "job": found, "number": number, "facts": Paginator(rows, OF_A_PAGE).get_page(request.GET.get("page")),
        "kinds": shares_of_kinds(found, number), "counts": counts_of_kinds(rows), "many": len(rows),
        "country": _country(found),
    }  # fmt: skip
    return render(request, "plans/why.html", page)


def came_of(plan: Plan) -> list[dict[str, Any]]:
    """The newest answer of each kind that a plan's page shows: a few numbers, and the map of a placement."""
    jobs = Job.objects.filter(about=f"plan/{plan.pk}", state=State.DONE, kind__in=FILES)
    newest: dict[str, Job] = {}
    for job in jobs:
        if job.kind not in newest and has_numbers(job):
            newest[job.kind] = job
    order = list(ON_THE_PLAN)
    return [_shown(newest[kind]) for kind in sorted(newest, key=order.index)]


def _shown(job: Job) -> dict[str, Any]:
    found: list[Number] = numbers(job)
    return {"job": job, "numbers": found[: ON_THE_PLAN[job.kind]], "all": len(found), **_placed(job)}


def _placed(job: Job) -> dict[str, Any]:
    """The map and the centres chosen, where the job placed any."""
    if job.kind != "placement" or not has_numbers(job):
        return {}
    said = said_of(job)
    drawn: CountryMap | None = map_of(said)
    own = {each["town"] for each in said["of_the_model"]} == {each["town"] for each in said["steps"]}
    return {"map": drawn, "steps": said["steps"], "proof": said["proof"] | {"shown": own}}


def _country(job: Job) -> str:
    said = said_of(job)
    there = said.get("scenario", said.get("country"))
    return str(there["country"] if isinstance(there, dict) and "country" in there else there)
