"""A part of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")


def part(rows: Sequence[Row] | QuerySet[Any], offset: int, limit: int, shown: Callable[[Any], Any]) -> dict[str, Any]:
    """`limit` rows from `offset`, as they are shown, how many there are in all, and where the next part begins."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    end = offset + limit
    items = [shown(each) for each in rows[offset:end]]
    return {"count": count, "next": end if end < count else None, "items": items}
