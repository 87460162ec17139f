"""Why a row of the shelf holds, or does not, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hevesy.facts import Candidate, Why
from hevesy_service.said import say

Reason = tuple[Candidate, str, str, str]


def reasons(found: Why) -> list[Reason]:
    """Each row that speaks of a figure, with its state, its kind of truth, and why it holds or not."""
    winner = found.candidates[0].fact
    told = []
    for each in found.candidates:
        places = {"winner": winner.place, "other": each.fact.place, "place": found.place}
        packs = {"winner": winner.pack, "other": each.fact.pack}
        if each.wins:
            why = _("the most specific place that speaks for %(place)s") % places
        elif each.fact.place == winner.place:
            why = _("pack %(winner)s lies over pack %(other)s") % packs
        else:
            why = _("%(winner)s is more specific than %(other)s") % places
        told.append((each, say(f"state.{each.fact.state}"), say(f"kind.{each.fact.kind}"), why))
    return told
