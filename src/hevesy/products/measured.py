"""Which of PLAN's figures the record of a centre can measure: one table for whoever counts and whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hevesy.facts import Shelf
from hevesy.products.reading import find_therapy

ANY, OTHER = "*", "other"
PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted at an act for some reasons, and the stage of PLAN's path (or the fact) that it speaks of.

    `share` says which share the fact states: of those who `passed`, or of those who were `lost`. Where neither stage
    nor fact is named, `note` says why PLAN has no figure for it.
    """

    what: str
    act: str
    reasons: tuple[str, ...]
    stage: str
    stage_reason: str
    fact: str
    share: str
    note: str

    @property
    def reason(self) -> str:
        """The reason by which a count names this; 'other' for whatever else people wrote."""
        return OTHER if ANY in self.reasons else self.reasons[0]

    def fact_of(self, therapy: str, shelf: Shelf) -> str:
        """The fact of a therapy that this measures; empty where PLAN has none."""
        if self.fact or not self.stage:
            return self.fact
        for stage in find_therapy(therapy, shelf).stages:
            named = stage.facts or stage.losses
            if stage.id == self.stage and self.stage_reason in (ANY, stage.reason) and len(named) == 1:
                return named[0]
        return ""


@lru_cache(maxsize=4)
def _measures(shelf: Shelf) -> Mapping[tuple[str, str], tuple[Measure, ...]]:
    found: dict[tuple[str, str], tuple[Measure, ...]] = {}
    for row in shelf.table("measured"):
        reasons = tuple(row["reasons"].split(";"))
        named = (row[name] for name in ("stage", "stage_reason", "fact", "share", "note"))
        each = Measure(row["what"], row["act"], reasons, *named)
        found[each.what, each.act] = (*found.get((each.what, each.act), ()), each)
    return found


def measures(what: str, act: str, shelf: Shelf) -> tuple[Measure, ...]:
    """What can be counted at an act, each reason once; the last one takes every reason that no other names."""
    return _measures(shelf).get((what, act), ())


def measure(what: str, act: str, reason: str, shelf: Shelf) -> Measure | None:
    """What the table says of a count with this reason; None where it says nothing."""
    return next((each for each in measures(what, act, shelf) if {reason, ANY} & {*each.reasons}), None)
