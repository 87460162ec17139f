"""What is known of a person: certificates, sign-offs, procedures, assessments, and what speaks against them.

Evidence is never taken back. What was wrong is disputed by another piece of evidence, and what was disputed, suspended
or withdrawn is lifted by a third. So privileges are a function of the evidence and a day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class What(StrEnum):
    """A kind of evidence. The last five speak against a person, but for `lifted`, which ends one of them."""

    CERTIFIED = "certified"  # about a framework, valid until
    SIGNED_OFF = "signed_off"  # about a privilege and a therapy, in this centre, valid until
    SHOWN = "shown"  # about a competency, at a level
    PERFORMED = "performed"  # about an act and a therapy, in a case
    FIT = "fit"  # medical fitness for work with radiation
    LICENSED = "licensed"  # the profession's own registration
    FAILED = "failed"  # an assessment of a competency or a privilege
    DISPUTED = "disputed"  # about another piece of evidence
    SUSPENDED = "suspended"  # about a framework's certificate, a privilege, or everything
    WITHDRAWN = "withdrawn"  # fitness or licence
    LIFTED = "lifted"  # about one that spoke against them


AGAINST = frozenset((What.FAILED, What.DISPUTED, What.SUSPENDED, What.WITHDRAWN))
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that is known of one person, from `on` to the end of `until`, None for as long as it lasts.

    `about` is what it says something of: a framework, a competency, `privilege/therapy`, `act/therapy`, or the id of
    another piece of evidence. `level` is how well, `case` whose care it was (one credit for each), `by` who says so.
    `place` is the row of a table: of what is of one day, the lower row came later; elsewhere ids tell it.
    """

    id: str
    what: What
    about: str
    on: date
    until: date | None = None
    level: str = ""
    case: str = ""
    by: str = ""
    place: int = field(default=0, compare=False)

    def holds(self, on: date) -> bool:
        """Whether a day lies in its time."""
        return self.on <= on and (self.until is None or on <= self.until)


def in_force(known: Collection[Evidence], on: date) -> list[Evidence]:
    """What counts on a day: what has begun, without what is disputed or lifted since, the newest first.

    A dispute ends only what speaks for somebody, a lifting only what speaks against them; each of something older. What
    has ended is still among it, so that it can be said when; ask `holds`.
    """
    begun = sorted((each for each in known if each.on <= on), key=_when, reverse=True)
    kinds, ended, counts = {each.id: each.what for each in begun}, set[str](), list[Evidence]()
    for each in begun:
        if each.id in ended:
            continue
        counts.append(each)
        if each.holds(on) and each.about in kinds and _ends(each.what, kinds[each.about]):
            ended.add(each.about)
    return counts


def _when(each: Evidence) -> tuple[date, int, str]:
    return each.on, each.place, each.id


def _ends(what: What, other: What) -> bool:
    return (what is What.LIFTED and other in AGAINST) or (what is What.DISPUTED and other not in AGAINST)


def against(known: Iterable[Evidence], on: date, *about: str) -> list[Evidence]:
    """What speaks against any of some things on a day, among what is in force."""
    return [each for each in known if each.what in AGAINST and each.about in about and each.holds(on)]
