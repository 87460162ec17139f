"""Whether a service is ready for accreditation by a profile: which requirements have evidence, and which have not.

An item is met where the last audit that looked at it found it conformant and nothing else speaks against it; what
nobody has looked at is unknown, and unknown is not ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hevesy.quality.audit import Audit
from hevesy.quality.checklist import CONFORMANT, Profile

MET, NOT_MET, UNKNOWN, NOT_ASKED = "met", "not_met", "unknown", "not_asked"
STATES = (NOT_MET, UNKNOWN, MET, NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Found:
    """What the last audit that looked at an item found: its lowest score over all therapies, None where it applies
    nowhere; which audit it was."""

    score: int | None
    on: date
    audit: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something beside an audit that speaks of an item: an indicator or an action. `holds` is None where it says
    nothing either way."""

    what: str
    about: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """An item with what was found of it, what else speaks of it, and how it stands."""

    item: str
    found: Found | None
    spoken: tuple[Spoken, ...]
    state: str


def last_found(audits: Sequence[Audit]) -> dict[str, Found]:
    """By item what the last audit that answered it found; `audits` come the oldest first."""
    found: dict[str, Found] = {}
    for place, audit in enumerate(audits):
        here: dict[str, list[int]] = {}
        for name, each in audit.answers.items():
            here.setdefault(name.partition("@")[0], []).extend([] if each.score is None else [each.score])
        found |= {name: Found(min(scores) if scores else None, audit.on, place) for name, scores in here.items()}
    return found


def requirements(
    profile: Profile, audits: Sequence[Audit], spoken: dict[str, list[Spoken]]
) -> dict[str, tuple[Requirement, ...]]:
    """Every item of every checklist, by the checklist's id."""
    found = last_found(audits)
    return {
        part.id: tuple(_requirement(item.id, found.get(item.id), spoken.get(item.id, ())) for item in part.items)
        for part in profile.checklists
    }


def _requirement(item: str, found: Found | None, spoken: Iterable[Spoken]) -> Requirement:
    told = tuple(spoken)
    return Requirement(item, found, told, _state(found, told))


def _state(found: Found | None, spoken: tuple[Spoken, ...]) -> str:
    if any(each.holds is False for each in spoken):
        return NOT_MET
    if found is None:
        return UNKNOWN
    if found.score is None:
        return NOT_ASKED
    return MET if found.score >= CONFORMANT else NOT_MET


def counted(found: Iterable[Requirement]) -> dict[str, int]:
    """How many requirements stand how; together they are all."""
    states = [each.state for each in found]
    return {state: states.count(state) for state in STATES}
