"""What would be known of the people of a synthetic centre: nobody in it is real, and the same seed tells the same.

Staff come certified, fit and signed off; one in six certificates ends in the year, and half of these are renewed late.
Trainees show one competency after another, fail now and then and show it later; one in six is certified at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hevesy.competence.evidence import Evidence, What
from hevesy.competence.framework import LEVELS, Framework, competencies
from hevesy.competence.privilege import privileges
from hevesy.facts import Shelf
from hevesy.facts.sampling import stream

YEAR = timedelta(days=365)
ONE_IN, FAILS, CERTIFIED, SIGN_OFF_LAPSES = 6, 0.12, 1 / 6, 0.1
LONG = 3 * YEAR  # a certificate, in a synthetic centre


@dataclass(frozen=True, slots=True)
class Known:
    """A piece of evidence of one synthetic person, by a name of their own."""

    person: str
    found: Evidence


def lapsing(people: Collection[str], seed: int) -> dict[str, bool]:
    """One in six of some people, and one at least: their certificate ends in the year; whether it is renewed late.

    >>> sorted(lapsing([str(each) for each in range(12)], 1).values())
    [False, True]
    """
    drawn = stream(seed, "lapsing").permutation(sorted(people)).tolist()
    return {str(name): place % 2 == 1 for place, name in enumerate(drawn[: -(-len(drawn) // ONE_IN)])}


def of_staff(
    person: str, framework: Framework, therapies: Sequence[str], start: date, seed: int, shelf: Shelf,
    renewed: bool | None = None,
) -> Iterator[Known]:  # fmt: skip
    """What is known of somebody who works there when the year begins.

    `renewed`: whether a certificate that ends in the year is renewed late; None for one that does not end.
    """
    rng, lapses = stream(seed, f"staff {person}"), renewed is not None
    issued = start - timedelta(days=int(rng.integers(60, 700)))
    until = start + timedelta(days=int(rng.integers(30, 300))) if lapses else issued + LONG
    yield _known(person, What.CERTIFIED, framework.id, issued, until)
    if renewed:
        again = until + timedelta(days=int(rng.integers(7, 60)))
        yield _known(person, What.CERTIFIED, framework.id, again, again + LONG)
    for what in (What.FIT, What.LICENSED):
        for year in (-1, 0):
            first = start + year * YEAR
            yield _known(person, what, "", first, first + YEAR + timedelta(days=30))
    for privilege in privileges(shelf).values():
        if framework.cadre in privilege.cadres:
            for therapy in therapies:
                ends = start + timedelta(days=200) if rng.random() < SIGN_OFF_LAPSES else issued + LONG
                yield _known(person, What.SIGNED_OFF, f"{privilege.name}/{therapy}", issued, ends)


def of_trainee(person: str, framework: Framework, start: date, seed: int, shelf: Shelf) -> Iterator[Known]:
    """A year of training: each competency that is asked, in the order in which it is learnt, at its level."""
    rng = stream(seed, f"trainee {person}")
    asked = [name for name in competencies(shelf) if name in framework.levels]
    certified = rng.random() < CERTIFIED
    shown = asked if certified else asked[: int(rng.integers(len(asked) // 3, len(asked)))]
    day, apart = start + timedelta(days=int(rng.integers(0, 30))), max(2, 500 // len(asked))
    for name in shown:
        level = framework.levels[name]
        if rng.random() < FAILS:
            yield _known(person, What.FAILED, name, day)
            day += timedelta(days=int(rng.integers(1, 4)))
        yield _known(person, What.SHOWN, name, day, level=level if rng.random() < 0.9 else _below(level))
        day += timedelta(days=int(rng.integers(1, apart)))
    if certified:
        yield _known(person, What.CERTIFIED, framework.id, day, day + LONG)


def _below(level: str) -> str:
    return LEVELS[max(0, LEVELS.index(level) - 1)]


def _known(person: str, what: What, about: str, on: date, until: date | None = None, level: str = "") -> Known:
    return Known(person, Evidence("", what, about, on, until, level))
