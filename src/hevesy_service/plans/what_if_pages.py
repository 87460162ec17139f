"""What if: sliders of a plan, answered while they move, and kept as a new version where they are good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hevesy.errors import HevesyError
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.writing import scenario_text
from hevesy_service.accounts.rights import may, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.identifiers import new_id
from hevesy_service.mission.calibrating import holding
from hevesy_service.mission.packs import run_pack
from hevesy_service.plans import editing
from hevesy_service.plans.events import change_plan
from hevesy_service.plans.forms import Keyed
from hevesy_service.plans.models import Plan
from hevesy_service.plans.results import HEIGHT, LEFT, WIDTH, bands_of
from hevesy_service.plans.saying import headline_called, unit_called
from hevesy_service.plans.turning import Slider, applied, moves, sliders, turned, what_was_turned
from hevesy_service.refusals import Refusal
from hevesy_service.said import sentence
from hevesy_service.what_if.asking import Asker, answered, wake
from hevesy_service.what_if.engine import FEW, MOST

FIRST_SHOWN = ("started", "completed", "died_waiting", "late", "qalys", "costs")


@dataclass(frozen=True, slots=True)
class Turned:
    """A plan with its sliders, where each stands, and the scenario that comes of it."""

    plan: Plan
    scenario: Scenario
    sliders: list[Slider]
    at: Mapping[str, float]

    @classmethod
    def of(cls, plan: Plan, posted: Mapping[str, str]) -> Turned:
        scenario = scenario_from(plan.text, editing.FILE)
        found = sliders(scenario, shelf_now(), str(plan.pk))
        return cls(plan, scenario, found, turned(found, posted))

    @property
    def moved(self) -> list[Slider]:
        return moves(self.sliders, self.at)

    def text(self) -> str:
        return scenario_text(applied(self.scenario, self.sliders, self.at))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("run_plans", Plan)
def what_if(request: Asked, found: Plan) -> HttpResponse:
    """The sliders of a plan; with a form sent, which needs no script, the answer with all draws below them."""
    asker, here = _asker(request, found), Turned.of(found, request.POST)
    if request.method == "POST":
        return render(request, "plans/what_if.html", _page(request, here) | _answer(here, asker, few=False))
    wake(found.text, run_pack(found.site, found.country), Asker(f"{request.user.pk}/wake"))
    return render(request, "plans/what_if.html", _page(request, here))


@require_POST
@needs("run_plans", Plan)
def answer(request: Asked, found: Plan) -> HttpResponse:
    """The answer alone, for htmx: with few draws while something moves; nothing where something newer was asked."""
    asker, here = _asker(request, found), Turned.of(found, request.POST)
    told = _answer(here, asker, few="few" in request.GET)
    if told.get("given_up"):
        return HttpResponse(status=204)
    return render(request, "plans/what_if_answer.html", {"plan": found, "swapped": True, **_stands(here), **told})


@require_POST
@needs("change_plans", Plan)
def keep(request: Asked, found: Plan) -> HttpResponse:
    """What was turned becomes the plan's next version."""
    here, form = Turned.of(found, request.POST), Keyed(request.POST)
    if not here.moved or not form.is_valid():
        messages.info(request, _("Nothing was turned, so nothing was kept."))
        return redirect("plan_what_if", found.pk)
    try:
        changed = editing.rewritten(here.text(), shelf_now())
    except Refusal:
        raise
    except HevesyError as error:
        messages.error(request, sentence(error))
        return redirect("plan_what_if", found.pk)
    said = form.cleaned_data
    what = what_was_turned(here.moved, here.at)
    change_plan(
        found, changed.name, changed.text, what, str(request.user.pk), str(said["key"]), said["seen"] or found.version
    )
    messages.success(request, _("Kept as a new version of the plan."))
    return redirect("plan_what_if", found.pk)


def _page(request: Asked, here: Turned) -> dict[str, Any]:
    last = here.plan.versions.filter(number=here.plan.version, what__startswith="turned: ").first()
    return {
        "plan": here.plan, "few": FEW, "most": min(here.scenario.draws, MOST), "key": new_id(),
        "undo": here.plan.version - 1 if last else None, "undo_key": new_id(),
        "changes": may(request.user, "change_plans", here.plan.site), **_stands(here),
    }  # fmt: skip


def _stands(here: Turned) -> dict[str, Any]:
    """Each slider with where it stands and what that is in words; and those that were moved."""
    rows = [(each, here.at[each.name], each.said(here.at[each.name]), each.moved(here.at[each.name]))
            for each in here.sliders]  # fmt: skip
    kinds = {"when": _("When each act begins"), "adds": _("How much acts add"), "fact": _("What is assumed")}
    groups = [(title, [row for row in rows if row[0].kind == kind]) for kind, title in kinds.items()]
    return {"groups": [each for each in groups if each[1]], "rows": rows, "moved": [row for row in rows if row[3]]}


def _asker(request: Asked, plan: Plan) -> Asker:
    return Asker(f"{request.user.pk}/{plan.pk}")


def _answer(here: Turned, asker: Asker, few: bool) -> dict[str, Any]:
    """What the plan comes to as it stands and as turned, or why that cannot be said."""
    try:
        texts = [here.plan.text, here.text()] if here.moved else [here.plan.text]
        told = answered(texts, run_pack(here.plan.site, here.plan.country), few, asker)
    except HevesyError as error:
        return {"problem": sentence(error)}
    if "answers" not in told:
        return told
    before, after = told["answers"][0], told["answers"][-1]
    calibrated = not few and holding(here.plan.site, here.plan.country) is not None
    return {"now": after, "calibrated": calibrated, "headlines": _compared(before, after),
            "bands": _bands(told["answers"]), "width": WIDTH, "height": HEIGHT, "left": LEFT}  # fmt: skip


def _bands(answers: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    titles = (_("As the plan stands"), _("As turned"))
    return list(zip(titles, bands_of([each["years"] for each in answers]), strict=False))


def _compared(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    stood = {each["name"]: each for each in before["headlines"]}
    return [
        {"title": headline_called(each["name"], each["title"]), "unit": unit_called(each["unit"]), "now": each,
         "before": stood[each["name"]], "share": each["unit"] == "share"}
        for each in after["headlines"] if each["name"] in FIRST_SHOWN
    ]  # fmt: skip
