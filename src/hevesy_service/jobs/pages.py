"""Pages of jobs: how far one is, what it wrote, stopping it and going on."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from hevesy_service.accounts.rights import may, needs
from hevesy_service.asked import Asked
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.jobs.models import Job, State
from hevesy_service.jobs.queue import ask_to_stop, go_on

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
WITH_NUMBERS = ("simulate", "budget", "value", "placement")  # of which each number can be asked why
BODY = re.compile(r"<body[^>]*>(\s*<a class=\"skip\"[^>]*>[^<]*</a>)?")  # the way past the head stays the first stop
SHOWN_IN_PLACE = (".html", ".svg", ".pdf")


@require_safe
@needs("see_plans", Job)
def job(request: Asked, found: Job) -> HttpResponse:
    """How far a job is; while it runs the page looks again by itself, with or without a script."""
    page: dict[str, Any] = {
        "job": found, "kind": KINDS[found.kind], "files": found.files() if found.is_over else [],
        "about": found.about.partition("/")[2], "numbers": found.kind in WITH_NUMBERS,
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
@needs("see_plans", Job)
def result(request: Asked, found: Job) -> HttpResponse:
    """What a job found, as the library's page says it, below our own head with the way back."""
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
        return page_with_style(text)
    framed = f"{text[: begins.end()]}{frame}{text[begins.end() :]}".replace("</head>", f"{head}</head>", 1)
    return page_with_style(framed)


@require_POST
@needs("run_plans", Job)
def stop(request: Asked, found: Job) -> HttpResponse:
    """Ask a job to stop; what it has finished is kept."""
    ask_to_stop(found)
    return redirect("job", found.pk)


@require_POST
@needs("run_plans", Job)
def again(request: Asked, found: Job) -> HttpResponse:
    """Let a job go on that stopped or failed."""
    go_on(found)
    return redirect("job", found.pk)


@require_safe
@needs("see_plans", Job)
def file(request: Asked, found: Job, name: str) -> HttpResponse | FileResponse:
    """A file that a job wrote. A page of the library brings its own style sheet, which is allowed by its hash."""
    if name not in found.files():
        raise Http404
    path = found.folder / name
    if path.suffix == ".html":
        return page_with_style(path.read_text("utf-8"))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(path.open("rb"), as_attachment=path.suffix not in SHOWN_IN_PLACE, content_type=kind)


def page_with_style(text: str) -> HttpResponse:
    """A page that the library wrote, whose own style sheet is allowed by its hash."""
    allowed = [f"'sha256-{_digest(style)}'" for style in STYLE.findall(text)]
    answer = HttpResponse(text, content_type="text/html; charset=utf-8")
    answer._csp_update = {"style-src": allowed}  # type: ignore[attr-defined]  # as django-csp's decorator does
    return answer


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
