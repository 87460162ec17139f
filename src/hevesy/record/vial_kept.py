"""An entry of a vial's story as plain JSON, for the body of a book's row; read back, it is the same entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from hevesy.quantities import Activity
from hevesy.record.vial import Vial, VialEvent, What

_MOMENTS = ("at", "entered_at", "measured_at", "after_at")
_ACTIVITIES = ("measured", "after")


def event_as_json(event: VialEvent) -> dict[str, Any]:
    """What was said of an entry; what stands as it would unsaid is left out. Activities are in Bq."""
    said = {each.name: (getattr(event, each.name), each.default) for each in fields(event)}
    return {name: _plain(value) for name, (value, unsaid) in said.items() if value is not unsaid and value != ""}


def event_from_json(kept: Mapping[str, Any]) -> VialEvent:
    """The entry that was kept."""
    read = dict(kept)
    for name in _MOMENTS:
        if name in read:
            read[name] = datetime.fromisoformat(read[name])
    for name in _ACTIVITIES:
        if name in read:
            read[name] = Activity(read[name])
    return VialEvent(**{**read, "what": What(read["what"])})


def vial_as_json(vial: Vial) -> dict[str, Any]:
    """What a vial was begun with, without its entries."""
    return {
        "id": vial.id, "lot": vial.lot, "product": vial.product, "nuclide": vial.nuclide,
        "reference": vial.reference.isoformat(), "expires_at": vial.expires_at.isoformat(), "carrier": vial.carrier,
        "stated": None if vial.stated is None else vial.stated.bq,
        "impurities": [list(each) for each in vial.impurities],
    }  # fmt: skip


def vial_from_json(kept: Mapping[str, Any]) -> Vial:
    """The vial that was begun so, before any entry."""
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("reference", "expires_at")}
    stated = None if kept["stated"] is None else Activity(kept["stated"])
    foreign = tuple((str(name), float(share)) for name, share in kept["impurities"])
    return Vial(**{**kept, **moments, "stated": stated, "impurities": foreign})


def _plain(value: object) -> object:
    if isinstance(value, Activity):
        return value.bq
    return value.isoformat() if isinstance(value, datetime) else value
