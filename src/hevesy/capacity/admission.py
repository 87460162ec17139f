"""Whom a centre takes: members of payer schemes, people who pay alone, refugees, foreigners.

What a centre states goes first. Where it names no schemes its sector decides, by table `sector_access.csv`; what
neither says is open, and said to be so.
"""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.facts import Shelf
from hevesy.places import Centre

ALONE = "alone"  # who pays without a scheme, in the words of sector_access.csv


@dataclass(frozen=True, slots=True)
class Door:
    """Whom a centre says it takes; no `sector`, no `schemes` or None where nobody has said."""

    id: str
    sector: str = ""
    schemes: tuple[str, ...] = ()
    takes_refugees: bool | None = None
    takes_foreigners: bool | None = None

    @classmethod
    def of(cls, centre: Centre) -> Door:
        return cls(centre.id, centre.sector, centre.schemes, centre.takes_refugees, centre.takes_foreigners)


@dataclass(frozen=True, slots=True)
class Comer:
    """Who asks to be taken: member of a scheme that a `run_by` sector runs and that pays, or paying `alone`.

    Of a member for whom the scheme does not pay, the centre asks what it asks of everybody who pays alone.
    """

    scheme: str = ""
    run_by: str = ""
    alone: bool = False
    refugee: bool = False
    foreigner: bool = False


def open_to(door: Door, comer: Comer, shelf: Shelf) -> tuple[bool, tuple[str, ...]]:
    """Whether a centre takes these people, and as codes what nobody has said about it; what is not said is open."""
    found = [_by_payer(door, comer, shelf)]
    for asked, takes, what in (
        (comer.refugee, door.takes_refugees, "refugees"),
        (comer.foreigner, door.takes_foreigners, "foreigners"),
    ):
        if asked:
            found.append((takes is not False, f"{what}_not_stated:{door.id}" if takes is None else ""))
    return all(taken for taken, _ in found), tuple(note for _, note in found if note)


def _by_payer(door: Door, comer: Comer, shelf: Shelf) -> tuple[bool, str]:
    """By who pays: the centre's own list, else what is usual in its sector."""
    pays_alone = comer.alone or not comer.scheme
    if door.schemes and not pays_alone:
        return comer.scheme.casefold() in {each.casefold() for each in door.schemes}, ""
    usual = by_sector(door.sector, ALONE if pays_alone else comer.run_by, shelf)
    if usual is None:
        return True, "" if pays_alone else f"schemes_not_stated:{door.id}"
    return usual, "" if pays_alone else f"schemes_by_sector:{door.id}"


def by_sector(sector: str, payer: str, shelf: Shelf) -> bool | None:
    """Whether centres of a sector usually take a payer (who runs the scheme, or `alone`); None: nothing is said."""
    for row in shelf.table("sector_access"):
        if row["sector"] == sector and row["payer"] == payer:
            return row["open"] == "yes"
    return None


def turned_away(door: Door, shelf: Shelf) -> tuple[str, ...]:
    """The payers that a centre's sector usually turns away, in the order of the table; none where it lists schemes."""
    return tuple(
        row["payer"]
        for row in shelf.table("sector_access")
        if row["sector"] == door.sector
        and row["open"] == "no"
        and (row["payer"] == ALONE or not door.schemes)
    )
