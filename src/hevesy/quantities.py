"""Quantities that can hurt someone: made by unit, read by unit, never a bare number."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hevesy.errors import BadQuantity

_NUMBER = r"([+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)"
_ACTIVITY_UNITS = {"bq": 1.0, "kbq": 1e3, "mbq": 1e6, "gbq": 1e9, "tbq": 1e12, "pbq": 1e15}
_SIEVERTS = {"": 1.0, "m": 1e-3, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "n": 1e-9}
_SECONDS = {"s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """Decays per second.

    >>> Activity.gbq(7.4).in_mbq
    7400.0
    """

    bq: float

    @classmethod
    def kbq(cls, value: float) -> Activity:
        return cls(value * 1e3)

    @classmethod
    def mbq(cls, value: float) -> Activity:
        return cls(value * 1e6)

    @classmethod
    def gbq(cls, value: float) -> Activity:
        return cls(value * 1e9)

    @property
    def in_mbq(self) -> float:
        return self.bq / 1e6

    @property
    def in_gbq(self) -> float:
        return self.bq / 1e9

    def after(self, elapsed: timedelta, half_life: timedelta) -> Activity:
        """This activity once `elapsed` has passed; a negative `elapsed` looks back."""
        return Activity(self.bq * math.exp(-math.log(2) * (elapsed / half_life)))

    def __str__(self) -> str:
        """The activity in the unit in which it reads best, four significant figures.

        >>> str(Activity.gbq(7.4)), str(Activity(8e6))
        ('7.4 GBq', '8 MBq')
        """
        for name, size in (("TBq", 1e12), ("GBq", 1e9), ("MBq", 1e6), ("kBq", 1e3)):
            if abs(self.bq) >= size:
                return f"{self.bq / size:.4g} {name}"
        return f"{self.bq:.4g} Bq"


@dataclass(frozen=True, slots=True, order=True)
class Dose:
    """Absorbed dose."""

    gy: float

    @property
    def in_mgy(self) -> float:
        return self.gy * 1e3


@dataclass(frozen=True, slots=True, order=True)
class DoseRate:
    """Dose equivalent per hour."""

    sv_per_h: float

    @classmethod
    def usv_per_h(cls, value: float) -> DoseRate:
        return cls(value * 1e-6)

    @property
    def in_usv_per_h(self) -> float:
        return self.sv_per_h * 1e6

    @property
    def in_msv_per_h(self) -> float:
        return self.sv_per_h * 1e3


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency at the prices of one year; two such amounts add only when both agree."""

    amount: Decimal
    currency: str
    year: int

    def __add__(self, other: Money) -> Money:
        if (self.currency, self.year) != (other.currency, other.year):
            raise BadQuantity(
                text=f"{self} + {other}",
                what="a sum",
                advice="convert both to one currency and one price year first",
            )
        return Money(self.amount + other.amount, self.currency, self.year)

    def __str__(self) -> str:
        return f"{self.amount:,.0f} {self.currency} ({self.year})"


def parse_activity(text: str) -> Activity:
    """An activity as people type it.

    >>> parse_activity("7,4 GBq").in_gbq
    7.4
    """
    match = re.fullmatch(rf"\s*{_NUMBER}\s*([kMGTP]?Bq)\s*", text, re.IGNORECASE)
    if not match:
        raise BadQuantity(
            text=text, what="an activity", advice="write a number and Bq, kBq, MBq, GBq or TBq, as in 7.4GBq"
        )
    value = float(match[1].replace(",", ".")) * _ACTIVITY_UNITS[match[2].lower()]
    if not math.isfinite(value) or value < 0:
        raise BadQuantity(text=text, what="an activity", advice="it must be zero or more, and finite")
    return Activity(value)


def parse_dose_rate(text: str) -> DoseRate:
    """A dose rate as people type it.

    >>> round(parse_dose_rate("12,1 µSv/h").in_usv_per_h, 9)
    12.1
    """
    match = re.fullmatch(rf"\s*{_NUMBER}\s*([nuµμm]?Sv)/h\s*", text, re.IGNORECASE)
    if not match:
        raise BadQuantity(
            text=text, what="a dose rate", advice="write a number and nSv/h, uSv/h, mSv/h or Sv/h, as in 12.1uSv/h"
        )
    value = float(match[1].replace(",", ".")) * _SIEVERTS[match[2].lower()[:-2]]
    if not math.isfinite(value) or value < 0:
        raise BadQuantity(text=text, what="a dose rate", advice="it must be zero or more, and finite")
    return DoseRate(value)


def parse_duration(text: str) -> timedelta:
    """A length of time as people type it: 96h, 1d, 30min, 1.5d.

    >>> parse_duration("96h").days
    4
    """
    match = re.fullmatch(rf"\s*{_NUMBER}\s*(s|min|m|h|d|w)\s*", text)
    if not match:
        raise BadQuantity(
            text=text, what="a length of time", advice="write a number and s, min, h, d or w, as in 96h"
        )
    try:
        return timedelta(seconds=float(match[1].replace(",", ".")) * _SECONDS[match[2]])
    except OverflowError:
        raise BadQuantity(
            text=text, what="a length of time", advice="it is longer than this can count"
        ) from None
