"""The shortage board: fewer doses come than courses wait for. Who gets them, and why.

The rule is `hevesy.supply.sharing.shared`, the same function that a plan uses: a tier gets all that it asks for
before the next gets any. Which course belongs to which tier is table `sharing_tiers.csv`; a centre signs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hevesy.facts import Shelf
from hevesy.record import Course
from hevesy.run.signed import GateTable, Signature
from hevesy.supply.sharing import shared
from hevesy.words import called, say

RULE = "sharing_rule"  # the line of the gate table that a centre signs


@dataclass(frozen=True, slots=True)
class Claim:
    """A course that waits for a dose of a producer on a day."""

    course: str
    therapy: str
    producer: str
    day: date
    under_way: bool
    urgency: str
    waiting_since: datetime


@dataclass(frozen=True, slots=True)
class Tier:
    """One line of the rule: courses under way, or of an urgency; an empty cell fits all."""

    number: int
    under_way: bool
    urgency: str
    words: str

    def holds(self, claim: Claim) -> bool:
        return (claim.under_way or not self.under_way) and self.urgency in ("", claim.urgency)


@dataclass(frozen=True, slots=True)
class SharingRule:
    """The tiers in their order; until somebody has signed them they are a proposal."""

    tiers: tuple[Tier, ...]
    signed: Signature | None

    def tier_of(self, claim: Claim) -> Tier:
        """The first tier that fits; the last takes all."""
        return next(tier for tier in self.tiers if tier.holds(claim))


@dataclass(frozen=True, slots=True)
class Answered:
    """What becomes of one claim: whether it gets a dose, its place in its tier, and a code of `sharing` in words."""

    claim: Claim
    gets: bool
    tier: Tier
    place: int
    because: str


@dataclass(frozen=True, slots=True)
class Board:
    """The claims of one producer and day in the order in which they are served."""

    producer: str
    day: date
    doses: int
    rule: SharingRule
    rows: tuple[Answered, ...]

    @property
    def is_short(self) -> bool:
        return self.doses < len(self.rows)


def sharing_rule(shelf: Shelf, table: GateTable | None = None, on: date | None = None) -> SharingRule:
    """The rule of the shelf, and who has signed it at the centre."""
    tiers = tuple(
        Tier(int(row["tier"]), row["under_way"] == "yes", row["urgency"], row["words"])
        for row in sorted(shelf.table("sharing_tiers"), key=lambda row: int(row["tier"]))
    )
    signed = table.line(RULE, on) if table is not None and on is not None else None
    return SharingRule(tiers, signed)


def claim_of(course: Course, producer: str) -> Claim | None:
    """What a course claims by its standing prescription, or None where it waits for nothing."""
    held, planned = course.standing.get("prescription"), course.said("prescription.planned_at")
    waits = held is not None and planned is not None and not course.ended and "hold" not in course.standing
    if not waits or held is None or "administration" in course.standing:
        return None
    urgency = str(course.said("triage.urgency") or course.said("referral.urgency") or "")
    return Claim(
        course.id, course.therapy, producer, datetime.fromisoformat(planned).date(), bool(course.given), urgency,
        held.at,
    )  # fmt: skip


def in_order(claims: Iterable[Claim], rule: SharingRule) -> list[Claim]:
    """Claims as they are served: by tier, within a tier who has waited longest, then by course."""
    return sorted(claims, key=lambda each: (rule.tier_of(each).number, each.waiting_since, each.course))


def board(producer: str, day: date, doses: int, claims: Iterable[Claim], rule: SharingRule) -> Board:
    """Who gets the doses that come; every claim is answered."""
    ordered = in_order(claims, rule)
    tiers = [[each for each in ordered if rule.tier_of(each) == tier] for tier in rule.tiers]
    given = [int(each) for each in shared(doses, [len(tier) for tier in tiers])]
    rows = [
        Answered(claim, place < got, tier, place + 1, _because(place < got, got, len(mine)))
        for tier, mine, got in zip(rule.tiers, tiers, given, strict=True)
        for place, claim in enumerate(mine)
    ]
    return Board(producer, day, doses, rule, tuple(rows))


def boards(claims: Sequence[Claim], doses: Mapping[tuple[str, date], int], rule: SharingRule) -> list[Board]:
    """A board for each producer and day that anybody waits for; where nobody said what comes, nothing does."""
    groups = sorted({(each.producer, each.day) for each in claims}, key=lambda group: (group[1], group[0]))
    return [
        board(producer, day, doses.get((producer, day), 0),
              [each for each in claims if (each.producer, each.day) == (producer, day)], rule)
        for producer, day in groups
    ]  # fmt: skip


def _because(gets: bool, got: int, asked: int) -> str:
    if gets:
        return "whole_tier_served" if got == asked else "longest_waiting"
    return "others_waited_longer" if got else "tiers_before"


def share_said(row: Answered, language: str = "en") -> str:
    """Why a course gets a dose or not, in one sentence."""
    tier = called("tier", str(row.tier.number), row.tier.words, language)
    return say(f"sharing.{row.because}", language, tier=tier, place=row.place)
