"""Pages on which somebody breaks the glass, and on which somebody else reviews it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hevesy_service.accounts.emergency import break_glass, review, uses_of, why_not
from hevesy_service.accounts.models import Emergency
from hevesy_service.accounts.rights import at_site, may, needs
from hevesy_service.accounts.roles import action_called, rights
from hevesy_service.asked import Asked
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.desk.forms import EmergencyForm, ReviewForm
from hevesy_service.desk.limits import emergency_lasts, reviewed_within


@require_http_methods(["GET", "HEAD", "POST"])
@at_site("break_glass")
def emergency(request: Asked, here: Site) -> HttpResponse:
    """Take an action in an emergency; below, what was taken: one's own, or all of the site for who reviews."""
    actions = [(each, action_called(each)) for each in rights() if not why_not(here, request.user, each)]
    form = EmergencyForm(
        request.POST or None, request=request, site=here, actions=actions,
        initial={"key": new_id(), "action": request.GET.get("action", "")},
    )  # fmt: skip
    lasts, within = emergency_lasts(here), reviewed_within(here)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        break_glass(here, request.user, said["action"], said["reason"], form.how, said["key"], lasts, within)
        messages.success(request, _("It is open for you now. All that you do by it is written down and reviewed."))
        return redirect("emergency", here.code)
    page: dict[str, Any] = {
        "site": here, "form": form, "asked": [form["action"], form["reason"]], "actions": actions,
        "minutes": round(lasts.total_seconds() / 60),
        "days": within.days, "taken": _taken(request, here), "reviews": may(request.user, "review_emergency", here),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "desk/emergency.html", page, status=422 if form.errors else 200)


@require_POST
@needs("review_emergency", Emergency)
def reviewing(request: Asked, found: Emergency) -> HttpResponse:
    """Write down what one found of an emergency of somebody else."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was written: say whether it was justified, and what you found."))
    else:
        said = form.cleaned_data
        review(found, request.user, said["verdict"] == "justified", said["finding"], str(said["key"]))
        messages.success(request, _("Your finding stands in the book."))
    return redirect("emergency", found.site.code)


def _taken(request: Asked, here: Site) -> list[tuple[Emergency, list[Any], str]]:
    """Those not reviewed first."""
    found = Emergency.objects.filter(site=here).select_related("user")
    if not may(request.user, "review_emergency", here):
        found = found.filter(user=request.user)
    ordered = sorted(found[:100], key=lambda each: (each.reviewed is not None, -each.begun.timestamp()))
    return [(each, uses_of(each), str(new_id())) for each in ordered]
