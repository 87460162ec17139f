"""Transport index and label category of a closed package, from what was measured on it."""

from __future__ import annotations

import math
from enum import StrEnum

from hevesy.errors import PackageTooHot
from hevesy.facts import Reader
from hevesy.quantities import DoseRate


class LabelCategory(StrEnum):
    """The label that a Class 7 package carries, the lowest first."""

    WHITE = "I-WHITE"
    YELLOW_2 = "II-YELLOW"
    YELLOW_3 = "III-YELLOW"
    YELLOW_3_EXCLUSIVE = "III-YELLOW under exclusive use"


_ORDER = tuple(LabelCategory)


def transport_index(at_1m: DoseRate, reader: Reader) -> float:
    """The largest dose rate at 1 m in mSv/h times 100, rounded up to one decimal; up to 0.05 it is 0.

    49 CFR 172.403 (note 2 of its table), IAEA SSR-6.

    >>> from hevesy.facts import Shelf
    >>> transport_index(DoseRate.usv_per_h(11.3), Shelf.load(restricted=False).reader("world"))
    1.2
    """
    exact = at_1m.in_msv_per_h * reader.number("transport.index.per_mSv_per_h")
    if round(exact, 9) <= reader.number("transport.index.zero_up_to"):
        return 0.0
    return math.ceil(round(exact * 10, 9)) / 10


def label_category(surface: DoseRate, index: float, reader: Reader) -> LabelCategory:
    """The higher of the two categories that the surface dose rate and the transport index ask for.

    Raises PackageTooHot above the limit for exclusive use.
    """
    rate = round(surface.in_msv_per_h, 12)
    if rate > reader.number("transport.label.exclusive_surface_max"):
        raise PackageTooHot(
            rate=f"{rate:g}", limit=f"{reader.number('transport.label.exclusive_surface_max'):g}"
        )
    by_surface = _first_that_holds(rate, _surface_limits(reader))
    by_index = _first_that_holds(index, _index_limits(reader))
    return _ORDER[max(by_surface, by_index)]


def _surface_limits(reader: Reader) -> list[float]:
    return [
        reader.number(f"transport.label.{name}_surface_max") for name in ("white", "yellow_2", "yellow_3")
    ]


def _index_limits(reader: Reader) -> list[float]:
    return [0.0, *(reader.number(f"transport.index.{name}_max") for name in ("yellow_2", "yellow_3"))]


def _first_that_holds(value: float, limits: list[float]) -> int:
    return next((place for place, limit in enumerate(limits) if value <= limit), len(limits))
