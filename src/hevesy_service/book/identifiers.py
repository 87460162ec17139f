"""Identifiers made where they are needed, without a counter in the middle, that sort by the time they were made."""

from __future__ import annotations

from uuid import UUID

import uuid6
from django.http import Http404


def new_id() -> UUID:
    """A UUID of version 7."""
    return UUID(bytes=uuid6.uuid7().bytes)


def id_asked(text: str) -> UUID:
    """The identifier that somebody asks for; Http404 for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
