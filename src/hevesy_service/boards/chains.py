"""Certificates that renew one another: read together with their steps, however long the chain, and its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from hevesy_service.boards.models import CaseRow


def in_chains(rows: QuerySet[CaseRow]) -> list[CaseRow]:
    """Some cases with their steps, and what they renew with its own: three questions to the database in all."""
    found = list(rows.prefetch_related("steps"))
    held = CaseRow.objects.filter(person__in=rows.order_by().values("person")).prefetch_related("steps")
    known = {each.pk: each for each in held} if any(each.renews_id for each in found) else {}
    for each in (*known.values(), *found):
        if each.renews_id:
            each.renews = known[each.renews_id]
    return found


def in_chain(row: CaseRow) -> CaseRow:
    """The same of one case, as the database has it now."""
    return in_chains(CaseRow.objects.select_related("site", "board").filter(pk=row.pk))[0]


def chain(row: CaseRow) -> Iterator[CaseRow]:
    """A case, the one that it renews, and so on to the first."""
    held: CaseRow | None = row
    while held is not None:
        yield held
        held = held.renews
