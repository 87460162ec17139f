"""Corrective actions of a site: what was found, who mends it by when, and whether it helped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hevesy.errors import BadStep
from hevesy.quality import Action, ActionState, is_overdue
from hevesy.quality.action import ASSIGNED, CHECKED, DONE
from hevesy.words import say
from hevesy_service.accounts.rights import at_site, may, must, needs
from hevesy_service.accounts.roles import role_called
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.zone import today_at
from hevesy_service.care.nav import desk_pages
from hevesy_service.care.pages import names
from hevesy_service.learn.audit_forms import (
    PRIORITY,
    RESULT,
    SOURCE,
    STEPS,
    DismissForm,
    OpenForm,
    StepForm,
    TakeUpForm,
)
from hevesy_service.learn.findings import audit_of_finding, page_of_finding, start_of
from hevesy_service.learn.proposals import MOST, Proposal, link_of, proposals
from hevesy_service.learn.trained import people_who
from hevesy_service.quality.actions import action_of, open_action, take_step
from hevesy_service.quality.dismissals import dismiss, dismissed
from hevesy_service.quality.findings import about_called, called, state_called
from hevesy_service.quality.models import ActionRow, DismissalRow
from hevesy_service.quality.overdue import Late, late_actions
from hevesy_service.said import language


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("see_audits")
def listed(request: Asked, here: Site) -> HttpResponse:
    """What is open, the overdue first, and what is closed; a finding is written down here."""
    today = today_at(here)
    form = OpenForm(request.POST or None, initial=_initial(request, here))
    if request.method == "POST":
        must(request.user, "handle_actions", here)
        if form.is_valid():
            said, audit = form.cleaned_data, audit_of_finding(here, form["audit"].value())
            made = open_action(here, form.found(today), str(request.user.pk), str(said["key"]), audit)
            return redirect("action", made.pk)
    return _listed(request, here, form)


def _initial(request: Asked, here: Site) -> dict[str, Any]:
    return {"key": new_id(), **start_of(here, request.GET)}


def _listed(request: Asked, here: Site, form: OpenForm, wrong: DismissForm | None = None) -> HttpResponse:
    """The page; `wrong` is a dismissal that was not kept."""
    today = today_at(here)
    rows = ActionRow.objects.filter(site=here).select_related("audit").prefetch_related("steps")
    late = {each.row.pk: each for each in late_actions(here, today)}
    owners = names({row.owner for row in rows if row.owner})
    shown = [(row, SOURCE[row.source], PRIORITY[row.priority], owners.get(row.owner, ""),
              is_overdue(action_of(row), today), _roles(late.get(row.pk)), called(row), state_called(action_of(row)))
             for row in rows]  # fmt: skip
    page = {
        "site": here, "nav": desk_pages(request.user, here), "form": form,
        "open": sorted((each for each in shown if each[0].closed is None), key=lambda each: not each[4]),
        "closed": [each for each in shown if each[0].closed is not None],
        "handles": may(request.user, "handle_actions", here),
        "proposed": [(each, SOURCE[each.source]) for each in proposals(here, today)],
        "priorities": list(PRIORITY.items()), "key": new_id(), "wrong": wrong, "dismissed": _dismissed(here),
        "item": about_called(str(form["about"].value() or ""), audit_of_finding(here, form["audit"].value())),
    }  # fmt: skip
    return render(request, "learn/actions.html", page, status=422 if form.errors or wrong else 200)


def _dismissed(here: Site) -> list[tuple[DismissalRow, Any, str, str]]:
    """What was dismissed, with where it came from, who dismissed it, and its page."""
    rows = list(dismissed(here)[:MOST])
    people = names({row.by for row in rows})
    return [(row, SOURCE[row.source], people.get(row.by, ""), link_of(here, row.origin)) for row in rows]


def _roles(late: Late | None) -> str:
    """The roles that an action has gone up to."""
    return ", ".join(role_called(role) for role in late.roles) if late else ""


@require_POST
@at_site("handle_actions")
def take_up(request: Asked, here: Site) -> HttpResponse:
    """A proposal becomes an action, one that was dismissed too; one that is there already is opened as it is."""
    today, form = today_at(here), TakeUpForm(request.POST)
    if not form.is_valid():
        return redirect("actions", here.code)
    said = form.cleaned_data
    known = ActionRow.objects.filter(site=here, origin=said["origin"]).first()
    if known is not None:
        return redirect("action", known.pk)
    each = _found(here, said["origin"])
    found = Action(each.source, each.about, said["priority"], each.finding, today)
    made = open_action(here, found, str(request.user.pk), str(said["key"]), origin=each.origin)
    return redirect("action", made.pk)


@require_POST
@at_site("handle_actions")
def dismiss_proposal(request: Asked, here: Site) -> HttpResponse:
    """A proposal is dismissed with a reason, and comes no more; one that is an action already is opened."""
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _listed(request, here, OpenForm(initial=_initial(request, here)), form)
    said = form.cleaned_data
    known = ActionRow.objects.filter(site=here, origin=said["origin"]).first()
    if known is not None:
        return redirect("action", known.pk)
    each = _found(here, said["origin"])
    found = Action(each.source, each.about, each.priority, each.finding, today_at(here))
    dismiss(here, found, each.origin, said["reason"], str(request.user.pk), str(said["key"]))
    messages.success(request, _("Dismissed."))
    return redirect("actions", here.code)


def _found(here: Site, origin: str) -> Proposal | DismissalRow:
    """What the record says of a finding now, or said when it was dismissed; 404 where it says nothing of it."""
    now = next((each for each in proposals(here, today_at(here)) if each.origin == origin), None)
    found = now or DismissalRow.objects.filter(site=here, origin=origin).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_audits", ActionRow)
def action(request: Asked, found: ActionRow) -> HttpResponse:
    """One action with its story, and the step that is written next."""
    today = today_at(found.site)
    what = request.GET.get("step", "") or _next(found)
    if what not in STEPS:
        raise Http404
    people = people_who(found.site, "see_audits")  # who may not open it cannot mend it
    form = StepForm(what, people.items(), request.POST or None, initial={"key": new_id(), "on": today})
    if request.method == "POST":
        must(request.user, "handle_actions", found.site)
        if form.is_valid() and _taken(request, found, form):
            messages.success(request, _("Kept."))
            return redirect("action", found.pk)
    steps = list(found.steps.all())
    who = names({each.by for each in steps} | {each.owner for each in steps if each.owner})
    page = {
        "site": found.site, "nav": desk_pages(request.user, found.site), "action": found, "form": form,
        "source": SOURCE[found.source], "priority": PRIORITY[found.priority], "what": what, "step": STEPS[what],
        "overdue": is_overdue(action_of(found), today), "others": [each for each in STEPS.items() if each[0] != what],
        "steps": [(each, STEPS[each.what], who.get(each.by, ""), who.get(each.owner, ""),
                   RESULT.get(each.result, "")) for each in steps],
        "handles": may(request.user, "handle_actions", found.site) and found.closed is None,
        "link": link_of(found.site, found.origin) or page_of_finding(found), "about": called(found),
        "state": state_called(action_of(found)), "dismissal": _dismissal(found),
        "roles": _roles(next((each for each in late_actions(found.site, today) if each.row.pk == found.pk), None)),
    }  # fmt: skip
    return render(request, "learn/action.html", page, status=422 if form.errors else 200)


def _dismissal(row: ActionRow) -> tuple[DismissalRow, str] | None:
    """That it was dismissed before somebody took it up, and by whom."""
    known = DismissalRow.objects.filter(site=row.site, origin=row.origin).first() if row.origin else None
    return (known, names({known.by}).get(known.by, "")) if known else None


def _next(row: ActionRow) -> str:
    """The step that is usually next."""
    usual = {ActionState.NOBODY_YET: ASSIGNED, ActionState.UNDER_WAY: DONE}
    return usual.get(action_of(row).state, CHECKED)


def _taken(request: Asked, row: ActionRow, form: StepForm) -> bool:
    """Write the step, or say on the form what stands against it."""
    try:
        take_step(row, form.found(str(request.user.pk)), str(form.cleaned_data["key"]), today_at(row.site))
    except BadStep as error:
        form.add_error(None, say(f"step_says.{error.values['because']}", language()))
        return False
    return True
