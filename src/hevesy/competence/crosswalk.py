"""What a holder of one framework's certificate lacks for another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hevesy.competence.framework import DIRECT, LEVELS, Framework, Procedures
from hevesy.facts import Reader

SPANS = ("months", "hours", "credits_per_year")


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is asked by the second framework and not by the first: `has` and `needs` as texts or numbers.

    `kind` is competency, procedures, months, hours or credits_per_year; `name` which. None is said where the first
    framework says nothing of it.
    """

    kind: str
    name: str
    has: str | float | None
    needs: str | float


def crosswalk(held: Framework, wanted: Framework, reader: Reader) -> tuple[Lack, ...]:
    """All that is missing, in the order of the second framework; empty where its holder lacks nothing."""
    return (*_competencies(held, wanted), *_procedures(held, wanted, reader), *_spans(held, wanted, reader))


def _competencies(held: Framework, wanted: Framework) -> Iterator[Lack]:
    for name, needs in wanted.levels.items():
        has = held.levels.get(name)
        if has is None or LEVELS.index(has) < LEVELS.index(needs):
            yield Lack("competency", name, has, needs)


def _procedures(held: Framework, wanted: Framework, reader: Reader) -> Iterator[Lack]:
    for each in wanted.procedures:
        needs = reader.number(each.least)
        has = _credited([other for other in held.procedures if _counts_for(other, each)], reader)
        if has < needs:
            yield Lack("procedures", each.name, has, needs)


def _credited(rows: Sequence[Procedures], reader: Reader) -> float:
    """The cases of some rows together; of rows that share a therapy only the most, as they may be the same cases."""
    total, counted = 0.0, set[str]()
    for each in sorted(rows, key=lambda row: -reader.number(row.least)):
        if counted.isdisjoint(each.therapies):
            total += reader.number(each.least)
            counted.update(each.therapies)
    return total


def _counts_for(held: Procedures, wanted: Procedures) -> bool:
    """Only where all of what was asked before is asked now, as closely supervised, and counted no finer."""
    same = set(held.therapies) <= set(wanted.therapies) and set(held.acts) <= set(wanted.acts)
    closely = wanted.supervision != DIRECT or held.supervision == DIRECT
    return same and closely and (held.counts == wanted.counts or held.counts == "course")


def _spans(held: Framework, wanted: Framework, reader: Reader) -> Iterator[Lack]:
    for kind in SPANS:
        asked, had = getattr(wanted, kind), getattr(held, kind)
        if not asked:
            continue
        needs, has = reader.number(asked), reader.number(had) if had else None
        if has is None or has < needs:
            yield Lack(kind, kind, has, needs)
