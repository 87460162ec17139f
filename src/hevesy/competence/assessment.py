"""Assessments at work: a colleague looks on and says how well a competency was shown, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hevesy.competence.evidence import Evidence, What
from hevesy.competence.framework import competencies
from hevesy.facts import Shelf

MINI_CEX, DOPS = "mini_cex", "dops"  # of a meeting with a patient; of a procedure by hand
ASSESSMENTS = (MINI_CEX, DOPS)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What `by` saw of a competency on a day, at which level, and whether it is passed; `case` is a pseudonym."""

    kind: str
    competency: str
    level: str
    passed: bool
    feedback: str
    on: date
    by: str
    case: str = ""


def evidence_from(found: Assessment) -> Evidence:
    """What an assessment says of a person: a competency shown at a level, or failed."""
    what, level = (What.SHOWN, found.level) if found.passed else (What.FAILED, "")
    return Evidence("", what, found.competency, found.on, level=level, case=found.case, by=found.by)


def assessed_by(kind: str, shelf: Shelf) -> tuple[str, ...]:
    """The competencies that a kind of assessment can show, in the order of the table."""
    return tuple(name for name, each in competencies(shelf).items() if kind in each.shown_by)
