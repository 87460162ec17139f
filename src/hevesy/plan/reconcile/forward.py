"""What a model must say so that it can be held against last year's counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hevesy.facts import Reader

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Yearly:
    """One therapy at one centre in the observed year, people who live in the country; shape (draws,) each.

    `waiting` (persons on the list) and `wait_weeks` (median) are None where the model has no queues.
    """

    courses: Floats
    patients: Floats
    administrations: Floats
    waiting: Floats | None = None
    wait_weeks: Floats | None = None


@dataclass(frozen=True)
class Expected:
    """What a model expects of the observed year.

    `at` by centre and therapy; a national sum is their sum. `referred` are those who came as far as a referral,
    `could_need` everybody who could be treated (this year's need and the backlog), both by therapy. `burden` holds
    the cases or deaths that the need was worked out from, by site and measure.
    """

    at: Mapping[tuple[str, str], Yearly]
    referred: Mapping[str, Floats]
    could_need: Mapping[str, Floats]
    burden: Mapping[tuple[str, str], Floats]

    def whole(self, therapy: str) -> Yearly:
        """The whole country's year of one therapy."""
        parts = [year for (_centre, name), year in self.at.items() if name == therapy]
        courses = _sum([year.courses for year in parts])
        lists = [year.waiting for year in parts if year.waiting is not None]
        weeks = [year.wait_weeks * year.courses for year in parts if year.wait_weeks is not None]
        return Yearly(
            courses,
            _sum([year.patients for year in parts]),
            _sum([year.administrations for year in parts]),
            _sum(lists) if lists else None,
            _sum(weeks) / np.maximum(courses, 1e-12) if weeks else None,
        )


class Forward(Protocol):
    """A model of the observed year. The reader's scores decide everything: no chance of its own, so that slopes
    with regard to the scores are those of the model."""

    name: str

    def expected(self, reader: Reader) -> Expected: ...


def _sum(parts: list[Floats]) -> Floats:
    return np.asarray(np.sum(parts, axis=0))
