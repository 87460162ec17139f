"""May this course take over a dose that came for another? The gates ask what the list of offers asks."""

from __future__ import annotations

from datetime import datetime

from hevesy.products import Answer
from hevesy.record.act import split
from hevesy.run.gate import Gate, Limit
from hevesy.run.judging import MET, NOT_MET, UNKNOWN, Said, judged, lacks
from hevesy.run.offers import stands_against
from hevesy.run.ordering import asked_of
from hevesy.run.situation import Situation


def takes(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Whether none of the things that the gate looks at stands against it; what nobody said is unknown."""
    if now.offered is None:
        return lacks("taken_over.from_course")
    against = stands_against(now.offered, now.course, now.now)
    found = [each for each in against if each in split(gate.of)]
    if not found:
        return MET, "met", {}
    asked = asked_of(now.course)
    if found == ["too_little"] and asked is not None:
        return NOT_MET, "too_little", _amounts(now, asked.planned_at, asked.prescribed.in_mbq)
    return _worst(found), "cannot_take", {"offer": tuple(found)}


def _worst(found: list[str]) -> Answer:
    return UNKNOWN if all(each.endswith("_unsaid") for each in found) else NOT_MET


def _amounts(now: Situation, planned: datetime, wanted: float) -> dict[str, object]:
    there = 0.0 if now.offered is None else now.offered.dose.at(planned).in_mbq
    return {"found": there, "wanted": wanted, "at": planned.isoformat()}


def as_it_came(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Whether what came with a dose from another course still holds there: corrected there, the copy here is old."""
    return judged(not now.corrected, "corrected_since", what=now.corrected)
