"""How a case asks the software: functions by the name that stands in the table of cases."""

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


def asks() -> Mapping[str, Ask]:
    """Every function; loaded when it is asked for, because some bring the compiled engine."""
    from hevesy.validation import activity, material, planning, release, rules

    return {**activity.ASKS, **material.ASKS, **rules.ASKS, **release.ASKS, **planning.ASKS}


def known(text: str) -> float | None:
    """A number, or None where nobody has said one."""
    return float(text) if text else None
