"""Pages of what runs said: up to four side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hevesy_service.accounts.rights import at_site
from hevesy_service.asked import Asked
from hevesy_service.book.models import Site
from hevesy_service.plans.results import (
    HEIGHT,
    LEFT,
    MOST,
    WIDTH,
    bands,
    done_runs,
    draws_of,
    headlines,
    is_exploratory,
)


@require_safe
@at_site("see_plans")
def beside(request: Asked, here: Site) -> HttpResponse:
    """Runs of a site side by side: those asked for, or the newest of the plans that were changed last."""
    there = list(done_runs(here.pk))
    wanted = request.GET.getlist("job")
    shown = [each for each in there if str(each.pk) in wanted][:MOST] or there[:MOST]
    page = {
        "site": here, "there": [(each, each in shown) for each in there], "shown": shown, "most": MOST,
        "too_many": len(wanted) > MOST, "headlines": headlines(shown) if shown else [],
        "bands": list(zip(shown, bands(shown), strict=True)) if shown else [],
        "draws": {draws_of(each) for each in shown}, "exploratory": any(is_exploratory(each) for each in shown),
        "width": WIDTH, "height": HEIGHT, "left": LEFT,
    }  # fmt: skip
    return render(request, "plans/beside.html", page)
