"""Pages of jobs: how far one is, what it wrote, stopping it and going on."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from hevesy_service.accounts.rights import may, must, needs
from hevesy_service.asked import Asked
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.jobs.models import Job, State
from hevesy_service.jobs.queue import ask_to_stop, go_on

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
BODY = re.compile(r"<body[^>]*>")
SHOWN_IN_PLACE = (".html", ".svg", ".pdf")


@require_safe
@needs("see_plans")
def job(request: Asked, pk: UUID) -> HttpResponse:
    """How far a job is; while it runs the page looks again by itself, with or without a script."""
    found = _job(request, pk, "see_plans")
    page: dict[str, Any] = {
        "job": found, "kind": KINDS[found.kind], "files": found.files() if found.is_over else [],
        "runs": may(request.user, "run_plans", found.site),
    }  # fmt: skip
    if found.state == State.DONE and (request.htmx or "wait" in request.GET):
        return _led_to_result(request, found)
    answer = render(request, "jobs/part.html" if request.htmx else "jobs/job.html", page)
    if not found.is_over and not request.htmx:
        answer["Refresh"] = f"3;url={request.path}?wait=1"
    return answer


def _led_to_result(request: Asked, found: Job) -> HttpResponse:
    """Who waited is led to what came of it: its page in our frame, the desk it belongs to, or its files."""
    if found.kind == "reconcile":
        path = f"/sites/{found.site.code}/counts/"
    else:
        path = f"/jobs/{found.pk}/page/" if found.page else f"/jobs/{found.pk}/"
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


@require_safe
@needs("see_plans")
def result(request: Asked, pk: UUID) -> HttpResponse:
    """What a job found, as the library's page says it, below our own head with the way back."""
    found = _job(request, pk, "see_plans")
    if found.kind == "reconcile" and found.state == State.DONE:
        return _led_to_result(request, found)
    if not found.page:
        messages.info(request, _("This job wrote no page; its files are here."))
        return redirect("job", found.pk)
    names = {"job": found, "files": found.files(), "kind": KINDS[found.kind]}
    text = (found.folder / found.page).read_text("utf-8")
    head = render_to_string("jobs/frame_head.html", names, request)
    frame = render_to_string("jobs/frame.html", names, request)
    begins = BODY.search(text)
    if begins is None:
        return _page(text)
    framed = f"{text[: begins.end()]}{frame}{text[begins.end() :]}".replace("</head>", f"{head}</head>", 1)
    return _page(framed)


@require_POST
@needs("run_plans")
def stop(request: Asked, pk: UUID) -> HttpResponse:
    """Ask a job to stop; what it has finished is kept."""
    found = _job(request, pk, "run_plans")
    ask_to_stop(found)
    return redirect("job", found.pk)


@require_POST
@needs("run_plans")
def again(request: Asked, pk: UUID) -> HttpResponse:
    """Let a job go on that stopped or failed."""
    found = _job(request, pk, "run_plans")
    go_on(found)
    return redirect("job", found.pk)


@require_safe
@needs("see_plans")
def file(request: Asked, pk: UUID, name: str) -> HttpResponse | FileResponse:
    """A file that a job wrote. A page of the library brings its own style sheet, which is allowed by its hash."""
    found = _job(request, pk, "see_plans")
    if name not in found.files():
        raise Http404
    path = found.folder / name
    if path.suffix == ".html":
        return _page(path.read_text("utf-8"))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(path.open("rb"), as_attachment=path.suffix not in SHOWN_IN_PLACE, content_type=kind)


def _page(text: str) -> HttpResponse:
    allowed = [f"'sha256-{_digest(style)}'" for style in STYLE.findall(text)]
    answer = HttpResponse(text, content_type="text/html; charset=utf-8")
    answer._csp_update = {"style-src": allowed}  # type: ignore[attr-defined]  # as django-csp's decorator does
    return answer


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")


def _job(request: Asked, pk: UUID, action: str) -> Job:
    found = get_object_or_404(Job.objects.select_related("site"), pk=pk)
    must(request.user, action, found.site)
    return found
