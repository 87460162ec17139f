"""Generators: a long-lived parent on a column from which its daughter is milked."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hevesy.errors import BadSchedule, HevesyError, UnknownGenerator
from hevesy.facts import Fact, Shelf
from hevesy.physics.chain import Chain, chain_between, chain_of
from hevesy.physics.decay import atoms
from hevesy.physics.library import nuclide
from hevesy.physics.nuclide import Nuclide
from hevesy.quantities import Activity

if TYPE_CHECKING:
    from hevesy.physics.bateman import Array

MOST_ELUTIONS = 20_000
DAYS_IN = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Generator:
    """A parent, the daughter that is eluted, and the chain that leads from one to the other.

    `elution_yield` is the share of the daughter on the column that comes off; `useful_life` and `elutions_max`
    end its use, whichever is reached first. All three are facts, or None where the shelf says nothing.
    """

    name: str
    path: Chain
    elution_yield: Fact | None = None
    useful_life: Fact | None = None
    elutions_max: Fact | None = None
    note: str = ""

    @property
    def parent(self) -> Nuclide:
        return self.path.members[0]

    @property
    def daughter(self) -> Nuclide:
        return self.path.members[-1]


@dataclass(frozen=True, slots=True)
class Elution:
    """One elution: the parent's activity then, the daughter's on the column just before, and what came off."""

    number: int
    at: timedelta
    parent: Activity
    on_column: Activity
    eluted: Activity


@dataclass(frozen=True, slots=True)
class Maximum:
    """When the daughter's activity is highest after an elution that left nothing, and how high that is."""

    after: timedelta
    activity: Activity


def generator_between(parent: str, daughter: str) -> Generator:
    """The generator in which `parent` decays, perhaps through others, to `daughter`; without any facts."""
    first, last = nuclide(parent), nuclide(daughter)
    chain = chain_of(first)
    if first is last or last.stable or last.name not in chain.names:
        raise UnknownGenerator(
            text=f"{first.name}/{last.name}",
            nearest=f": {first.name} does not decay to a radioactive {last.name}",
            known="-",
        )
    leading = {last.name}
    for member in reversed(chain.members):
        if any(branch.daughter in leading for branch in member.branches):
            leading.add(member.name)
    between = chain.members[: chain.names.index(last.name) + 1]
    return Generator(
        f"{first.name}/{last.name}", chain_between([member for member in between if member.name in leading])
    )


def generators(shelf: Shelf, place: str = "world") -> dict[str, Generator]:
    """Every generator of the shelf, by name, with its facts as they hold at `place`."""
    return {row["generator"]: _generator(row, shelf, place) for row in shelf.table("generators")}


def _generator(row: dict[str, str], shelf: Shelf, place: str) -> Generator:
    bare = generator_between(row["parent"], row["daughter"])
    share, life, most = (
        shelf.find(row[name], place) if row[name] else None
        for name in ("yield_fact", "life_fact", "elutions_fact")
    )
    return Generator(row["generator"], bare.path, share, life, most, row["note"])


def find_generator(text: str, shelf: Shelf, place: str = "world") -> Generator:
    """The generator that is meant: Ge-68/Ga-68, ge68/ga68, Ge68-Ga68; raises UnknownGenerator with those known."""
    known = generators(shelf, place)
    parts = [part for part in re.split(r"\s*[/>→]\s*|(?<=\d)-(?=[A-Za-z])", text.strip()) if part]
    try:
        names = [nuclide(part).name for part in parts]
    except HevesyError:
        names = []
    for generator in known.values():
        if names in ([generator.parent.name, generator.daughter.name], [generator.parent.name]):
            return generator
    raise UnknownGenerator(text=text, nearest="", known=", ".join(known))


def life_of(generator: Generator) -> timedelta | None:
    """How long the generator is of use, or None where no fact says."""
    fact = generator.useful_life
    if fact is None or fact.value is None:
        return None
    days = DAYS_IN.get(fact.unit.strip().lower().removesuffix("s"))
    if days is None:
        raise BadSchedule(
            problem=f"its useful life stands in {fact.unit!r}",
            advice=f"Write {fact.id} in day, week, month or year.",
        )
    return timedelta(days=fact.value * days)


