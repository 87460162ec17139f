"""The people of a country: how many there are, how many its courses take, how many can be trained, and what limits it.

PLAN's chapter of the people and LEARN's national view are this one function, `national`: where both are given the same
posts, figures and courses, they say the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hevesy.capacity.minutes import CADRES
from hevesy.competence.pipeline import LIMITS, STAFF, Figures, Flows, flows
from hevesy.facts.spread import Floats, by_year

STOCKS = ("posts", "competent", "recruiting", "waiting", "in_training")
FLOWS = ("intake", "qualified", "hired")


@dataclass(frozen=True)
class Nation:
    """What the view rests on, by cadre of STAFF (`posts`, `figures`) or of CADRES (`course`, `of_one`).

    `posts` (cadre, Y); `given` cycles (Y, D); `joined` courses that somebody asks for (Y, therapy, D); `course` minutes
    of a cadre for a whole course (cadre, therapy, D); `of_one` minutes that one person in post has for therapy in a
    year (cadre, Y, D), nan where nobody knows.
    """

    posts: Floats
    figures: tuple[Figures, ...]
    given: Floats
    joined: Floats
    course: Floats
    of_one: Floats


@dataclass(frozen=True)
class National:
    """What became of each cadre of STAFF, and the persons who would be needed, (cadre of CADRES, Y, D)."""

    flows: tuple[Flows, ...]
    needed: Floats

    def gap(self, k: int) -> Floats | None:
        """How many fewer are competent than are needed, (Y, D); below zero are more. None for who has no minutes."""
        return None if k >= len(CADRES) else self.needed[k] - self.flows[k].competent


def national(nation: Nation) -> National:
    """Follow every cadre of a country, and reckon whom its courses need."""
    return National(
        pipelines(nation.posts, nation.figures, nation.given),
        persons_needed(nation.joined, nation.course, nation.of_one),
    )


def pipelines(posts: Floats, figures: Sequence[Figures], given: Floats) -> tuple[Flows, ...]:
    """The flows of each cadre of STAFF."""
    return tuple(flows(posts[k], each, given) for k, each in enumerate(figures))


def persons_needed(joined: Floats, course: Floats, of_one: Floats) -> Floats:
    """Persons who would give every planned cycle to everybody who asks, (cadre, Y, D).

    >>> ten = np.full((1, 1, 1), 10.0)  # ten courses of 440 minutes; a person has 2,200 for therapy
    >>> persons_needed(ten, np.full((1, 1, 1), 440.0), np.full((1, 1, 1), 2200.0)).item()
    2.0
    """
    return np.stack([
        np.einsum("yhd,hd->yd", joined, minutes) / one for minutes, one in zip(course, of_one, strict=True)
    ])  # fmt: skip


def cadres_said(found: National, first_year: int) -> list[dict[str, Any]]:
    """A row for each cadre, with medians and 90 % intervals by year; null means unknown, never zero."""
    return [_cadre(found, k, first_year) for k in range(len(found.flows))]


def _cadre(found: National, k: int, first: int) -> dict[str, Any]:
    flows = found.flows[k]
    needed = None if k >= len(CADRES) else by_year(found.needed[k], first)
    return {
        "cadre": STAFF[k],
        **{name: by_year(getattr(flows, name), first) for name in (*STOCKS, *FLOWS)},
        "left": {reason: by_year(each, first) for reason, each in flows.left.items()},
        "seats": by_year(flows.seats, first),
        "seats_limited_by": _limits(flows, first),
        "months_of_training": by_year(flows.months, first),
        "weeks_to_replace": by_year(flows.weeks, first),
        "needed": needed,
    }


def _limits(flows: Flows, first: int) -> list[dict[str, Any]]:
    """By year, the share of the draws in which each limit is the lowest."""
    return [
        {"year": first + year, **{name: float(np.mean(row == number)) for number, name in enumerate(LIMITS)}}
        for year, row in enumerate(flows.limit)
    ]
