"""Who holds a certificate on a day: the one question of a national view that is asked of thousands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from hevesy.competence.evidence import EVERYTHING, Evidence, What, against, in_force
from hevesy.competence.framework import Framework

SPEAKS = (What.CERTIFIED, What.SUSPENDED, What.DISPUTED, What.LIFTED)  # evidence that a certificate hangs on


def certified_in(known: Collection[Evidence], on: date, frameworks: Mapping[str, Framework]) -> set[str]:
    """The cadres of frameworks of which somebody holds a certificate that is not suspended."""
    counts = in_force(known, on)
    if against(counts, on, EVERYTHING):
        return set()
    return {
        frameworks[each.about].cadre for each in counts
        if each.what is What.CERTIFIED and each.about in frameworks and each.holds(on)
        and not against(counts, on, each.about, each.id)
    }  # fmt: skip
