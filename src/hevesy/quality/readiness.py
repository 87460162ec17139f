"""Whether a service is ready for accreditation by a profile: which requirements have evidence, and which have not.

An item is met where the last closed audit that looked at it found it conformant and nothing else speaks against it;
what nobody has looked at is unknown, and unknown is not ready. An item that is asked for each therapy is met where that
holds for every therapy that is given; each therapy has its own last audit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hevesy.quality.audit import Audit
from hevesy.quality.checklist import CONFORMANT, Profile

MET, NOT_MET, UNKNOWN, NOT_ASKED = "met", "not_met", "unknown", "not_asked"
STATES = (NOT_MET, UNKNOWN, MET, NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Found:
    """What the last audit that looked at an item found, None where it applies nowhere; which audit it was.

    Of an item that is asked for each therapy it is the lowest of what was found last of each; `missing` are the
    therapies that are given and of which no audit has looked at it.
    """

    score: int | None
    on: date
    audit: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something beside an audit that speaks of an item: an indicator or an action. `holds` is None where it says
    nothing either way; `why` is a code of how it stands."""

    what: str
    about: str
    holds: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """An item with what was found of it, what else speaks of it, and how it stands."""

    item: str
    found: Found | None
    spoken: tuple[Spoken, ...]
    state: str


def last_found(audits: Sequence[Audit], therapies: Collection[str] = ()) -> dict[str, Found]:
    """By item what the last audits that answered it found; `audits` come the oldest first, and are closed.

    `therapies` are those that are given: of an item that is asked for each, others are left out. Where none is given,
    it is all that were answered.
    """
    last: dict[str, dict[str, Found]] = {}
    for place, audit in enumerate(audits):
        for name, each in audit.answers.items():
            item, _at, therapy = name.partition("@")
            last.setdefault(item, {})[therapy] = Found(each.score, audit.on, place)
    lowest = {item: _lowest(of_each, therapies) for item, of_each in last.items()}
    return {item: found for item, found in lowest.items() if found is not None}


def _lowest(of_each: dict[str, Found], therapies: Collection[str]) -> Found | None:
    """The lowest of what was found of each therapy that is given; the newest where it applies to none."""
    asked = sorted(therapies) if therapies and "" not in of_each else sorted(of_each)
    held = [of_each[each] for each in asked if each in of_each]
    if not held:
        return None
    scored = [each for each in held if each.score is not None]
    one = min(scored, key=lambda each: (each.score, -each.audit)) if scored else max(held, key=lambda each: each.audit)
    return replace(one, missing=tuple(each for each in asked if each not in of_each))


def requirements(
    profile: Profile, audits: Sequence[Audit], spoken: dict[str, list[Spoken]], therapies: Collection[str] = ()
) -> dict[str, tuple[Requirement, ...]]:
    """Every item of every checklist, by the checklist's id: of closed `audits`, for the `therapies` that are given."""
    found = last_found(audits, therapies)
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
    if found.score is not None and found.score < CONFORMANT:
        return NOT_MET
    if found.missing:
        return UNKNOWN
    return NOT_ASKED if found.score is None else MET


def counted(found: Iterable[Requirement]) -> dict[str, int]:
    """How many requirements stand how; together they are all."""
    states = [each.state for each in found]
    return {state: states.count(state) for state in STATES}