def in_growth(generator: Generator, parent: Activity, since: timedelta) -> Activity:
    """The daughter's activity once `since` has passed after an elution that left nothing on the column.

    `parent` is the parent's activity at that elution.
    """
    from hevesy.physics.bateman import propagator

    if since < timedelta(0):
        raise BadSchedule(problem="the time since the last elution is negative", advice="Give zero or more.")
    grown = propagator(generator.path.rates(), since.total_seconds())[-1, 0] * atoms(generator.parent, parent)
    return Activity(float(grown * generator.daughter.decay_constant))


def equilibrium_ratio(generator: Generator) -> float:
    """Daughter over parent activity long after an elution; infinite where the parent is not the longest-lived.

    For a direct daughter b T1 / (T1 - T2).
    """
    rates = generator.path.rates()
    slowest, ratios = float(rates.constants[0]), [1.0]
    for place in range(1, len(rates.constants)):
        constant = float(rates.constants[place])
        if constant <= slowest:
            return math.inf
        fed = sum(float(share) * ratio for share, ratio in zip(rates.feeds[place], ratios, strict=False))
        ratios.append(fed * constant / (constant - slowest))
    return ratios[-1]


def maximum(generator: Generator, parent: Activity) -> Maximum:
    """When after an elution the daughter's activity is highest, found where it stops growing."""
    from hevesy.physics.bateman import propagator

    rates = generator.path.rates()
    matrix = rates.matrix
    sooner, later = 0.0, 40 * max(member.half_life_s for member in generator.path.members)
    for _ in range(200):
        middle = (sooner + later) / 2
        if middle in (sooner, later):
            break
        still_growing = float(matrix[-1] @ propagator(rates, middle)[:, 0]) > 0
        sooner, later = (middle, later) if still_growing else (sooner, middle)
    after = timedelta(seconds=sooner)
    return Maximum(after, in_growth(generator, parent, after))


def elute(
    generator: Generator, parent: Activity, at: Sequence[timedelta], elution_yield: float, empty: bool = True
) -> list[Elution]:
    """What each elution gives; `at` counts from the moment when the parent has the activity `parent`.

    The column is empty of the daughter then, or in equilibrium with `empty=False`. What an elution leaves
    behind stays for the next; members between parent and daughter stay on the column.
    """
    import numpy as np

    from hevesy.physics.bateman import propagator

    _refuse_bad_schedule(at, elution_yield)
    rates = generator.path.rates()
    held: Array = np.zeros(len(rates.constants))
    held[0] = atoms(generator.parent, parent)
    if not empty:
        settled = propagator(rates, 40 * generator.daughter.half_life_s)[:, 0]
        held = held[0] * settled / settled[0]
    steps: dict[timedelta, Array] = {}
    found, now = [], timedelta(0)
    for number, moment in enumerate(at, start=1):
        wait = moment - now
        if wait not in steps:
            steps[wait] = propagator(rates, wait.total_seconds())
        held, now = steps[wait] @ held, moment
        activities = held * rates.constants
        off = activities[-1] * elution_yield
        found.append(
            Elution(
                number,
                moment,
                Activity(float(activities[0])),
                Activity(float(activities[-1])),
                Activity(float(off)),
            )
        )
        held[-1] *= 1 - elution_yield
    return found


def regular_elutions(
    generator: Generator,
    parent: Activity,
    every: timedelta,
    until: timedelta,
    elution_yield: float,
    empty: bool = True,
) -> list[Elution]:
    """An elution every `every` until `until` has passed, the first one `every` after the start."""
    if every <= timedelta(0):
        raise BadSchedule(
            problem="the time between elutions must be above zero", advice="Write for example 4h."
        )
    count = until // every
    if count > MOST_ELUTIONS:
        raise BadSchedule(
            problem=f"that makes {count:,} elutions",
            advice=f"Ask for at most {MOST_ELUTIONS:,}: elute less often or stop earlier.",
        )
    return elute(generator, parent, [every * number for number in range(1, count + 1)], elution_yield, empty)


def _refuse_bad_schedule(at: Sequence[timedelta], elution_yield: float) -> None:
    if not 0 <= elution_yield <= 1:
        raise BadSchedule(
            problem=f"a yield of {elution_yield:g} is not a share",
            advice="Give a number from 0 to 1, as in 0.65.",
        )
    if any(later < sooner for sooner, later in zip([timedelta(0), *at], at, strict=False)):
        raise BadSchedule(
            problem="the elutions are not in the order of time", advice="Give times from zero upwards."
        )
