"""For whom, or by which emergency access, somebody acts: each row written meanwhile says it under `acting`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from hevesy_service.book.models import Event

WORD = "acting"  # of a row's body; nothing else may be called so
FOR, LENDING, EMERGENCY = "for", "lending", "emergency"
_acting: ContextVar[Mapping[str, str] | None] = ContextVar("acting", default=None)


def acting() -> Mapping[str, str]:
    """What is to be said of the acts of now: nothing where somebody acts in a role of their own."""
    return _acting.get() or {}


def act_by(basis: Mapping[str, str]) -> None:
    """From now until the end of the request, rows say on what basis they were written."""
    if basis:
        _acting.set(basis)


@contextmanager
def acting_by(basis: Mapping[str, str]) -> Iterator[None]:
    """Rows that are written within the block say this basis, and no other."""
    token = _acting.set(basis)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def in_own_name() -> Iterator[None]:
    """Whatever is said within the block ends with it, so that no request leaves anything to the next."""
    token = _acting.set(None)
    try:
        yield
    finally:
        _acting.reset(token)


def acted(event: Event) -> Mapping[str, str]:
    """What a row says of the basis on which it was written."""
    found: Mapping[str, str] = json.loads(event.body).get(WORD, {})
    return found
