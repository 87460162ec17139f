"""Pages of the planner's desk: the plans of a site, one plan, its versions, what was computed of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hevesy.errors import HevesyError
from hevesy.plan.scenario.catalogue import catalogue
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.jobs.kinds import KINDS
from hevesy_service.jobs.models import Job
from hevesy_service.jobs.queue import ask_for
from hevesy_service.mission.calibrating import holding
from hevesy_service.plans import editing
from hevesy_service.plans.asking import other_plan, wanted
from hevesy_service.plans.baselines import last_baseline, signatures_of
from hevesy_service.plans.comment_pages import open_comments
from hevesy_service.plans.counted import unplaced
from hevesy_service.plans.events import change_plan, freeze_plan, open_plan
from hevesy_service.plans.forms import (
    CENTRES,
    CYCLES,
    LANGUAGES,
    WEEKS,
    AddForm,
    DetailForm,
    FrameForm,
    FreezeForm,
    JobForm,
    Keyed,
    MoveForm,
    NewPlanForm,
    RemoveForm,
    TextForm,
    plants,
)
from hevesy_service.plans.models import Plan, Version
from hevesy_service.plans.number_pages import came_of
from hevesy_service.plans.rows import HEIGHT, WIDTH, kinds, rows, years
from hevesy_service.plans.saying import act_called, act_means, step_said
from hevesy_service.refusals import Refusal
from hevesy_service.said import language, sentence


@require_safe
@at_site("see_plans")
def plans(request: Asked, here: Site) -> HttpResponse:
    """The plans of a site, the last changed first."""
    form = NewPlanForm(initial={"country": request.GET.get("country", here.country), "key": new_id()})
    return _plans_shown(request, here, form)


@require_POST
@at_site("change_plans")
def new(request: Asked, here: Site) -> HttpResponse:
    """A plan begins."""
    form = NewPlanForm(request.POST)
    if not form.is_valid():
        return _plans_shown(request, here, form, 422)
    said = form.cleaned_data
    first = editing.begin(said["country"], said["begin"] == "empty", shelf_now(), today_at(here))
    event = open_plan(
        here, said["key"], said["country"], first.name, first.text, first.what, str(request.user.pk), str(said["key"])
    )
    return redirect("plan", event.stream.partition("/")[2])


@require_safe
@needs("see_plans", Plan)
def plan(request: Asked, found: Plan) -> HttpResponse:
    """One plan: what is done when, what to add, what to compute."""
    return _plan_shown(request, found)


@require_POST
@needs("change_plans", Plan)
def add(request: Asked, found: Plan) -> HttpResponse:
    """Add an act."""
    form = AddForm(request.POST)
    if not form.is_valid():
        return _plan_shown(request, found, _("Nothing was added: choose a kind and a day."), 422)
    said = form.cleaned_data
    entries = catalogue(shelf())
    if said["kind"] not in entries:
        return _plan_shown(request, found, _("Nothing was added: choose a kind from the list."), 422)
    return _stepped(
        request, found, form, editing.added(said["kind"], said["begins"], said["centre"], said["town"], entries)
    )


@require_POST
@needs("change_plans", Plan)
def move(request: Asked, found: Plan) -> HttpResponse:
    """Move an act to another day."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _plan_shown(request, found, _("Nothing was moved: write a day."), 422)
    return _stepped(request, found, form, editing.moved(form.cleaned_data["act"], form.cleaned_data["begins"]))


