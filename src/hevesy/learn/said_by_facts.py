"""Figures in the texts of tutorials: from the shelf with their unit, or calculated when the text is read.

A text names them in braces: `{fact: name}` with its unit, `{number: name}` without, `{half_life: Lu-177}` in days,
`{left: Lu-177, 8, 24}` what is left of 8 after 24 hours, `{before: Lu-177, 7.4, 24}` what becomes 7.4 in 24 hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from hevesy.facts import Shelf
from hevesy.learn.question import plain
from hevesy.physics import nuclide
from hevesy.physics.decay import activity_after
from hevesy.quantities import Activity

FIGURE = re.compile(r"\{(\w+): ([^{}]+)\}")
UNITS = {"uSv/h": "µSv/h", "h": "hours", "day": "days", "week": "weeks", "month": "months", "percent": "%"}
DIGITS = 4  # of what is calculated


class Figures:
    """Puts figures into texts and remembers which facts it took; `wrong` makes the error for what it cannot."""

    def __init__(self, shelf: Shelf, wrong: Callable[[str], Exception], units: dict[str, str] | None = None) -> None:
        self.shelf, self.wrong, self.facts = shelf, wrong, dict[str, None]()
        self.units = UNITS if units is None else units

    def said(self, text: str) -> str:
        """The text with its figures."""
        return FIGURE.sub(self._figure, text)

    def _figure(self, found: re.Match[str]) -> str:
        what, *about = (found[1], *(part.strip() for part in found[2].split(",")))
        ways: dict[str, Callable[..., str]] = {
            "fact": self._fact, "number": self._number, "half_life": self._half_life, "left": self._left,
            "before": self._before,
        }  # fmt: skip
        try:
            return ways[what](*about)
        except (KeyError, TypeError, ValueError):
            raise self.wrong(f"{found[0]} is no figure") from None

    def _number(self, name: str) -> str:
        fact = self.shelf.reader("world").find(name)
        if fact is None or fact.value is None:
            raise self.wrong(f"{name!r} is no fact with a number on the shelf")
        self.facts[name] = None
        return plain(fact.value)

    def _fact(self, name: str) -> str:
        value = self._number(name)
        unit = self.shelf.reader("world").fact(name).unit
        return f"{value} {self.units.get(unit, unit)}"

    def _half_life(self, name: str) -> str:
        return _rounded(nuclide(name).half_life_s / 86400)

    def _left(self, name: str, activity: str, hours: str) -> str:
        found = activity_after(nuclide(name), Activity.gbq(float(activity)), timedelta(hours=float(hours)))
        return _rounded(found.in_gbq)

    def _before(self, name: str, activity: str, hours: str) -> str:
        return self._left(name, activity, f"-{hours}")


def _rounded(value: float) -> str:
    return plain(float(f"{value:.{DIGITS}g}"))
