"""Where seats, trainers or supervised procedures limit how many can be trained: by centre, by cadre, by therapy.

The limits are those of the pipeline of a cadre (`pipeline.seats_of`), asked for each centre, and for each group of
procedures of a framework, with what the centre itself says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.capacity.minutes import ENGINEER
from hevesy.competence.centres import CentreFigures
from hevesy.competence.course import role_of
from hevesy.competence.figures import figures_of
from hevesy.competence.framework import Framework, Procedures, frameworks
from hevesy.competence.pipeline import LIMITS, MONTHS, Figures, months_of_training, seats_of
from hevesy.facts import Reader, Shelf
from hevesy.facts.spread import Floats

UNKNOWN = "unknown"
WHOLE = ""  # all procedures of a cadre together, as a plan reckons
PREFERRED = ("official", "default", "published")


@dataclass(frozen=True, slots=True)
class Seats:
    """Trainees at a time of one cadre at one centre, for all procedures or one group of them.

    `limits` are what each of LIMITS allows: inf where it does not limit, nan where it is not known. `limit` is the
    lowest of them, UNKNOWN where one is not known, and then `seats` is None. `trainees` is None where nobody said how
    many there are.
    """

    centre: str
    seats: float | None
    limit: str
    limits: Mapping[str, float]
    trainees: float | None

    @property
    def free(self) -> float | None:
        """Below zero where more are in training than can be trained at a time; None where it is not known."""
        return None if self.trainees is None or self.seats is None else self.seats - self.trainees


@dataclass(frozen=True, slots=True)
class Trained:
    """A cadre (and a group of its procedures) over all centres: seats where they are known, what limits how many."""

    cadre: str
    group: str
    therapies: tuple[str, ...]
    centres: tuple[Seats, ...]

    @property
    def seats(self) -> float | None:
        """Over the centres of which they are known; None where they are of none."""
        known = [each.seats for each in self.centres if each.seats is not None]
        return sum(known) if known else None

    @property
    def limits(self) -> Counter[str]:
        """How many centres each limit binds, the most frequent first."""
        return Counter(each.limit for each in self.centres)


def trained_for(cadre: str, shelf: Shelf) -> Framework | None:
    """The framework that a cadre is trained for: an official one before a default, a longer track before a shorter."""
    known = [each for each in frameworks(shelf).values() if each.cadre == role_of(cadre)]
    return min(known, key=_order, default=None)


def _order(framework: Framework) -> tuple[int, bool, str]:
    return PREFERRED.index(framework.origin), framework.track != "postgraduate", framework.id


def training(cadre: str, centres: Sequence[CentreFigures], reader: Reader) -> tuple[Trained, ...]:
    """A cadre as a whole, then each group of procedures of its framework; with figures as they are expected.

    The reader remembers which it used.
    """
    plain = Reader(reader.shelf, reader.place, used=reader.used)
    found = [_trained(cadre, centres, plain, None)]
    framework = None if cadre == ENGINEER else trained_for(cadre, reader.shelf)
    groups = framework.procedures if framework else ()
    return (*found, *(_trained(cadre, centres, plain, group) for group in groups))


def _trained(cadre: str, centres: Sequence[CentreFigures], reader: Reader, group: Procedures | None) -> Trained:
    many = len(centres)
    valid = _known([each.valid.get(cadre) for each in centres])
    given = _known([_cycles(each, group) for each in centres])
    figures = _figures(cadre, [each.seats.get(cadre) for each in centres], given, reader, group)
    limits = np.stack([np.broadcast_to(each, (many,)) for each in seats_of(valid, figures, given, 0)])
    rows = tuple(
        _seats(each, cadre, dict(zip(LIMITS, limits[:, place].tolist(), strict=True)))
        for place, each in enumerate(centres)
    )
    return Trained(cadre, group.name if group else WHOLE, group.therapies if group else (), rows)


def _figures(
    cadre: str, seats: Sequence[float | None], given: Floats, reader: Reader, group: Procedures | None
) -> Figures:
    """The figures of a cadre at each centre: a seat that a centre states is a trainee at a time."""
    figures = figures_of(cadre, [reader], 0.0, len(seats))
    if group is not None:
        elsewhere = 1.0 - float(reader.number("workforce.procedures_elsewhere"))
        figures = replace(figures, procedures=np.full((1, len(seats)), reader.number(group.least) * elsewhere))
    years = months_of_training(figures, given, 0) / MONTHS
    stated = np.array([np.inf if each is None else each for each in seats])
    return replace(figures, stated=(stated / years)[None, :])


def _seats(centre: CentreFigures, cadre: str, limits: dict[str, float]) -> Seats:
    if any(np.isnan(each) for each in limits.values()):
        return Seats(centre.name, None, UNKNOWN, limits, centre.trainees.get(cadre))
    limit = min(limits, key=lambda name: (limits[name], LIMITS.index(name)))
    return Seats(centre.name, limits[limit], limit, limits, centre.trainees.get(cadre))


def _cycles(centre: CentreFigures, group: Procedures | None) -> float | None:
    """Cycles given in a year; None where the centre says nothing of any. Of a centre that does, others are none."""
    if not centre.cycles:
        return None
    return sum(number for name, number in centre.cycles.items() if group is None or name in group.therapies)


def _known(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if each is None else each for each in values], dtype=float)

