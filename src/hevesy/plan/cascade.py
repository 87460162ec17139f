"""The cascade: one therapy's own path, stage by stage, and every person who is lost on it with the reason.

Slow and obvious on purpose: the faster kernels are compared with it for ever. An amount is a float or an array
of draws, shape (draws,); every stage only multiplies and subtracts, so people are conserved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Amount = float | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leak:
    """One reason why people are lost at a stage, and the share of them that passes it.

    Between cycles a leak may also be the right end of a course (`ends_course`): whoever stops because of
    progression or toxicity has had the cycles that were right, and goes on to follow-up.
    """

    reason: str
    a: str
    domain: str
    passed: Any  # Amount between 0 and 1
    ends_course: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as one stratum meets it: its leaks in the order in which they are met."""

    stage: str
    leaks: tuple[Leak, ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """A group of people who meet the same leaks: their share of all, their steps and their cycles.

    `steps` lead to the chair; `cycles` holds for each cycle the leaks that are met before it is given; `after` is
    what follows the last cycle.
    """

    name: str
    share: Any  # Amount
    steps: tuple[Step, ...]
    cycles: tuple[tuple[Leak, ...], ...] = ((),)
    after: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """People lost at a stage for one reason."""

    stage: str
    reason: str
    a: str
    domain: str
    people: Any  # Amount


@dataclass
class Cascade:
    """Who entered, who remained after each stage, who was lost why, and how many cycles were given."""

    start: Any
    remaining: dict[str, Any] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)
    completed: Any = 0.0

    def conservation_error(self) -> float:
        """The largest number of people that appeared or vanished, in any draw."""
        lost = sum((loss.people for loss in self.losses), start=0.0 * np.asarray(self.start))
        return float(np.max(np.abs(np.asarray(self.start) - lost - np.asarray(self.completed)), initial=0.0))

    def lost_by(self, key: str) -> dict[str, Any]:
        """People lost, summed by 'stage', 'reason', 'a' or 'domain'."""
        sums: dict[str, Any] = {}
        for loss in self.losses:
            name = getattr(loss, key)
            sums[name] = sums.get(name, 0.0) + loss.people
        return sums


TREATED = "treated"


def follow(start: Amount, strata: Iterable[Stratum]) -> Cascade:
    """Walk `start` persons, split over the strata by their shares, down the path.

    The shares must sum to one, in every draw. `completed` are those still there at the end of the path, that is
    treated and followed; people who stop between two cycles are lost at stage 'treated' with the reason.
    """
    whole = Cascade(start=start)
    losses: dict[tuple[str, str, str, str], Any] = {}
    for stratum in strata:
        _follow_one(start * stratum.share, stratum, whole, losses)
    whole.losses = [Loss(*key, people) for key, people in losses.items()]
    return whole


def _follow_one(
    people: Any, stratum: Stratum, whole: Cascade, losses: dict[tuple[str, str, str, str], Any]
) -> None:
    people = _take(people, stratum.steps, whole, losses)
    people = _give_cycles(people, stratum.cycles, whole, losses)
    whole.completed = whole.completed + _take(people, stratum.after, whole, losses)


def _take(
    people: Any, steps: Sequence[Step], whole: Cascade, losses: dict[tuple[str, str, str, str], Any]
) -> Any:
    for step in steps:
        people = _pass(people, step.stage, step.leaks, losses)
        whole.remaining[step.stage] = whole.remaining.get(step.stage, 0.0) + people
    return people


def _pass(
    people: Any, stage: str, leaks: Sequence[Leak], losses: dict[tuple[str, str, str, str], Any]
) -> Any:
    for leak in leaks:
        stay = people * leak.passed
        key = (stage, leak.reason, leak.a, leak.domain)
        losses[key] = losses.get(key, 0.0) + (people - stay)
        people = stay
    return people


def _give_cycles(
    people: Any,
    cycles: Sequence[Sequence[Leak]],
    whole: Cascade,
    losses: dict[tuple[str, str, str, str], Any],
) -> Any:
    """Before each cycle some stop, lost or because their course has come to its right end; the others are given it."""
    ended: Any = 0.0
    for number, leaks in enumerate(cycles):
        for leak in leaks:
            if leak.ends_course:
                ended, people = ended + (people - people * leak.passed), people * leak.passed
            else:
                people = _pass(people, TREATED, (leak,), losses)
        if len(whole.given) <= number:
            whole.given.append(0.0)
        whole.given[number] = whole.given[number] + people
    done = people + ended
    whole.remaining[TREATED] = whole.remaining.get(TREATED, 0.0) + done
    return done
