"""Rows of the book whose contents are not shown on the screen yet: the chain and every back-up hold them whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hevesy_service.book.models import Event

Waiting = Callable[[list[Any]], set[Any]]
_of_kind: dict[str, Waiting] = {}


def withheld_while(kind: str) -> Callable[[Waiting], Waiting]:
    """Names what says, of the ids of some rows of a kind, which are to be withheld now."""

    def named(waiting: Waiting) -> Waiting:
        _of_kind[kind] = waiting
        return waiting

    return named


def withheld(rows: Iterable[Event]) -> set[Any]:
    """The ids of those rows whose body and reason are not shown now."""
    of: dict[str, list[Any]] = {}
    for row in rows:
        if row.type in _of_kind:
            of.setdefault(row.type, []).append(row.pk)
    return {pk for kind, ids in of.items() for pk in _of_kind[kind](ids)}
