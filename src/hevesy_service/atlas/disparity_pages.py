"""Pages on how unevenly machines are shared between countries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hevesy.facts import Shelf
from hevesy.plan import review_said
from hevesy.plan.disparity import MODALITIES, Lorenz, by_group, holdings, lorenz
from hevesy.plan.review import Clash, checks, clashes
from hevesy_service.accounts.rights import needs
from hevesy_service.asked import Asked
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.said import language, say

NAMES = {"spect": _("SPECT and gamma cameras"), "pet": _("PET scanners"), "linac": _("Radiotherapy units")}
SECTIONS = ("ratios", "countries", "totals")  # of the review's numbers: those of machines
SIDE, MARGIN = 300, 40  # of the square in which the curve is drawn
POORER = (0.5, 0.8, 0.9)


@require_safe
@needs("see_atlas")
def disparity(request: Asked) -> HttpResponse:
    """People per machine by income group, the Lorenz curve, and the review's own figures beside ours."""
    asked = request.GET.get("of", "pet")
    modality = asked if asked in MODALITIES else "pet"
    shelf = shelf_now()
    page = {**_shared(modality, shelf, language()), "reviewed": _reviewed(shelf), "clashes": _clashes(shelf)}
    page |= {"modality": modality, "name": NAMES[modality], "names": NAMES.items()}
    return render(request, "atlas/disparity.html", page)


@lru_cache(maxsize=24)
def _shared(modality: str, shelf: Shelf, language: str) -> dict[str, Any]:
    held = holdings(modality, shelf)
    curve = lorenz(held)
    groups = [(say(f"income.{each.group}"), each) for each in by_group(held, shelf) if each.countries]
    most = max((each.people_per_machine or 0 for _name, each in groups), default=0)
    years = sorted({each.year for each in held if each.year})
    page: dict[str, Any] = {
        "groups": [(name, each, _length(each.people_per_machine, most)) for name, each in groups],
        "countries": len(held), "counted": sum(each.counted for each in held), "years": years, "curve": None,
    }  # fmt: skip
    if curve is not None:
        page["curve"] = {"points": points(curve), "gini": f"{curve.gini:.2f}", "side": SIDE, "margin": MARGIN}
        page["shares"] = [(f"{share:.0%}", f"{curve.share_of(share):.1%}") for share in POORER]
    return page


def points(curve: Lorenz) -> str:
    """The curve as a line of SVG: people to the right, machines upwards.

    >>> points(Lorenz((0, 1), (0, 1)))
    '40.0,340.0 340.0,40.0'
    """
    both = zip(curve.people, curve.machines, strict=True)
    return " ".join(f"{MARGIN + SIDE * x:.1f},{MARGIN + SIDE * (1 - y):.1f}" for x, y in both)


def _length(people: float | None, most: float) -> int:
    """How long a bar is, of a hundred; none for people per nothing."""
    return 0 if not people or not most else max(1, round(100 * people / most))


@lru_cache(maxsize=2)
def _clashes(shelf: Shelf) -> list[Clash]:
    return clashes(shelf)


@lru_cache(maxsize=2)
def _reviewed(shelf: Shelf) -> list[dict[str, str]]:
    return [
        {
            "number": each.number, "statement": each.statement, "stated": review_said.stated(each),
            "found": review_said.found(each), "verdict": str(each.verdict), "why": each.why,
        }
        for section in SECTIONS for each in checks(shelf, section)
    ]  # fmt: skip
