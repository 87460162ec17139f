"""How the dose rate near a treated patient falls: decay and excretion together, in two phases where they are known.

    rate(t) = rate(now) f(t) / f(now)        f(t) = s 2^(-t/T_early) + (1 - s) 2^(-t/T_late)

with t since administration. Where nobody knows how a medicine leaves the body, f is physical decay alone: a ceiling.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.products import Therapy

PREFIX = "radiation_safety.{therapy}.patient_dose_rate."


@dataclass(frozen=True, slots=True)
class Phase:
    """A share of the dose rate at administration that falls with one effective half-life."""

    share: float
    half_life_h: float


@dataclass(frozen=True, slots=True)
class Fading:
    """How the dose rate falls; `is_ceiling` where only physical decay is known."""

    phases: tuple[Phase, ...]
    is_ceiling: bool = False

    def at(self, hours: float) -> float:
        """The share of the first dose rate that is left after so many hours.

        >>> Fading((Phase(1.0, 6.0),)).at(12.0)
        0.25
        """
        return sum(phase.share * math.exp2(-hours / phase.half_life_h) for phase in self.phases)

    def hours_of_full_rate(self, since: float, until: float = math.inf) -> float:
        """The integral of `at` between two times: as many hours at the first dose rate give the same dose.

        >>> round(Fading((Phase(1.0, 6.0),)).hours_of_full_rate(0.0), 3)  # 6 / ln 2
        8.656
        """
        return sum(
            phase.share * phase.half_life_h / math.log(2)
            * (math.exp2(-since / phase.half_life_h) - math.exp2(-until / phase.half_life_h))
            for phase in self.phases
        )  # fmt: skip


def fading(therapy: Therapy, reader: Reader) -> Fading:
    """How the dose rate falls after a therapy, as the shelf has it at the reader's place.

    The late half-life alone is taken where no early phase is known: that is on the safe side for what is measured
    early, and no effective half-life may be longer than the physical one.
    """
    physical = nuclide(therapy.nuclide).half_life.total_seconds() / 3600.0
    prefix = PREFIX.format(therapy=therapy.id)
    if reader.find(prefix + "effective_half_life") is None:
        return Fading((Phase(1.0, physical),), is_ceiling=True)
    late = min(reader.number(prefix + "effective_half_life"), physical)
    if reader.find(prefix + "early_share") is None:
        return Fading((Phase(1.0, late),))
    share, early = reader.number(prefix + "early_share"), reader.number(prefix + "early_half_life")
    return Fading((Phase(share, min(early, physical)), Phase(1.0 - share, late)))
