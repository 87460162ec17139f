"""A nuclide: how long it lives, what it becomes, and what it sends out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from hevesy.errors import BeyondTime

LN2 = math.log(2)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a nuclide decays: `fraction` of its decays leave `daughter`."""

    daughter: str
    fraction: float
    mode: str


@dataclass(frozen=True, slots=True)
class Energies:
    """Mean energy sent out per decay, in MeV, by type of radiation; the betas also with their yield."""

    alpha: float = 0.0
    recoil: float = 0.0
    beta_minus: float = 0.0
    beta_plus: float = 0.0
    conversion: float = 0.0
    auger: float = 0.0
    gamma: float = 0.0
    x_ray: float = 0.0
    annihilation: float = 0.0
    beta_minus_yield: float = 0.0
    beta_plus_yield: float = 0.0

    @property
    def photons(self) -> float:
        """Gamma rays, x rays and annihilation quanta together."""
        return self.gamma + self.x_ray + self.annihilation

    @property
    def electrons(self) -> float:
        """Betas of both signs, conversion and Auger electrons together."""
        return self.beta_minus + self.beta_plus + self.conversion + self.auger


@dataclass(frozen=True, slots=True)
class Line:
    """A photon line that a camera or a dose calibrator can see: keV, and yield per decay."""

    radiation: str
    energy_kev: float
    per_decay: float


@dataclass(frozen=True, slots=True)
class AirKerma:
    """The air-kerma-rate constant, uGy m2/(GBq h), and the same with gamma rays alone and with x rays.

    `note` says whether daughters are counted in; `source` and `kind` say how far to trust it.
    """

    value: float
    gamma_only: float | None
    with_x_rays: float | None
    source: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Nuclide:
    """A nuclide as the tables know it; a stable one has an infinite half-life and no branches."""

    name: str
    use: str
    half_life_s: float
    half_life_text: str
    branches: tuple[Branch, ...]
    energies: Energies
    lines: tuple[Line, ...]
    air_kerma: AirKerma | None
    source: str
    energy_source: str
    kind: str

    @property
    def stable(self) -> bool:
        return math.isinf(self.half_life_s)

    @property
    def decay_constant(self) -> float:
        """Decays per atom and second; zero when stable."""
        return LN2 / self.half_life_s

    @property
    def half_life(self) -> timedelta:
        """Raises BeyondTime where a timedelta, counted in microseconds, can't hold it; use `half_life_s` there."""
        if not 1e-3 <= self.half_life_s <= 8e13:
            raise BeyondTime(nuclide=self.name, half_life=self.half_life_text)
        return timedelta(seconds=self.half_life_s)


def spelling(symbol: str, mass: str, state: str) -> str:
    return f"{symbol.capitalize()}-{mass}{state}"


def readings(text: str) -> Iterable[str]:
    """The names that a text may mean: Lu-177, Lu177, 177Lu, lu 177, Tc-99m, 99mTc.

    >>> list(readings("99mTc"))
    ['Tc-99m']
    """
    folded = re.sub(r"[\s_\-]+", "", text.casefold())
    if match := re.fullmatch(r"([a-z]{1,2})(\d{1,3})(m\d?)?", folded):
        yield spelling(match[1], match[2], match[3] or "")
    for pattern in (r"(\d{1,3})()([a-z]{1,2})", r"(\d{1,3})(m\d?)([a-z]{1,2})"):
        if match := re.fullmatch(pattern, folded):
            yield spelling(match[3], match[1], match[2])
