"""Payer schemes of a country and who belongs to them; they come from a user's pack and from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from hevesy.errors import BadTable
from hevesy.facts import Shelf

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A payer scheme, the share of a country's people who belong to it (None: not known), and who runs it."""

    id: str
    name: str
    members: float | None
    sector: str = ""


def schemes(iso3: str, shelf: Shelf) -> tuple[Scheme, ...]:
    """The schemes of a country in the order of its pack; raises BadTable where they have more members than people."""
    found = tuple(
        Scheme(
            row["scheme"],
            row.get("name") or row["scheme"],
            float(row["members"]) / PERCENT if row.get("members") else None,
            row.get("sector") or "",
        )
        for row in shelf.table("schemes", iso3)
    )
    members = sum(each.members or 0.0 for each in found)
    if members > 1.0 + 1e-9:
        raise BadTable(
            file="schemes.csv",
            problem=f"the schemes of {iso3} have {members:.0%} of the people as members",
            advice="count everybody once, in the scheme that pays for this care",
        )
    return found
