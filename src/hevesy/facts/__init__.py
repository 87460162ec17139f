"""Sourced, dated, placed figures; packs over packs; "why this number?"."""

from hevesy.facts.fact import INCOME_GROUPS, Dist, Fact, Kind, Source, State
from hevesy.facts.pack import Pack, read_pack, shipped_packs
from hevesy.facts.said import Said
from hevesy.facts.sampling import draw, stream
from hevesy.facts.shelf import Candidate, Reader, Shelf, Why

__all__ = [
    "INCOME_GROUPS", "Candidate", "Dist", "Fact", "Kind", "Pack", "Reader", "Said", "Shelf", "Source", "State", "Why",
    "draw", "read_pack", "shipped_packs", "stream",
]  # fmt: skip
