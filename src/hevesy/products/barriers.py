"""The review's barriers of access (Table 1 and four more), each with its indicators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hevesy.facts import Shelf


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that tells how far a barrier stands, and how it is formed."""

    name: str
    formula: str


@dataclass(frozen=True, slots=True)
class Barrier:
    """A challenge of the review: its domain, its A, and how it could be measured and met.

    `a_stated` is False where the review's row stands outside the five A's and the A was put in here.
    """

    id: str
    domain: str
    a: str
    a_stated: bool
    challenge: str
    in_table1: bool
    indicators: tuple[Indicator, ...]
    data_needed: str
    mitigation: str
    source: str
    kind: str


@lru_cache(maxsize=4)
def barriers(shelf: Shelf) -> dict[str, Barrier]:
    """Every barrier by its id, in the order of the review."""
    return {row["barrier"]: _barrier(row) for row in shelf.table("barriers")}


def _barrier(row: dict[str, str]) -> Barrier:
    return Barrier(
        id=row["barrier"],
        domain=row["domain"],
        a=row["a"],
        a_stated=row["a_stated"] == "yes",
        challenge=row["challenge"],
        in_table1=row["in_table1"] == "yes",
        indicators=tuple(Indicator(row[f"indicator_{n}"], row[f"formula_{n}"]) for n in (1, 2)),
        data_needed=row["data_needed"],
        mitigation=row["mitigation"],
        source=row["source"],
        kind=row["kind"],
    )
