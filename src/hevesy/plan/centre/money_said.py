"""The money of a centre as plain values: lines of capital and of a year, and break-even."""

from __future__ import annotations

from typing import Any

import numpy as np

from hevesy.plan.centre.costs import CYCLE, FIXED
from hevesy.plan.centre.figure import Figure, Line, any_of, spread
from hevesy.plan.centre.plan import Planned

CURRENCY = "USD"


def money_said(found: Planned) -> dict[str, Any]:
    """Capital, yearly costs, what a cycle costs and brings, and from which volume on it pays; USD."""
    a, b = found.expected, found.drawn
    return {
        "currency": CURRENCY,
        "capital": _lines(a.costs.capital, b.costs.capital),
        "capital_total": _both(a.costs.sum("capital"), b.costs.sum("capital")),
        "yearly": _lines(a.costs.yearly, b.costs.yearly),
        "yearly_total": _both(a.costs.sum("yearly"), b.costs.sum("yearly")),
        "yearly_fixed": _both(a.costs.sum("yearly", FIXED), b.costs.sum("yearly", FIXED)),
        "yearly_of_cycles": _both(a.costs.sum("yearly", CYCLE), b.costs.sum("yearly", CYCLE)),
        "break_even": _break_even(found),
    }


def _lines(expected: tuple[Line, ...], drawn: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": a.id, "name": a.name, "group": a.group, "number": _both(a.number, b.number),
            "price": _both(a.each, b.each), "total": spread(a.total, b.total), "why": a.why, "facts": a.facts,
        }
        for a, b in zip(expected, drawn, strict=True)
        if any_of(a.number.value) and any_of(a.total)
    ]  # fmt: skip


def _both(expected: Figure, drawn: Figure) -> dict[str, float | None]:
    return spread(expected.value, drawn.value)


def _break_even(found: Planned) -> dict[str, Any]:
    a, b = found.expected.money, found.drawn.money
    names = ("tariff", "per_cycle", "fixed", "written_off", "volume", "volume_with_capital", "tariff_needed", "holds")
    return {
        **{name: _both(getattr(a, name), getattr(b, name)) for name in names},
        "tariff_stated": a.stated,
        "tariff_parts": {name: _both(each, b.tariff_parts[name]) for name, each in a.tariff_parts.items()},
        "share_without_margin": float(np.mean(~np.isfinite(np.atleast_1d(np.asarray(b.volume.value))))),
        "facts": sorted(a.volume_with_capital.facts),
    }
