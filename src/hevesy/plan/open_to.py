"""Whom a centre is open to, in words."""

from __future__ import annotations

from hevesy.capacity.admission import ALONE, Door, turned_away
from hevesy.facts import Shelf

PAYERS = {"public": "public schemes", "private": "private insurance", "military": "the military scheme"}


def open_to_said(door: Door, shelf: Shelf) -> str:
    """Whom a centre takes, by its own word or that of its sector; what nobody said is called so."""
    return "; ".join(part for part in (_payers(door, shelf), *_others(door)) if part)


def _payers(door: Door, shelf: Shelf) -> str:
    if door.schemes:
        return f"members of {', '.join(door.schemes)}{_and_alone(door, shelf)}"
    away = turned_away(door, shelf)
    if away:
        kept = [said for payer, said in PAYERS.items() if payer not in away]
        usual = f"as is usual where the sector is {door.sector} (assumed)"
        return f"{' and '.join(kept)}{_and_alone(door, shelf)}, {usual}"
    return "every payer" if door.sector else "every payer, as far as anybody has said"


def _and_alone(door: Door, shelf: Shelf) -> str:
    return "" if ALONE in turned_away(door, shelf) else " and who pays alone"


def _others(door: Door) -> list[str]:
    words = {True: "{}", False: "no {}", None: ""}
    return [
        words[takes].format(what)
        for takes, what in ((door.takes_refugees, "refugees"), (door.takes_foreigners, "foreigners"))
    ]
