"""What a placement does first and next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """At this site, in this year of the scenario (0: the first), a centre opens or pairs of chairs are added."""

    site: int
    year: int
    units: int
    opens: bool
