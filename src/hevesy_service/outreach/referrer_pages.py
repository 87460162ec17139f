"""For referrers: who a therapy is for and who not, as the shelf has it, with guideline and year; it prints."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hevesy.errors import UnknownTherapy
from hevesy.products import find_therapy, therapies
from hevesy.products.appropriate_use import appropriate_use
from hevesy.run.saying import profile_called
from hevesy_service.accounts.rights import SIGNED_IN, needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.outreach.saying import stated, therapy_of
from hevesy_service.said import language


@require_safe
@needs(SIGNED_IN)
def every(request: Asked) -> HttpResponse:
    """The therapies, each with its page."""
    shelf = shelf_now()
    known = [(each.id, therapy_of(each.id, shelf)) for each in therapies(shelf)]
    return render(request, "outreach/referrers.html", {"therapies": known})


@require_safe
@needs(SIGNED_IN)
def one(request: Asked, therapy: str) -> HttpResponse:
    """One therapy: its indication, its criteria by profile, what speaks against it, each with its source."""
    try:
        found = appropriate_use(find_therapy(therapy, shelf_now()), shelf_now())
    except UnknownTherapy:
        from django.http import Http404

        raise Http404 from None
    page = {
        "therapy": therapy_of(found.therapy.id), "indication": stated(found.indication),
        "indicated": shelf_now().called("indication", found.therapy.id, found.therapy.indication, language()),
        "foreign": language() != "en", "written": found.therapy.indication,
        "against": [stated(each) for each in found.against],
        "profiles": [(profile_called(name, language()), [stated(each) for each in rows])
                     for name, rows in found.profiles.items()],
    }  # fmt: skip
    return render(request, "outreach/referrer.html", page)
