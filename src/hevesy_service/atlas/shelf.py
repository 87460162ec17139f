"""The shelf of sourced figures, loaded once for each process."""

from __future__ import annotations

from functools import cache

from hevesy.facts import Shelf


@cache
def shelf() -> Shelf:
    """The shipped packs."""
    return Shelf.load()
