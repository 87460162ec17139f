"""An audit: the answers of a team to the items of a profile, on a day.

A score is 0 to 4, or not applicable with a reason. What nobody has scored is unknown, and counts neither way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hevesy.errors import BadScore
from hevesy.quality.checklist import MOST, PRIORITIES, Profile

SELF, VISIT = "self", "visit"  # who scored: the centre itself, or a team from elsewhere
NOT_APPLICABLE = "NA"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is kept as evidence: what it is called, how many bytes it has, and their SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found of an item: a score, or None where it is not applicable, with why.

    `evidence` names what lies elsewhere, `attached` are files that are kept with the audit.
    """

    score: int | None
    reason: str = ""
    comment: str = ""
    evidence: tuple[str, ...] = ()
    priority: str = ""
    by: str = ""
    attached: tuple[Attached, ...] = ()

    def shown_by(self) -> tuple[str, ...]:
        """The names of all that shows it.

        >>> Answer(4, evidence=("shelf 3",), attached=(Attached("plan.pdf", 9, "0" * 64),)).shown_by()
        ('shelf 3', 'plan.pdf')
        """
        return (*self.evidence, *(each.name for each in self.attached))


@dataclass(frozen=True, slots=True)
class Audit:
    """The answers to a profile's edition, by item; of a checklist that repeats by `item@therapy`."""

    profile: str
    edition: str
    kind: str
    on: date
    answers: Mapping[str, Answer]

    def scores(self) -> dict[str, int]:
        """The scores by item, of those that are applicable."""
        return {name: each.score for name, each in self.answers.items() if each.score is not None}


def answer(
    profile: Profile, item: str, score: str, reason: str = "", comment: str = "", priority: str = "",
    evidence: tuple[str, ...] = (), by: str = "",
) -> Answer:  # fmt: skip
    """An answer as somebody wrote it; raises BadScore where it can't be, with what to write instead.

    >>> from hevesy.quality.checklist import Checklist, Item
    >>> part = Checklist("a", "A", "once", (Item("a1", "A policy is written.", "minor", ""),))
    >>> answer(Profile("x", "1", "X", "default", "asm", (part,)), "a1", "3").score
    3
    """
    known, text = profile.items(), score.strip().upper()
    name = item.partition("@")[0]
    if name not in known:
        raise BadScore(item=item, problem="the profile has no such item", advice="take its id from there")
    if priority and priority not in PRIORITIES:
        raise BadScore(item=item, problem=f"{priority!r} is no priority", advice=f"write {', '.join(PRIORITIES)}")
    if text == NOT_APPLICABLE:
        if not reason.strip():
            raise BadScore(item=item, problem="it is not said why it is not applicable", advice="write the reason")
        return Answer(None, reason.strip(), comment, evidence, "", by)
    if text not in {str(each) for each in range(MOST + 1)}:
        raise BadScore(item=item, problem=f"{score!r} is no score", advice=f"write 0 to {MOST}, or NA with a reason")
    return Answer(int(text), "", comment, evidence, priority or known[name].priority, by)
