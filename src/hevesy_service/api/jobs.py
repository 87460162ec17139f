"""Operations on jobs: which kinds there are, asking for one, how far it is, stopping it and going on, what it wrote."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from ninja import Router

from hevesy_service.accounts.rights import SIGNED_IN
from hevesy_service.api.asking import Asked, needs
from hevesy_service.api.models import Scope
from hevesy_service.api.parts import part
from hevesy_service.api.plans import plan_of
from hevesy_service.api.shapes import FileOut, JobIn, JobOut, Jobs, Key, KindOut, Limit, Offset
from hevesy_service.book.models import Site
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.jobs.models import Job
from hevesy_service.jobs.queue import Wanted, ask_for, ask_to_stop, go_on
from hevesy_service.plans.asking import other_plan, wanted
from hevesy_service.plans.forms import JobForm
from hevesy_service.plans.models import Plan
from hevesy_service.refusals import KeyUsed, NotAJob

router = Router(tags=["jobs"])


@router.get("/job-kinds", response=list[KindOut], summary="Kinds of job", **needs(SIGNED_IN, Scope.READ))
def kinds(request: Asked) -> list[dict[str, Any]]:
    """What can be computed of a plan."""
    return [{"id": each.id, "title": str(each.title), "why": str(each.why), "draws": each.draws}
            for each in KINDS.values()]  # fmt: skip


@router.get("/sites/{code}/jobs", response=Jobs, summary="Jobs of a site", **needs("see_plans", Scope.READ))
def jobs(request: Asked, code: str, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """The last asked for first."""
    here = request.auth.at(get_object_or_404(Site, code=code))
    return part(here.jobs.select_related("site"), offset, limit, _shown)


@router.post("/plans/{pk}/jobs", response=JobOut, summary="Ask for a job", **needs("run_plans", Scope.RUN))
def ask(request: Asked, pk: UUID, said: JobIn, key: Key) -> dict[str, Any]:
    """Something is computed of the plan as it stands, by another process; look at the job until it is over."""
    found = plan_of(request, pk)
    wanted = _wanted(request, found, said, key)
    job = ask_for(wanted)
    same = (job.kind, job.about, _asked(job.options), job.by)
    if same != (wanted.kind, wanted.about, _asked(wanted.options), wanted.by):
        raise KeyUsed()
    return _shown(job)


@router.get("/jobs/{pk}", response=JobOut, summary="A job", **needs("see_plans", Scope.READ))
def job(request: Asked, pk: UUID) -> dict[str, Any]:
    """Where it stands."""
    return _shown(_job(request, pk))


@router.post("/jobs/{pk}/stop", response=JobOut, summary="Stop a job", **needs("run_plans", Scope.RUN))
def stop(request: Asked, pk: UUID, key: Key) -> dict[str, Any]:
    """What it has finished is kept. Of a job that is over nothing changes, so that the same again does no harm."""
    ask_to_stop(_job(request, pk))
    return _shown(_job(request, pk))


@router.post("/jobs/{pk}/go-on", response=JobOut, summary="Go on with a job", **needs("run_plans", Scope.RUN))
def again(request: Asked, pk: UUID, key: Key) -> dict[str, Any]:
    """A job that stopped or failed goes on from what it has kept; of any other nothing changes."""
    go_on(_job(request, pk))
    return _shown(_job(request, pk))


@router.get("/jobs/{pk}/files", response=list[FileOut], summary="Files of a job", **needs("see_plans", Scope.READ))
def files(request: Asked, pk: UUID) -> list[dict[str, Any]]:
    """What it wrote, once it is over."""
    found = _job(request, pk)
    names = found.files() if found.is_over else []
    return [{"name": name, "bytes": (found.folder / name).stat().st_size} for name in names]


@router.get("/jobs/{pk}/files/{name}", summary="A file of a job", **needs("see_plans", Scope.READ))
def file(request: Asked, pk: UUID, name: str) -> FileResponse:
    """As it was written."""
    found = _job(request, pk)
    if name not in found.files():
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse((found.folder / name).open("rb"), as_attachment=True, content_type=kind)


def _wanted(request: Asked, plan: Plan, said: JobIn, key: UUID) -> Wanted:
    """The same form as on the plan's page makes the command's options, and refuses the same."""
    form = JobForm({**said.dict(), "key": key})
    if not form.is_valid():
        raise NotAJob(fields=", ".join(form.errors))
    kind = KINDS[said.kind]
    other = other_plan(plan, said.other)
    if "other.toml" in kind.inputs and other is None:
        raise NotAJob(fields="other")
    return wanted(plan, other, kind, form.options(plan.country), request.auth.user, str(key), said.uncalibrated)


def _asked(options: Sequence[str]) -> list[str]:
    """What the caller asked for, without the calibration that was there at the time."""
    found = list(options)
    return found[: found.index("--calibration")] if "--calibration" in found else found


def _job(request: Asked, pk: UUID) -> Job:
    found = get_object_or_404(Job.of_plans.select_related("site"), pk=pk)
    request.auth.at(found.site)
    return found


def _shown(job: Job) -> dict[str, Any]:
    plan = job.about.removeprefix("plan/") if job.about.startswith("plan/") else ""
    return {"id": job.pk, "site": job.site.code, "plan": plan, "kind": job.kind,
            "title": job.title, "state": job.state, "done": job.done, "of": job.of, "said": job.said,
            "made": job.made, "ended": job.ended}  # fmt: skip