@require_POST
@needs("change_plans", Plan)
def remove(request: Asked, found: Plan) -> HttpResponse:
    """Take an act away."""
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _plan_shown(request, found, _("Nothing was removed."), 422)
    return _stepped(request, found, form, editing.removed(form.cleaned_data["act"]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("change_plans", Plan)
def act(request: Asked, found: Plan, name: str) -> HttpResponse:
    """One act: what it adds, for which therapies, who answers and who pays."""
    scenario, _timeline = editing.read(found.text, shelf_now())
    here = next((each for each in scenario.interventions if each.id == name), None)
    if here is None:
        raise Http404
    form = DetailForm(here, request.POST or None, initial={"key": new_id(), "seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, found, form, editing.step(found.text, editing.detailed(name, form.said()), shelf_now()))
            return redirect("plan", found.pk)
        except Refusal:
            raise
        except HevesyError as error:
            form.add_error(None, sentence(error))
    entry = catalogue(shelf())[here.kind]
    page = {"plan": found, "act": here, "name": act_called(entry), "meaning": act_means(entry), "form": form}
    return render(request, "plans/act.html", page, status=422 if form.errors else 200)


@require_POST
@needs("change_plans", Plan)
def frame(request: Asked, found: Plan) -> HttpResponse:
    """Change name, span and draws."""
    form = FrameForm(request.POST)
    if not form.is_valid():
        return _plan_shown(request, found, said_wrong(form), 422)
    said = form.cleaned_data
    return _stepped(request, found, form, editing.framed(said["name"], said["start"], said["years"], said["draws"]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("change_plans", Plan)
def text(request: Asked, found: Plan) -> HttpResponse:
    """The plan as the text that the command line reads; checked before it is kept."""
    form = TextForm(request.POST or None, initial={"text": found.text, "key": new_id(), "seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            changed = editing.rewritten(form.cleaned_data["text"], shelf_now())
            _keep(request, found, form, changed)
            return redirect("plan", found.pk)
        except Refusal:
            raise
        except HevesyError as error:
            form.add_error("text", sentence(error))
    return render(request, "plans/text.html", {"plan": found, "form": form}, status=422 if form.errors else 200)


@require_POST
@needs("change_plans", Plan)
def back(request: Asked, found: Plan, number: int) -> HttpResponse:
    """Take a plan back to an earlier version, as a new one: nothing is lost by it."""
    form = Keyed(request.POST)
    earlier = get_object_or_404(Version, plan=found, number=number)
    if form.is_valid():
        kept, _timeline = editing.read(earlier.text, shelf_now())
        _keep(request, found, form, editing.Changed(kept.name, earlier.text, f"back to version {number}"))
    return redirect("plan", found.pk)


@require_POST
@needs("change_plans", Plan)
def freeze(request: Asked, found: Plan) -> HttpResponse:
    """Freeze the plan as it stands as the next numbered baseline."""
    form = FreezeForm(request.POST, request=request, site=found.site)
    if not form.is_valid():
        problem = _("Nothing was frozen: say for whom, or why.") if "reason" in form.errors else ""
        return _plan_shown(request, found, problem or said_wrong(form), 422, form)
    said = form.cleaned_data
    seen = said["seen"] or found.version
    number = freeze_plan(found, str(request.user.pk), str(said["key"]), seen, said["reason"], form.how)
    messages.success(request, _("Baseline %(number)s was frozen.") % {"number": number})
    return redirect("plan", found.pk)


@require_safe
@needs("see_plans", Plan)
def versions(request: Asked, found: Plan) -> HttpResponse:
    """Every version of a plan, the newest first."""
    every = list(found.versions.all())
    signed = signatures_of(found, every)
    page = {"plan": found,
            "versions": [(each, step_said(each.what), new_id(), signed.get(each.frozen)) for each in every],
            "changes": may(request.user, "change_plans", found.site)}  # fmt: skip
    return render(request, "plans/versions.html", page)


@require_safe
@needs("see_plans", Plan)
def download(request: Asked, found: Plan) -> HttpResponse:
    """The plan as the file that `hevesy plan simulate` reads."""
    answer = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.country.lower()}-{found.version}.toml"'
    return answer


@require_POST
@needs("run_plans", Plan)
def compute(request: Asked, found: Plan) -> HttpResponse:
    """Ask for something to be computed of the plan as it stands."""
    form = JobForm(request.POST)
    if not form.is_valid():
        return _plan_shown(request, found, _("Nothing was begun: choose what to compute, and 2 to 4,096 draws."), 422)
    said, kind = form.cleaned_data, KINDS[form.cleaned_data["kind"]]
    other = other_plan(found, said["other"])
    if "other.toml" in kind.inputs and other is None:
        raise Http404
    options = form.options(found.country)
    asked = wanted(found, other, kind, options, request.user, str(said["key"]), said["uncalibrated"])
    return redirect("job", ask_for(asked).pk)


def _stepped(request: Asked, found: Plan, form: Keyed, done: editing.Step) -> HttpResponse:
    try:
        changed = editing.step(found.text, done, shelf_now())
    except HevesyError as error:
        return _plan_shown(request, found, sentence(error), 422)
    _keep(request, found, form, changed)
    return redirect("plan", found.pk)


def _keep(request: Asked, found: Plan, form: Keyed, changed: editing.Changed) -> None:
    said = form.cleaned_data
    seen = found.version if said["seen"] is None else said["seen"]
    change_plan(found, changed.name, changed.text, changed.what, str(request.user.pk), str(said["key"]), seen)


def _plans_shown(request: Asked, here: Site, form: NewPlanForm, status: int = 200) -> HttpResponse:
    page = {"site": here, "plans": here.plans.all(), "form": form,
            "changes": may(request.user, "change_plans", here)}  # fmt: skip
    return render(request, "plans/plans.html", page, status=status)


def said_wrong(form: Form) -> str:
    """What is wrong in a form that stands on the page of a plan, in one line."""
    return "; ".join(f"{form.fields[name].label}: {why.as_text()[2:]}" for name, why in form.errors.items())


def _plan_shown(
    request: Asked, found: Plan, problem: str = "", status: int = 200, freezing: FreezeForm | None = None
) -> HttpResponse:
    scenario, timeline = editing.read(found.text, shelf_now())
    acts = list(rows(scenario, timeline, shelf_now()))
    page: dict[str, Any] = {
        "plan": found, "scenario": scenario, "problem": problem, "rows": [(each, new_id()) for each in acts],
        "years": years(scenario), "width": WIDTH, "height": len(acts) * HEIGHT + 24.0,
        "capital": sum(each.capital for each in acts), "running": sum(each.running for each in acts),
        "kinds": kinds(shelf()), "places": editing.places(scenario, shelf_now()),
        "jobs_of": [(each, new_id()) for each in KINDS.values()],
        "came": came_of(found), "unplaced": unplaced(found.country, shelf_now()), "open_comments": open_comments(found),
        "jobs": Job.objects.filter(about=f"plan/{found.pk}")[:20], "key": new_id(),
        "others": found.site.plans.exclude(pk=found.pk), "languages": LANGUAGES, "own_language": language(),
        "plants": plants(), "baseline": last_baseline(found), "refused": freezing is not None,
        "freezing": freezing or FreezeForm(request=request, site=found.site),
        "calibration": holding(found.site, found.country),
        "weeks": WEEKS, "centres": CENTRES, "cycles": CYCLES,
        "changes": may(request.user, "change_plans", found.site), "runs": may(request.user, "run_plans", found.site),
    }  # fmt: skip
    return render(request, "plans/plan.html", page, status=status)
