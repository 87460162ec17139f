"""Vials for tests: made up, with round half-lives so that a balance can be done in the head."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.record.vial import Vial, VialEvent, What

START = datetime(2027, 3, 1, 6, tzinfo=UTC)
LU = nuclide("Lu-177").half_life


def later(half_lives: float, name: str = "Lu-177") -> datetime:
    """So many half-lives after the calibration."""
    return START + half_lives * nuclide(name).half_life


def vial(name: str = "Lu-177", id: str = "V1", lot: str = "L1", carrier: str = "no_carrier_added") -> Vial:
    return Vial(id, lot, "made up", name, START, START + timedelta(days=30), carrier)


def event(what: What, at: datetime, id: str = "", **more: Any) -> VialEvent:
    for name in ("measured", "after"):
        if isinstance(more.get(name), int | float):
            more[name] = Activity.mbq(more[name])
    return VialEvent(id or f"{what}-{at:%d%H%M%S}-{more.get('syringe', '')}", what, at, at, "r1", **more)
