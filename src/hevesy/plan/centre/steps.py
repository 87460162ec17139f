"""Licences and works in their order, how long each takes, and the longest chain to the first patient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.centre.asked import Asked
from hevesy.plan.centre.figure import Figure, known
from hevesy.policy import policy_state
from hevesy.policy.state import LicensingStep

DAYS = 7.0
FIRST, LAST = "licence_to_build", "licence_to_operate"


@dataclass(frozen=True, slots=True)
class Step:
    """One step with the weeks it takes and when it starts and is done, in weeks from the decision.

    `kind` is licence, works, people or supply; `after` are the steps it waits for. `agency` decides it, where the
    country has said who; `known` is True where the country has said how many days it takes.
    """

    id: str
    name: str
    kind: str
    after: tuple[str, ...]
    why: str
    weeks: Figure
    starts: Figure
    done: Figure
    critical: bool
    agency: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """All steps in the order in which they can start, and when the first patient can come (weeks)."""

    steps: tuple[Step, ...]
    first_patient: Figure
    critical: tuple[str, ...]

    @property
    def licences(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind == "licence")


def steps(asked: Asked, reader: Reader) -> Path:
    """The steps of table centre_steps; licences of the country's own, where it has stated them, take their place."""
    planned = [_planned(row, asked, reader) for row in reader.shelf.table("centre_steps")]
    planned = _with_own(planned, asked, reader)
    done: dict[str, Step] = {}
    while len(done) < len(planned):
        ready = [step for step in planned if step.id not in done and all(name in done for name in step.after)]
        for step in ready:
            done[step.id] = _dated(step, done)
    last = max(done.values(), key=lambda step: float(np.mean(step.done.value)))
    path = _chain(last, done)
    whole = Figure(_latest([step.done for step in done.values()]), _facts(list(done.values())))
    ordered = sorted(done.values(), key=lambda step: float(np.mean(step.starts.value)))
    return Path(tuple(replace(step, critical=step.id in path) for step in ordered), whole, path)


def _planned(row: Mapping[str, str], asked: Asked, reader: Reader) -> Step:
    fact = f"centre.weeks.{asked.site}.{row['id']}" if row["weeks"] == "site" else row["weeks"]
    after = tuple(name for name in row["after"].split("|") if name)
    weeks = known(reader, fact)
    return Step(row["id"], row["name"], row["kind"], after, row["why"], weeks, weeks, weeks, False)


def _with_own(planned: list[Step], asked: Asked, reader: Reader) -> list[Step]:
    """The country's licensing steps one after the other: the first before anything is built, the rest after it."""
    own = _stated(asked, reader)
    if not own:
        return planned
    by_id = {step.id: step for step in planned}
    first, last = by_id[FIRST], by_id[LAST]
    chain: list[Step] = []
    for number, stated in enumerate(own):
        like = first if number == 0 and len(own) > 1 else last
        name = f"Licence: {stated.value or stated.agency or number + 1}"
        weeks = like.weeks if stated.days is None else Figure(stated.days / DAYS)
        after = first.after if number == 0 and len(own) > 1 else tuple(x for x in last.after if x != FIRST)
        chain.append(
            replace(like, id=f"licence_{number + 1}", name=name, weeks=weeks, agency=stated.agency,
                    known=stated.days is not None, why=stated.note or like.why,
                    after=(*after, *((chain[-1].id,) if chain else ())))
        )  # fmt: skip
    names = {FIRST: chain[0].id if len(chain) > 1 else "", LAST: chain[-1].id}
    rest = [step for step in planned if step.id not in (FIRST, LAST)]
    return [*chain, *(replace(step, after=_renamed(step, names, first.after)) for step in rest)]


def _renamed(step: Step, names: Mapping[str, str], before_first: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in step.after:
        new = names.get(name, name)
        found += [new] if new else list(before_first)
    return tuple(dict.fromkeys(found))


def _stated(asked: Asked, reader: Reader) -> list[LicensingStep]:
    """The country's licensing steps for the services, each once, in their order."""
    found: dict[tuple[str, str], LicensingStep] = {}
    for therapy in asked.services:
        for step in policy_state(asked.country, therapy.id, reader.shelf).licensing:
            found.setdefault((step.agency, step.value), step)
    return sorted(found.values(), key=lambda step: (step.order is None, step.order or 0))


def _dated(step: Step, done: Mapping[str, Step]) -> Step:
    before = [done[name].done for name in step.after]
    starts = Figure(_latest(before) if before else 0.0, frozenset().union(*(each.facts for each in before)))
    return replace(step, starts=starts, done=Figure(starts.value + step.weeks.value, starts.facts | step.weeks.facts))


def _latest(figures: Sequence[Figure]) -> float | np.ndarray:
    value = figures[0].value
    for each in figures[1:]:
        value = np.maximum(value, each.value)
    return value


def _facts(found: Sequence[Step]) -> frozenset[str]:
    return frozenset().union(*(step.weeks.facts for step in found))


def _chain(step: Step, done: Mapping[str, Step]) -> tuple[str, ...]:
    if not step.after:
        return (step.id,)
    held_by = max((done[name] for name in step.after), key=lambda each: float(np.mean(each.done.value)))
    return (*_chain(held_by, done), step.id)
