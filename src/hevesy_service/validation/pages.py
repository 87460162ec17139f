"""Pages of the validation of a site: what is validated, running the checks, signing them, switching modules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.run.saying import moment_said
from hevesy.validation import Report, modules, software, stands
from hevesy.validation.report import html_of
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.accounts.signing import signed_about
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import zone_of
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.jobs.models import State
from hevesy_service.jobs.pages import page_with_style
from hevesy_service.jobs.queue import go_on
from hevesy_service.validation.checks import asked, last_of
from hevesy_service.validation.events import (
    about_run,
    is_newest,
    results_of,
    sign_run,
    signable,
    switch,
)
from hevesy_service.validation.forms import RunForm, SignForm, SwitchForm
from hevesy_service.validation.models import ModuleRow, ValidationRun
from hevesy_service.validation.standing import TITLES, is_validated, rows_of

MOST_RUNS = 20


@require_safe
@at_site("see_validation")
def validation(request: Asked, here: Site) -> HttpResponse:
    """Each module with who signed it last, and whether it is switched off; and the runs of the checks."""
    rows, zone = rows_of(here, tuple(modules())), zone_of(here)
    people = names({who for row in rows.values() for who in (row.signed_by, row.switched_by) if who})
    runs = ValidationRun.objects.filter(site=here)[:MOST_RUNS]
    page = {
        "site": here, "nav": desk_pages(request.user, here), "software": software(),
        "modules": [_module(name, rows.get(name), people, here) for name in modules()],
        "job": last_of(here), "runs": [(each, moment_said(each.at, zone)) for each in runs], "key": new_id(),
        "runs_it": may(request.user, "run_validation", here), "switches": may(request.user, "switch_modules", here),
    }  # fmt: skip
    return render(request, "validation/validation.html", page)


@require_POST
@at_site("run_validation")
def run(request: Asked, here: Site) -> HttpResponse:
    """Ask for the checks; the same form sent again asks for nothing more."""
    form = RunForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was run: open the page again."))
        return redirect("validation", here.code)
    job = asked(here, request.user, str(form.cleaned_data["key"]))
    if job.state == State.FAILED:
        go_on(job)
    return redirect(f"{reverse('validation', args=[here.code])}#runs")


@require_safe
@needs("see_validation", ValidationRun)
def one(request: Asked, found: ValidationRun) -> HttpResponse:
    """One run: every check with its answer by hand, and who signed."""
    return render(request, "validation/run.html", _run_said(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("sign_validation", ValidationRun)
def sign(request: Asked, found: ValidationRun) -> HttpResponse:
    """Stand for the modules that passed, by proving again who one is."""
    form = SignForm(request.POST or None, request=request, site=found.site, initial={"key": new_id()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        sign_run(found, said["function"], str(request.user.pk), str(said["key"]), form.how)
        messages.success(request, _("Signed."))
        return redirect("validation_one", found.pk)
    page = {**_run_said(request, found), "form": form, "function": form["function"]}
    return render(request, "validation/sign.html", page, status=422 if form.errors else 200)


@require_safe
@needs("see_validation", ValidationRun)
def paper(request: Asked, found: ValidationRun) -> HttpResponse:
    """The report as a page that prints, with lines to sign by hand; a process that serves pages sets no type."""
    said = found.said
    at = datetime.fromisoformat(said["at"])
    return page_with_style(html_of(Report(said["site"], said["machine"], said["software"], at, results_of(found))))


@require_POST
@at_site("switch_modules")
def switch_module(request: Asked, here: Site, module: str) -> HttpResponse:
    """Switch a module off, or on again, with a reason."""
    if module not in modules() or not modules()[module].can_be_off:
        raise Http404
    form = SwitchForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was switched: write the reason."))
        return redirect("validation", here.code)
    said, off = form.cleaned_data, request.POST.get("act") == "off"
    switch(here, module, off, said["reason"], str(request.user.pk), str(said["key"]))
    messages.success(request, _("Switched off.") if off else _("Switched on."))
    return redirect("validation", here.code)


def _module(name: str, row: ModuleRow | None, people: dict[str, str], here: Site) -> dict[str, Any]:
    zone = zone_of(here)
    return {
        "name": name, "title": TITLES[name], "row": row, "validated": is_validated(row),
        "signed_before": row is not None and bool(row.software), "can_be_off": modules()[name].can_be_off,
        "signed_by": people.get(row.signed_by, "") if row else "",
        "signed_at": moment_said(row.signed_at, zone) if row and row.signed_at else "",
        "switched_by": people.get(row.switched_by, "") if row else "",
        "switched_at": moment_said(row.switched_at, zone) if row and row.switched_at else "", "key": new_id(),
    }  # fmt: skip


def _run_said(request: Asked, found: ValidationRun) -> dict[str, Any]:
    results, about = results_of(found), about_run(found)
    parts = [
        {"title": TITLES[name], "state": state, "rows": [each for each in results if each.module == name]}
        for name, state in stands(results).items()
    ]
    return {
        "run": found, "site": found.site, "nav": desk_pages(request.user, found.site), "parts": parts,
        "at": moment_said(found.at, zone_of(found.site)), "by": names({found.by}).get(found.by, found.by),
        "machine": found.said["machine"], "old": found.software != software(),
        "signed": signed_about([about]).get(about), "signable": [TITLES[name] for name in signable(found)],
        "signs": may(request.user, "sign_validation", found.site) and is_newest(found),
    }  # fmt: skip
