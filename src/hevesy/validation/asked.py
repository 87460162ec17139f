"""What functions that answer a case share: the shipped shelf, and how they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from hevesy.facts import Shelf
from hevesy.validation.result import Found

Inputs = Mapping[str, str]
Ask = Callable[[Inputs], Found]


@cache
def shipped() -> Shelf:
    """The shelf as it is shipped, without anybody's packs: what a case asks must be the same everywhere."""
    return Shelf.load(restricted=False)


def known(text: str) -> float | None:
    """A number, or None where nobody has said one."""
    return float(text) if text else None
